using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>One call on an API host as the twin sees it.</summary>
internal sealed class TwinCall(HttpContext context, string op, ActiveFault fault)
{
    public HttpContext Http => context;

    public string Op => op;

    public ActiveFault Fault => fault;

    public CancellationToken Token => context.RequestAborted;

    public string? Query(string name) => context.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    public IReadOnlyList<string> Parts => (Query("part") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool Wants(string part) => Parts.Contains(part);

    /// <summary>Of <c>id</c>, comma separated.</summary>
    public IReadOnlyList<string> Ids => (Query("id") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Who holds a token, and what that token opens.</summary>
internal sealed record TwinCaller(TwinGrant Grant, TwinUser User)
{
    public bool HasAny(IEnumerable<string> scopes) => scopes.Any(Grant.Scopes.Contains);
}
