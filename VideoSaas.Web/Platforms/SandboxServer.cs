using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms;

/// <summary>Where the twins of this process answer.</summary>
public sealed class SandboxServer(IServer server, IOptions<SandboxOptions> options)
{
    public bool IsEnabled => options.Value.Enabled;

    /// <summary>Scheme, host and port, ending in a slash.</summary>
    /// <exception cref="InvalidOperationException">The server is not listening yet and no address is configured.</exception>
    public Uri BaseAddress => options.Value.BaseAddress ?? ListeningAddress();

    private Uri ListeningAddress()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses.OrderBy(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
        {
            var parsed = BindingAddress.Parse(address);
            if (parsed.IsUnixPipe || parsed.IsNamedPipe)
            {
                continue;
            }

            // A wildcard is an address to listen on, not to call.
            var host = parsed.Host is "*" or "+" or "[::]" or "0.0.0.0"
                ? IPAddress.Loopback.ToString()
                : parsed.Host;
            return new UriBuilder(parsed.Scheme, host, parsed.Port).Uri;
        }

        throw new InvalidOperationException("The server is not listening yet: set Sandbox:BaseAddress to use the twins before it does.");
    }
}
