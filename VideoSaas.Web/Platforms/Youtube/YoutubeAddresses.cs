using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>Which hosts are spoken to, and as whom: the real ones, or the twin's prefixes while the sandbox is on.</summary>
public sealed class YoutubeAddresses(IOptions<YoutubeOptions> options, SandboxServer sandbox)
{
    /// <summary>The twin knows one client, this one, unless the options name another.</summary>
    private const string SandboxClientId = "100000000000-sandbox.apps.googleusercontent.com";

    private const string SandboxClientSecret = "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-twin";

    public string ClientId => options.Value.ClientId is { Length: > 0 } id ? id : IsSandbox ? SandboxClientId : throw Missing("ClientId");

    public string ClientSecret =>
        options.Value.ClientSecret is { Length: > 0 } secret ? secret : IsSandbox ? SandboxClientSecret : throw Missing("ClientSecret");

    private bool IsSandbox => sandbox.IsEnabled;

    /// <summary>For the browser: the twin is offered under the host by which the person knows this app.</summary>
    public Uri Accounts(Uri appAddress, string path) => Join(
        options.Value.AccountsBase ?? (IsSandbox ? Twin(appAddress, "accounts") : new Uri("https://accounts.google.com/")), path);

    public Uri Oauth(string path) =>
        Join(options.Value.OauthBase ?? (IsSandbox ? Twin(sandbox.BaseAddress, "oauth2") : new Uri("https://oauth2.googleapis.com/")), path);

    public Uri Api(string path) =>
        Join(options.Value.ApiBase ?? (IsSandbox ? Twin(sandbox.BaseAddress, "www") : new Uri("https://www.googleapis.com/")), path);

    public Uri Analytics(string path) => Join(
        options.Value.AnalyticsBase
            ?? (IsSandbox ? Twin(sandbox.BaseAddress, "youtubeanalytics") : new Uri("https://youtubeanalytics.googleapis.com/")),
        path);

    /// <summary>For the browser: what everybody sees of a channel.</summary>
    /// <param name="handle">Without its sign.</param>
    public string Channel(string handle) => IsSandbox
        ? $"/sandbox/youtube?account={Uri.EscapeDataString(handle)}"
        : $"https://www.youtube.com/@{Uri.EscapeDataString(handle)}";

    public string Video(string id, bool isShort)
    {
        var path = isShort ? $"shorts/{Uri.EscapeDataString(id)}" : $"watch?v={Uri.EscapeDataString(id)}";
        return IsSandbox ? new Uri(sandbox.BaseAddress, $"/sandbox/youtube/{path}").ToString() : $"https://www.youtube.com/{path}";
    }

    private static Uri Twin(Uri host, string prefix) => new(host, $"/sandbox/youtube/{prefix}/");

    /// <summary>Appends below the base's own path, with or without a slash at its end.</summary>
    private static Uri Join(Uri address, string path) => new($"{address.ToString().TrimEnd('/')}/{path.TrimStart('/')}");

    private static InvalidOperationException Missing(string name) =>
        new($"{YoutubeOptions.Section}:{name} is not set: register an OAuth client at Google, or turn the sandbox on.");
}
