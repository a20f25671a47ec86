namespace VideoSaas.Web.Platforms.Graph;

/// <summary>Which hosts are spoken to, and as whom: the real ones, or the twin's prefixes while the sandbox is on.</summary>
/// <param name="section">Of the options, for who has to set them.</param>
/// <param name="twin">The platform's word in the sandbox's addresses.</param>
/// <param name="twinAppId">The twin knows one app, this one, unless the options name another.</param>
public abstract class GraphAddresses(GraphOptions options, SandboxServer sandbox, string section, string twin, string twinAppId)
{
    private const string TwinAppSecret = "sandbox-app-secret-of-the-twin";

    public string AppId => options.AppId is { Length: > 0 } id ? id : IsSandbox ? twinAppId : throw Missing("AppId");

    public string AppSecret =>
        options.AppSecret is { Length: > 0 } secret ? secret : IsSandbox ? TwinAppSecret : throw Missing("AppSecret");

    public string Version => options.Version;

    /// <summary>True when the platform can be connected here: the sandbox plays it, or an app is registered.</summary>
    public bool IsConfigured => IsSandbox || options is { AppId.Length: > 0, AppSecret.Length: > 0 };

    /// <summary>A consent at Meta is to the app, whichever of its platforms it was asked for.</summary>
    public string? ConsentKey => IsConfigured ? $"meta/{AppId}" : null;

    /// <summary>The platform's word in the sandbox's addresses.</summary>
    public string Twin => twin;

    protected bool IsSandbox => sandbox.IsEnabled;

    /// <summary>For the browser: the twin is offered under the host by which the person knows this app.</summary>
    public Uri Dialog(Uri appAddress, string path) =>
        Join(options.DialogBase ?? (IsSandbox ? TwinAt(appAddress, "dialog") : new Uri("https://www.facebook.com/")), path);

    public Uri Graph(string path) => Join(options.GraphBase ?? Real("graph", "https://graph.facebook.com/"), path);

    public Uri Rupload(string path) => Join(options.RuploadBase ?? Real("rupload", "https://rupload.facebook.com/"), path);

    /// <summary>The twin's prefix while the sandbox is on, else the real host.</summary>
    protected Uri Real(string prefix, string host) => IsSandbox ? TwinAt(sandbox.BaseAddress, prefix) : new Uri(host);

    /// <summary>Appends below the base's own path, with or without a slash at its end.</summary>
    protected static Uri Join(Uri address, string path) => new($"{address.ToString().TrimEnd('/')}/{path.TrimStart('/')}");

    private Uri TwinAt(Uri host, string prefix) => new(host, $"/sandbox/{twin}/{prefix}/");

    private InvalidOperationException Missing(string name) =>
        new($"{section}:{name} is not set: register an app at Meta, or turn the sandbox on.");
}
