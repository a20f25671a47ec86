using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>The consent page: who one is, each right with a tick, and a way to say no.</summary>
internal sealed class TwinDialog(TwitterTwin twin, TwitterAddresses addresses, IOptions<SandboxOptions> options)
{
    private const string DefaultLogin = "nok.kitchen";

    /// <summary>Longer ones are refused by the real page too.</summary>
    private const int LongestState = 500;

    public IResult Show(HttpContext context)
    {
        if (Fault(context) is { } fault)
        {
            return fault;
        }

        var ticks = new StringBuilder();
        foreach (var scope in Scopes(context))
        {
            ticks.Append(CultureInfo.InvariantCulture, $"""<label><input type="checkbox" name="scope" value="{TwinHtml.Text(scope)}" checked>{TwinHtml.Text(scope)}</label>""");
        }

        // A post of this page goes to its own address, query and all.
        return TwinHtml.Page("X", "Authorize VideoSaas",
            $"""
            <main class="narrow"><form class="card" method="post">
            <h1>VideoSaas wants to access your X account</h1>
            <p>Choose who you are here. The name makes an account of its own; one that begins with “premium” has a subscription.</p>
            <h2><label for="login" style="display:block;min-height:0">Account name</label></h2>
            <input type="text" id="login" name="login" value="{DefaultLogin}" pattern="[a-z0-9._]+" minlength="3" maxlength="24" autocomplete="off" required>
            <h2>What it may do</h2>{ticks}
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
        var state = query["state"].ToString();
        if (form["decision"] != "allow")
        {
            return Results.Redirect(QueryHelpers.AddQueryString(redirect, new Dictionary<string, string?>
            {
                ["error"] = "access_denied",
                ["state"] = state,
            }));
        }

        var login = form["login"].ToString();
        if (!TwinSecrets.IsLogin(login))
        {
            return TwinHtml.Page("X", "Account name", """<main class="narrow"><div class="card"><h1>That is no account name</h1><p>3 to 24 of a-z, 0-9, full stop and underscore.</p></div></main>""", 400);
        }

        var user = await twin.UserAsync(login, token);
        var family = await twin.ConsentAsync(user, [.. Scopes(context).Intersect(form["scope"].OfType<string>())], token);
        return Results.Redirect(QueryHelpers.AddQueryString(redirect, new Dictionary<string, string?>
        {
            ["state"] = state,
            ["code"] = await twin.CodeAsync(
                family, redirect, query["code_challenge"].ToString(), query["code_challenge_method"] == "plain", token),
        }));
    }

    private static List<string> Scopes(HttpContext context) =>
        [.. context.Request.Query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>What is wrong with the request itself is told here and never sent on: the way back is not trusted then.</summary>
    private IResult? Fault(HttpContext context)
    {
        var query = context.Request.Query;
        var redirect = query["redirect_uri"].ToString();
        var own = $"{context.Request.Scheme}://{context.Request.Host}/connect/twitter/callback";
        var wrong =
            query["client_id"] != addresses.ClientId ? "The client is not known."
            : redirect != own && !options.Value.RedirectAddresses.Contains(redirect) ? "The way back is not one of the app's callback addresses."
            : query["response_type"] != "code" ? "The response type must be code."
            : query["state"].ToString().Length is 0 or > LongestState ? "A state of at most 500 characters is needed."
            : query["code_challenge"].ToString().Length == 0 ? "A code challenge is needed."
            : query["code_challenge_method"].ToString() is not ("S256" or "plain") ? "The challenge's method must be S256 or plain."
            : Scopes(context).Count == 0 ? "A scope is needed."
            : null;
        return wrong is null
            ? null
            : TwinHtml.Page("X", "Error", $"""<main class="narrow"><div class="card"><h1>Something went wrong</h1><p>You weren’t able to give access to the App. {TwinHtml.Text(wrong)}</p></div></main>""", 400);
    }
}
