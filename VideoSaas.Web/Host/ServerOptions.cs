using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Host;

/// <summary>How the web server behaves. Section <c>Server</c>.</summary>
public sealed class ServerOptions
{
    public const string Section = "Server";

    /// <summary>
    /// Where people reach us, for links in letters, for example <c>https://video.example</c>. Null takes the address of the
    /// request, which is right only where the host name of a request can be trusted (see <c>AllowedHosts</c>).
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Addresses of the proxies whose X-Forwarded-For and -Proto are believed; none means no one's.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Bytes of a request body where a route does not say otherwise.</summary>
    [Range(1024, long.MaxValue)]
    public long MaxRequestBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long running requests and workers have to end after a signal.</summary>
    [Range(1, 600)]
    public int ShutdownSeconds { get; set; } = 15;
}
