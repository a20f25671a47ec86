using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace VideoSaas.Domain.Videos;

/// <summary>
/// Which addresses belong to the public internet, so that a stranger's link cannot make us look into networks that only we can
/// reach. Sources: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates, up to RFC 9780 of 2025) and
/// the documents of the large clouds (2025).
/// </summary>
public static class PublicNetwork
{
    private static readonly IPNetwork[] Special4 =
    [
        .. new[]
        {
            "0.0.0.0/8",       // this network, RFC 791
            "10.0.0.0/8",      // private, RFC 1918
            "100.64.0.0/10",   // carrier-grade NAT, RFC 6598; Alibaba's metadata is in it
            "127.0.0.0/8",     // loopback, RFC 1122
            "169.254.0.0/16",  // link-local, RFC 3927; the metadata of most clouds
            "172.16.0.0/12",   // private, RFC 1918
            "192.0.0.0/24",    // IETF protocols, RFC 6890; Oracle's metadata
            "192.0.2.0/24",    // documentation, RFC 5737
            "192.31.196.0/24", // AS112, RFC 7535
            "192.52.193.0/24", // AMT, RFC 7450
            "192.88.99.0/24",  // 6to4 relays, RFC 7526
            "192.168.0.0/16",  // private, RFC 1918
            "192.175.48.0/24", // AS112, RFC 7534
            "198.18.0.0/15",   // benchmarks, RFC 2544
            "198.51.100.0/24", // documentation, RFC 5737
            "203.0.113.0/24",  // documentation, RFC 5737
            "224.0.0.0/4",     // multicast, RFC 1112
            "240.0.0.0/4",     // reserved, RFC 1112; the broadcast address is its last

            // Public by its number, but Azure answers it inside every virtual machine: the host's own agent and metadata.
            "168.63.129.16/32",
        }.Select(range => IPNetwork.Parse(range)),
    ];

    /// <summary>Everything that has ever been given out to the internet; the rest is special or unassigned (RFC 4291).</summary>
    private static readonly IPNetwork GlobalUnicast6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special6 =
    [
        .. new[]
        {
            "2001::/23",         // IETF protocols, RFC 2928: Teredo, benchmarks, ORCHID and more
            "2001:db8::/32",     // documentation, RFC 3849
            "2002::/16",         // 6to4, RFC 3056: a tunnel to whatever IPv4 address is in it
            "2620:4f:8000::/48", // AS112, RFC 7534
            "3fff::/20",         // documentation, RFC 9637
        }.Select(range => IPNetwork.Parse(range)),
    ];

    /// <summary>A translator's prefix that every network may use (RFC 6052): what counts is the IPv4 address at its end.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>
    /// True only for an address that any host on the internet would reach as well. Of an IPv6 address that stands for an IPv4 one
    /// (mapped, translated) the latter decides.
    /// </summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Array.Exists(Special4, range => range.Contains(address));
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        if (Translated.Contains(address))
        {
            return IsPublic(EmbeddedAtTheEnd(address));
        }

        return address.ScopeId == 0
            && GlobalUnicast6.Contains(address)
            && !Array.Exists(Special6, range => range.Contains(address));
    }

    private static IPAddress EmbeddedAtTheEnd(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return new IPAddress(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
    }
}
