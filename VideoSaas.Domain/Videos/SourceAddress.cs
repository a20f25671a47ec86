using System.Globalization;
using System.Net;
using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Videos;

/// <summary>
/// The address of a file on the internet, judged as text. It says nothing yet about where the name leads: that is asked of
/// <see cref="PublicNetwork"/> for each address that the name resolves to, at the moment of the connection.
/// </summary>
public sealed class SourceAddress
{
    /// <summary>In characters; what every browser and server takes (RFC 9110 asks for 8000, sitemaps and old browsers 2048).</summary>
    public const int MaxLength = 2048;

    /// <summary>Of a host name as DNS has it (RFC 1035).</summary>
    private const int MaxHostLength = 253;

    /// <summary>
    /// Last labels that never lead to the public internet: RFC 2606, 6761, 6762, 7686, 8375, 9476, ICANN's resolutions on
    /// <c>internal</c> (2024) and on <c>home</c>, <c>corp</c>, <c>mail</c> (2018), and what home routers use.
    /// </summary>
    private static readonly HashSet<string> LocalEndings = new(StringComparer.Ordinal)
    {
        "localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "mail", "arpa", "onion", "alt",
        "test", "example", "invalid",
    };

    private SourceAddress(Uri uri) => Uri = uri;

    public Uri Uri { get; }

    public bool IsSecure => Uri.Scheme == Uri.UriSchemeHttps;

    /// <param name="morePorts">Allowed beside 80 and 443.</param>
    /// <returns>
    /// The address, or <c>import_address</c> (no address, or written so that programs disagree about its host), <c>import_too_long</c>
    /// (characters allowed), <c>import_scheme</c>, <c>import_credentials</c>, <c>import_port</c> (the port), <c>import_not_public</c>.
    /// </returns>
    public static Outcome<SourceAddress> Parse(string? written, IReadOnlyCollection<int> morePorts)
    {
        var text = written?.Trim() ?? "";
        if (text.Length > MaxLength)
        {
            return new Invalid("import_too_long", MaxLength);
        }

        // Programs drop, keep or turn these into something else, and so read different hosts in one text.
        if (text.Length == 0 || text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter == '\\'))
        {
            return new Invalid("import_address");
        }

        var afterScheme = text.IndexOf("://", StringComparison.Ordinal);
        if (afterScheme < 0 || !text[..afterScheme].All(char.IsAsciiLetter)
            || text[..afterScheme].ToLowerInvariant() is not ("http" or "https"))
        {
            return new Invalid("import_scheme");
        }

        var rest = text[(afterScheme + 3)..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? rest : rest[..end];
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            return new Invalid("import_credentials");
        }

        if (HostOf(authority) is not { } host || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
        {
            return new Invalid("import_address");
        }

        if (RefusalOfHost(host, uri) is { } refusal)
        {
            return refusal;
        }

        return uri.Port is 80 or 443 || morePorts.Contains(uri.Port)
            ? new SourceAddress(uri)
            : new Invalid("import_port", uri.Port);
    }

    /// <summary>Where a redirect leads, judged like an address that a person wrote; never from https to http.</summary>
    /// <returns>As <see cref="Parse"/>, and <c>import_downgrade</c>.</returns>
    public Outcome<SourceAddress> Redirected(string location, IReadOnlyCollection<int> morePorts)
    {
        var colon = location.IndexOf(':', StringComparison.Ordinal);
        var isAbsolute = colon > 0 && location[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.');
        var text = isAbsolute ? location
            : location.StartsWith("//", StringComparison.Ordinal) ? $"{Uri.Scheme}:{location}"
            : location.Length == 0 || location.Contains('\\', StringComparison.Ordinal) || !Uri.TryCreate(Uri, location, out var combined) ? ""
            : combined.AbsoluteUri;
        var next = Parse(text, morePorts);
        return next.Succeeded && IsSecure && !next.Value.IsSecure ? new Invalid("import_downgrade") : next;
    }

    /// <summary>The host as written, brackets and all; null when the authority is not of the plain form host[:port].</summary>
    private static string? HostOf(string authority)
    {
        var colon = authority.StartsWith('[')
            ? authority.IndexOf("]:", StringComparison.Ordinal) is var bracket and >= 0 ? bracket + 1 : -1
            : authority.IndexOf(':', StringComparison.Ordinal);
        var host = colon < 0 ? authority : authority[..colon];
        var port = colon < 0 ? "80" : authority[(colon + 1)..];
        var isPlain = host.Length > 0 && port.Length is > 0 and <= 5 && port.All(char.IsAsciiDigit)
            && !host.Any(letter => letter == '%' || char.GetUnicodeCategory(letter) == UnicodeCategory.Format);
        return isPlain ? host : null;
    }

    private static Invalid? RefusalOfHost(string written, Uri uri)
    {
        switch (uri.HostNameType)
        {
            // 127.1, 0x7f000001, 2130706433 and 0177.0.0.1 are one address to some programs and a name to others.
            case UriHostNameType.IPv4 when written != uri.Host:
                return new Invalid("import_address");
            case UriHostNameType.IPv4 or UriHostNameType.IPv6:
                return IPAddress.TryParse(uri.DnsSafeHost, out var address) && PublicNetwork.IsPublic(address)
                    ? null
                    : new Invalid("import_not_public");
            case UriHostNameType.Dns:
                return RefusalOfName(uri);
            default:
                return new Invalid("import_address");
        }
    }

    private static Invalid? RefusalOfName(Uri uri)
    {
        string name;
        try
        {
            // As DNS will be asked: full-width digits and other dots have become plain ones here.
            name = uri.IdnHost.ToLowerInvariant();
        }
        catch (Exception notMappable) when (notMappable is UriFormatException or ArgumentException)
        {
            return new Invalid("import_address");
        }

        var labels = name.Split('.');
        var last = labels[^1];
        if (name.Length > MaxHostLength || !labels.All(IsLabel) || IPAddress.TryParse(name, out _) || LooksLikeANumber(last))
        {
            return new Invalid("import_address");
        }

        return labels.Length < 2 || LocalEndings.Contains(last) ? new Invalid("import_not_public") : null;
    }

    /// <summary>Empty ones too are refused: a dot at the end takes a name out of every list of endings.</summary>
    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>Browsers read such a name as an IPv4 address (WHATWG URL, "ends in a number").</summary>
    private static bool LooksLikeANumber(string label) =>
        label.All(char.IsAsciiDigit)
        || (label.StartsWith("0x", StringComparison.Ordinal) && label[2..].All(char.IsAsciiHexDigit));
}
