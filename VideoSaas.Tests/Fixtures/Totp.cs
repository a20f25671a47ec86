using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VideoSaas.Tests.Fixtures;

/// <summary>An authenticator app (RFC 6238), written apart from the one that is tested.</summary>
internal static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <param name="key">Base32; spaces do not matter.</param>
    public static string Now(string key)
    {
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The standard's own.
        var hash = HMACSHA1.HashData(Bytes(key), step);
#pragma warning restore CA5350
        var at = hash[^1] & 0x0F;
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(at)) & 0x7FFF_FFFF) % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string key)
    {
        var bytes = new List<byte>();
        var (value, bits) = (0, 0);
        foreach (var sign in key.Where(sign => Alphabet.Contains(sign, StringComparison.Ordinal)))
        {
            value = ((value << 5) | Alphabet.IndexOf(sign, StringComparison.Ordinal)) & 0xFFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(value >> bits));
            }
        }

        return [.. bytes];
    }
}
