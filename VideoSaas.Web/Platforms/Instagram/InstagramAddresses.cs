using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>Which hosts are spoken to, and as whom: the real ones, or the twin's prefixes while the sandbox is on.</summary>
public sealed class InstagramAddresses(IOptions<InstagramOptions> options, SandboxServer sandbox)
{
    /// <summary>The twin knows one app, this one, unless the options name another.</summary>
    private const string SandboxAppId = "1000000000000001";

    private const string SandboxAppSecret = "sandbox-app-secret-of-the-twin";

    public string AppId => options.Value.AppId is { Length: > 0 } id ? id : IsSandbox ? SandboxAppId : throw Missing("AppId");

    public string AppSecret =>
        options.Value.AppSecret is { Length: > 0 } secret ? secret : IsSandbox ? SandboxAppSecret : throw Missing("AppSecret");

    public string Version => options.Value.Version;

    /// <summary>True when Instagram can be connected here: the sandbox plays it, or an app is registered.</summary>
    public bool IsConfigured => IsSandbox || options.Value is { AppId.Length: > 0, AppSecret.Length: > 0 };

    private bool IsSandbox => sandbox.IsEnabled;

    /// <summary>For the browser: the twin is offered under the host by which the person knows this app.</summary>
    public Uri Dialog(Uri appAddress, string path) =>
        Join(options.Value.DialogBase ?? (IsSandbox ? Twin(appAddress, "dialog") : new Uri("https://www.facebook.com/")), path);

    /// <summary>For the browser: what everybody sees of an account.</summary>
    public string Profile(string username) => IsSandbox
        ? $"/sandbox/instagram?account={Uri.EscapeDataString(username)}"
        : $"https://www.instagram.com/{Uri.EscapeDataString(username)}/";

    public Uri Graph(string path) =>
        Join(options.Value.GraphBase ?? (IsSandbox ? Twin(sandbox.BaseAddress, "graph") : new Uri("https://graph.facebook.com/")), path);

    public Uri Rupload(string path) => Join(
        options.Value.RuploadBase ?? (IsSandbox ? Twin(sandbox.BaseAddress, "rupload") : new Uri("https://rupload.facebook.com/")), path);

    private static Uri Twin(Uri host, string prefix) => new(host, $"/sandbox/instagram/{prefix}/");

    /// <summary>Appends below the base's own path, with or without a slash at its end.</summary>
    private static Uri Join(Uri address, string path) => new($"{address.ToString().TrimEnd('/')}/{path.TrimStart('/')}");

    private static InvalidOperationException Missing(string name) =>
        new($"{InstagramOptions.Section}:{name} is not set: register an app at Meta, or turn the sandbox on.");
}
