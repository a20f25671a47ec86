using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>One call on the graph host as the twin sees it: who calls, with which fields.</summary>
internal sealed class TwinCall(HttpContext context, IReadOnlyDictionary<string, string> fields, string path, ActiveFault fault)
{
    public HttpContext Http => context;

    /// <summary>Without the version.</summary>
    public string Path => path;

    public ActiveFault Fault => fault;

    public string? Field(string name) => fields.GetValueOrDefault(name);

    /// <summary>The first of the fields named in <c>fields</c>; everything when none is named.</summary>
    public bool Wants(string name) => Field("fields") is not { } named || named.Split(',', '{', '}').Contains(name);

    public string? AccessToken
    {
        get
        {
            var header = context.Request.Headers.Authorization.ToString();
            return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..] : Field("access_token");
        }
    }

    /// <summary>Fields of the address and of a form together, as the real host takes them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FieldsAsync(HttpContext context)
    {
        var fields = context.Request.Query.ToDictionary(field => field.Key, field => field.Value.ToString());
        if (context.Request.HasFormContentType)
        {
            foreach (var field in await context.Request.ReadFormAsync(context.RequestAborted))
            {
                fields[field.Key] = field.Value.ToString();
            }
        }

        return fields;
    }
}

/// <summary>Who holds a token, and what that token opens.</summary>
internal sealed record TwinCaller(TwinToken Token, TwinGrant Grant, TwinUser User)
{
    public bool Has(string scope) => Grant.Scopes.Contains(scope);

    public IReadOnlyList<TwinPage> Pages => [.. User.Pages.Where(page => Grant.PageIds.Contains(page.Id))];

    /// <summary>A Page's token opens one account, a person's those of all shared Pages.</summary>
    public IReadOnlyList<string> AccountIds => Token.Kind == TwinTokenKind.Page
        ? Token.AccountId is { } id ? [id] : []
        : [.. Pages.Where(page => page.AccountId is not null).Select(page => page.AccountId!)];
}
