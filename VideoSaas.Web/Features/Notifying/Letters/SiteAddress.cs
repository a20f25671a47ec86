using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Notifying.Letters;

/// <summary>Where links of letters lead that no request caused: the public address, or else where this server listens.</summary>
internal sealed class SiteAddress(IOptions<ServerOptions> options, IServer server)
{
    public Uri Of(string path) => new(options.Value.PublicUrl ?? Listening(), path);

    private Uri Listening()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        var site = new UriBuilder(address.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal));
        if (site.Host is "0.0.0.0" or "[::]" or "127.0.0.1")
        {
            site.Host = "localhost";
        }

        return site.Uri;
    }
}
