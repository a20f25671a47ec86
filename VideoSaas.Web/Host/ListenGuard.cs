using System.Net;

namespace VideoSaas.Web.Host;

/// <summary>
/// The sandbox twins let anyone "sign in" to a platform, so an app that has them must not be reachable from outside: it
/// refuses to start when any address it would listen on is not loopback.
/// </summary>
internal static class ListenGuard
{
    public const int ExitCode = 2;

    /// <summary>Null when listening is fine, else the sentence to print before ending with <see cref="ExitCode"/>.</summary>
    /// <param name="more">Addresses that were added in code.</param>
    public static string? Refusal(IConfiguration configuration, IEnumerable<string> more)
    {
        if (!configuration.GetValue("Sandbox:Enabled", false))
        {
            return null;
        }

        var open = Addresses(configuration).Concat(more).Where(address => !IsLoopback(address)).Distinct().ToList();
        return open.Count == 0
            ? null
            : $"Sandbox:Enabled is true, so the app only listens on this machine, but it was told to listen on {string.Join(", ", open)}. " +
              "Use http://localhost:PORT, or set Sandbox:Enabled to false.";
    }

    /// <summary>
    /// Every address that configuration names. With none Kestrel takes http://localhost:5000. <c>http_ports</c> and
    /// <c>https_ports</c> mean all interfaces, but are ignored where <c>urls</c> is set.
    /// </summary>
    private static IEnumerable<string> Addresses(IConfiguration configuration)
    {
        var urls = Split(configuration["urls"]);
        foreach (var url in urls)
        {
            yield return url;
        }

        if (urls.Length == 0)
        {
            foreach (var port in Split(configuration["http_ports"]))
            {
                yield return $"http://*:{port}";
            }

            foreach (var port in Split(configuration["https_ports"]))
            {
                yield return $"https://*:{port}";
            }
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (endpoint["Url"] is { Length: > 0 } url)
            {
                yield return url;
            }
        }
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsLoopback(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            // Kestrel will not understand it either; an address nobody understands is not known to be safe.
            return false;
        }

        // Any other host name makes Kestrel listen on every interface.
        return address.IsUnixPipe
            || address.IsNamedPipe
            || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
    }
}
