using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>Which hosts are spoken to, and as whom: the real ones, or the twin's prefixes while the sandbox is on.</summary>
public sealed class TiktokAddresses(IOptions<TiktokOptions> options, SandboxServer sandbox)
{
    public const string AuthorizeHost = "www.tiktok.com";

    public const string ApiHost = "open.tiktokapis.com";

    public const string UploadHost = "open-upload.tiktokapis.com";

    private const string HostsOfUploads = ".tiktokapis.com";

    /// <summary>The twin knows one app, this one, unless the options name another.</summary>
    private const string SandboxClientKey = "sbawsandboxclientkey";

    private const string SandboxClientSecret = "sandbox-client-secret-of-the-twin";

    public string ClientKey => options.Value.ClientKey is { Length: > 0 } key ? key : IsSandbox ? SandboxClientKey : throw Missing("ClientKey");

    public string ClientSecret =>
        options.Value.ClientSecret is { Length: > 0 } secret ? secret : IsSandbox ? SandboxClientSecret : throw Missing("ClientSecret");

    public bool IsAudited => options.Value.IsAudited ?? IsSandbox;

    private bool IsSandbox => sandbox.IsEnabled;

    /// <summary>For the browser: the twin is offered under the host by which the person knows this app.</summary>
    public Uri Authorize(Uri appAddress, string path) =>
        Join(options.Value.AuthorizeBase ?? (IsSandbox ? Twin(appAddress, AuthorizeHost) : new Uri($"https://{AuthorizeHost}/")), path);

    public Uri Api(string path) =>
        Join(options.Value.ApiBase ?? (IsSandbox ? Twin(sandbox.BaseAddress, ApiHost) : new Uri($"https://{ApiHost}/")), path);

    /// <summary>For the browser: what everybody sees of an account.</summary>
    public string Profile(string username) => IsSandbox
        ? $"/sandbox/tiktok?account={Uri.EscapeDataString(username)}"
        : $"https://{AuthorizeHost}/@{Uri.EscapeDataString(username)}";

    /// <summary>For the browser, where TikTok was not asked for the post's own address.</summary>
    public string Video(string username, string postId) => IsSandbox
        ? $"/sandbox/tiktok/@{Uri.EscapeDataString(username)}/video/{postId}"
        : $"https://{AuthorizeHost}/@{Uri.EscapeDataString(username)}/video/{postId}";

    /// <summary>The address that an answer gave for bytes; null unless it is one of TikTok's own hosts, so that no answer can send a file elsewhere.</summary>
    public Uri? Upload(string? given)
    {
        if (!Uri.TryCreate(given, UriKind.Absolute, out var address))
        {
            return null;
        }

        var isOurs = (IsSandbox && address.Authority == sandbox.BaseAddress.Authority) || options.Value.UploadHosts.Contains(address.Authority);
        var isTheirs = address.Scheme == Uri.UriSchemeHttps && address.Host.EndsWith(HostsOfUploads, StringComparison.OrdinalIgnoreCase);
        return isOurs || isTheirs ? address : null;
    }

    private static Uri Twin(Uri host, string prefix) => new(host, $"/sandbox/tiktok/{prefix}/");

    /// <summary>Appends below the base's own path, with or without a slash at its end.</summary>
    private static Uri Join(Uri address, string path) => new($"{address.ToString().TrimEnd('/')}/{path.TrimStart('/')}");

    private static InvalidOperationException Missing(string name) =>
        new($"{TiktokOptions.Section}:{name} is not set: register an app at TikTok, or turn the sandbox on.");
}
