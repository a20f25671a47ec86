using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VideoSaas.Web.Platforms.Twins;

/// <summary>What twins hand out: secrets that are kept as hashes only, and numbers in the manner of the platforms.</summary>
internal static class TwinSecrets
{
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));

    public static string Digits(int count) => string.Concat(
        Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetInt32(10).ToString(CultureInfo.InvariantCulture)));

    /// <summary>13 digits that are the same for the same login and purpose, and hardly ever for another.</summary>
    public static string NumberOf(string login, string what)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{login}/{what}"));
        return (BitConverter.ToUInt64(hash) % 10_000_000_000_000).ToString("D13", CultureInfo.InvariantCulture);
    }

    /// <summary>A name that a twin's consent page takes: 3 to 24 of a-z, 0-9, full stop and underscore.</summary>
    public static bool IsLogin(string? login) =>
        login is { Length: >= 3 and <= 24 } && login.All(sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign is '.' or '_');
}
