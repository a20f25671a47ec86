using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>Which hosts are spoken to, and as whom: the real ones, or the twin's prefixes while the sandbox is on.</summary>
public sealed class TwitterAddresses(IOptions<TwitterOptions> options, SandboxServer sandbox)
{
    /// <summary>The twin knows one app, this one, unless the options name another.</summary>
    private const string SandboxClientId = "c2FuZGJveC1jbGllbnQ6MTpjaQ";

    private const string SandboxClientSecret = "sandbox-client-secret-of-the-twin";

    public string ClientId => options.Value.ClientId is { Length: > 0 } id
        ? id
        : IsSandbox
            ? SandboxClientId
            : throw new InvalidOperationException($"{TwitterOptions.Section}:ClientId is not set: register an app at X, or turn the sandbox on.");

    /// <summary>Null: a public client.</summary>
    public string? ClientSecret => options.Value.ClientSecret is { Length: > 0 } secret
        ? secret
        : IsSandbox && options.Value.ClientId is not { Length: > 0 } ? SandboxClientSecret : null;

    private bool IsSandbox => sandbox.IsEnabled;

    /// <summary>For the browser: the twin is offered under the host by which the person knows this app.</summary>
    public Uri Consent(Uri appAddress) => Join(SiteOf(appAddress), "i/oauth2/authorize");

    /// <summary>Of one post, good whatever the account is called by then.</summary>
    public Uri Post(string id) => Join(options.Value.SiteBase ?? (IsSandbox ? Twin(sandbox.BaseAddress, "x") : RealSite), $"i/web/status/{id}");

    /// <summary>For the browser: what everybody sees of an account.</summary>
    public string Profile(string username) => IsSandbox
        ? $"/sandbox/twitter?account={Uri.EscapeDataString(username)}"
        : $"https://x.com/{Uri.EscapeDataString(username)}";

    public Uri Api(string path) =>
        Join(options.Value.ApiBase ?? (IsSandbox ? Twin(sandbox.BaseAddress, "api") : new Uri("https://api.x.com/")), path);

    private static Uri RealSite { get; } = new("https://x.com/");

    private Uri SiteOf(Uri appAddress) => options.Value.SiteBase ?? (IsSandbox ? Twin(appAddress, "x") : RealSite);

    private static Uri Twin(Uri host, string prefix) => new(host, $"/sandbox/twitter/{prefix}/");

    /// <summary>Appends below the base's own path, with or without a slash at its end.</summary>
    private static Uri Join(Uri address, string path) => new($"{address.ToString().TrimEnd('/')}/{path.TrimStart('/')}");
}
