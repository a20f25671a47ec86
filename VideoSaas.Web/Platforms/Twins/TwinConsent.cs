using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace VideoSaas.Web.Platforms.Twins;

/// <summary>A twin's consent page: who one is, each right with a tick, and a way to say no.</summary>
/// <param name="words">What the page says.</param>
/// <param name="callback">The platform's word in our own callback address.</param>
/// <param name="separator">Between the names of scopes.</param>
internal abstract class TwinConsent(SandboxOptions options, TwinConsentWords words, string callback, char separator)
{
    private const string DefaultLogin = "nok.kitchen";

    public IResult Show(HttpContext context)
    {
        if (Fault(context) is { } fault)
        {
            return fault;
        }

        var ticks = new StringBuilder();
        foreach (var scope in ScopesOf(context.Request.Query))
        {
            ticks.Append(CultureInfo.InvariantCulture, $"""<label><input type="checkbox" name="scope" value="{TwinHtml.Text(scope)}" checked>{TwinHtml.Text(NameOf(scope))}</label>""");
        }

        // A post of this page goes to its own address, query and all.
        return TwinHtml.Page(words.Platform, words.Title,
            $"""
            <main class="narrow"><form class="card" method="post">
            <h1>{words.Heading}</h1>
            <p>{words.Introduction}</p>
            <h2><label for="login" style="display:block;min-height:0">Account name</label></h2>
            <input type="text" id="login" name="login" value="{DefaultLogin}" pattern="[a-z0-9._]+" minlength="3" maxlength="24" autocomplete="off" required>
            <h2>{words.Rights}</h2>{ticks}
            {Choices}
            <div class="row"><button class="main" name="decision" value="allow">Allow</button>
            <button name="decision" value="deny" formnovalidate>Deny</button></div>
            </form></main>
            """);
    }

    public async Task<IResult> DecideAsync(HttpContext context, CancellationToken token)
    {
        if (Fault(context) is { } fault)
        {
            return fault;
        }

        var query = context.Request.Query;
        var form = await context.Request.ReadFormAsync(token);
        var redirect = query["redirect_uri"].ToString();
        var answer = new Dictionary<string, string?> { ["state"] = query["state"].ToString() };
        if (form["decision"] != "allow")
        {
            answer["error"] = "access_denied";
            foreach (var (name, value) in Denial)
            {
                answer[name] = value;
            }

            return Results.Redirect(QueryHelpers.AddQueryString(redirect, answer));
        }

        var login = form["login"].ToString();
        if (!TwinSecrets.IsLogin(login))
        {
            return TwinHtml.Page(words.Platform, "Account name", """<main class="narrow"><div class="card"><h1>That is no account name</h1><p>3 to 24 of a-z, 0-9, full stop and underscore.</p></div></main>""", 400);
        }

        List<string> given = [.. ScopesOf(context.Request.Query).Intersect(form["scope"].OfType<string>())];
        foreach (var (name, value) in await GrantAsync(login, given, query, form, token))
        {
            answer[name] = value;
        }

        return Results.Redirect(QueryHelpers.AddQueryString(redirect, answer));
    }

    /// <summary>What else is to be chosen, as HTML.</summary>
    protected virtual string Choices => "";

    /// <summary>What goes back beside <c>error=access_denied</c>.</summary>
    protected virtual IReadOnlyDictionary<string, string> Denial { get; } = new Dictionary<string, string>();

    /// <summary>How a right is called on the page.</summary>
    protected virtual string NameOf(string scope) => scope;

    /// <summary>Somebody allowed something; what goes back with the state, the code above all.</summary>
    protected abstract Task<IReadOnlyDictionary<string, string?>> GrantAsync(
        string login, IReadOnlyList<string> given, IQueryCollection query, IFormCollection form, CancellationToken token);

    /// <summary>What is wrong with the request, in the platform's words; null when nothing is.</summary>
    protected abstract string? WrongWith(IQueryCollection query, IReadOnlyList<string> scopes, bool isKnownRedirect);

    protected List<string> ScopesOf(IQueryCollection query) =>
        [.. query["scope"].ToString().Split(separator, StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>What is wrong with the request itself is told here and never sent on: the way back is not trusted then.</summary>
    private IResult? Fault(HttpContext context)
    {
        var redirect = context.Request.Query["redirect_uri"].ToString();
        var own = $"{context.Request.Scheme}://{context.Request.Host}/connect/{callback}/callback";
        var wrong = WrongWith(context.Request.Query, ScopesOf(context.Request.Query), redirect == own || options.RedirectAddresses.Contains(redirect));
        return wrong is null
            ? null
            : TwinHtml.Page(words.Platform, "Error", $"""<main class="narrow"><div class="card"><h1>{words.Refusal}</h1><p>{TwinHtml.Text(wrong)}</p></div></main>""", 400);
    }
}

/// <param name="Title">Of the page.</param>
/// <param name="Rights">Above the rights.</param>
/// <param name="Refusal">Above what is wrong with a request.</param>
internal sealed record TwinConsentWords(string Platform, string Title, string Heading, string Introduction, string Rights, string Refusal);
