namespace VideoSaas.Web.Platforms.Graph.Twin;

/// <summary>The words for calls that every platform behind the Graph has, and for what can go wrong with any call.</summary>
internal static class GraphTwinOps
{
    public const string Token = "token";
    public const string DebugToken = "debug_token";
    public const string Permissions = "permissions";
    public const string Accounts = "accounts";

    public static readonly IReadOnlyList<string> All = [Token, DebugToken, Permissions, Accounts];

    public static readonly IReadOnlyList<string> Faults =
    [
        "drop-before", "drop-after", "status", "error", "throttle", "throttle-retry-after", "token-invalid", "block-368", "slow", "html-502",
    ];

    public static string? Of(string method, string path) => (method, path) switch
    {
        (_, "oauth/access_token") => Token,
        ("GET", "debug_token") => DebugToken,
        ("GET" or "DELETE", "me/permissions") => Permissions,
        ("GET", "me/accounts") => Accounts,
        _ => null,
    };
}
