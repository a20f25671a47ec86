using Microsoft.AspNetCore.Http.Features;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Graph.Twin;

/// <summary>One call on the graph host as the twin sees it: who calls, with which fields.</summary>
/// <param name="Path">Without the version.</param>
internal sealed record GraphTwinCall(
    HttpContext Http, string Path, IReadOnlyDictionary<string, string> Fields, IFormFileCollection? Files, ActiveFault Fault)
{
    private const long MostFormBytes = 64 * 1024 * 1024;

    public string? Field(string name) => Fields.GetValueOrDefault(name);

    /// <summary>The first of the fields named in <c>fields</c>; everything when none is named.</summary>
    public bool Wants(string name) =>
        Field("fields") is not { } named || named.Split(',', '{', '}').Any(one => one == name || one.StartsWith(name + '.', StringComparison.Ordinal));

    public string? AccessToken
    {
        get
        {
            var header = Http.Request.Headers.Authorization.ToString();
            return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..] : Field("access_token");
        }
    }

    /// <summary>Reads so much of the body and no more.</summary>
    public static async Task SkipAsync(HttpContext context, long bytes)
    {
        var buffer = new byte[16 * 1024];
        while (bytes > 0)
        {
            var read = await context.Request.Body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytes)), context.RequestAborted);
            if (read == 0)
            {
                return;
            }

            bytes -= read;
        }
    }

    /// <summary>Fields of the address and of a form together, as the real host takes them; null when the body broke off.</summary>
    public static async Task<GraphTwinCall?> ReadAsync(HttpContext context, string path)
    {
        var fields = context.Request.Query.ToDictionary(field => field.Key, field => field.Value.ToString());
        IFormCollection? form = null;
        if (context.Request.HasFormContentType)
        {
            try
            {
                form = await context.Request.ReadFormAsync(
                    new FormOptions { MultipartBodyLengthLimit = MostFormBytes }, context.RequestAborted);
            }
            catch (Exception broken) when (broken is IOException or OperationCanceledException or BadHttpRequestException)
            {
                return null;
            }

            foreach (var field in form)
            {
                fields[field.Key] = field.Value.ToString();
            }
        }

        return new GraphTwinCall(context, path, fields, form?.Files, default);
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
