using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Graph.Twin;

/// <summary>The consent page: who one is, each right with a tick, which Pages, and a way to say no.</summary>
/// <param name="what">That the app wants to use, such as "your Instagram account".</param>
/// <param name="pages">How each of the person's Pages is called here, in their order.</param>
internal abstract class GraphTwinDialog(
    GraphTwinPeople people, GraphAddresses addresses, SandboxOptions options, string platform, string what, IReadOnlyList<string> pages)
{
    private const string DefaultLogin = "nok.kitchen";

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

        var shared = new StringBuilder();
        for (var index = 0; index < pages.Count; index++)
        {
            shared.Append(CultureInfo.InvariantCulture, $"""<label><input type="checkbox" name="page" value="{index}" checked>{TwinHtml.Text(pages[index])}</label>""");
        }

        // A post of this page goes to its own address, query and all.
        return TwinHtml.Page(platform, "Log in with Facebook",
            $"""
            <main class="narrow"><form class="card" method="post">
            <h1>VideoSaas wants to use {what}</h1>
            <p>Choose who you are here. The name makes an account of its own.</p>
            <h2><label for="login" style="display:block;min-height:0">Account name</label></h2>
            <input type="text" id="login" name="login" value="{DefaultLogin}" pattern="[a-z0-9._]+" minlength="3" maxlength="24" autocomplete="off" required>
            <h2>What it may do</h2>{ticks}
            <h2>Which Pages</h2>
            {shared}
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
                ["error_code"] = "200",
                ["error_description"] = "Permissions error",
                ["error_reason"] = "user_denied",
                ["state"] = state,
            }));
        }

        var login = form["login"].ToString();
        if (!TwinSecrets.IsLogin(login))
        {
            return TwinHtml.Page(platform, "Account name", """<main class="narrow"><div class="card"><h1>That is no account name</h1><p>3 to 24 of a-z, 0-9, full stop and underscore.</p></div></main>""", 400);
        }

        var user = await people.UserAsync(login, token);
        var asked = Scopes(context);
        var given = asked.Intersect(form["scope"].OfType<string>()).ToList();
        var chosen = form["page"].Select(one => int.TryParse(one, out var index) ? index : -1)
            .Where(index => index >= 0 && index < user.Pages.Count)
            .Select(index => user.Pages[index].Id)
            .ToList();
        var grant = await people.GrantAsync(user, given, [.. asked.Except(given)], chosen, token);
        return Results.Redirect(QueryHelpers.AddQueryString(redirect, new Dictionary<string, string?>
        {
            ["code"] = await people.CodeAsync(grant, redirect, token),
            ["state"] = state,
        }));
    }

    private static List<string> Scopes(HttpContext context) =>
        [.. context.Request.Query["scope"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>What is wrong with the request itself is told here and never sent on: the way back is not trusted then.</summary>
    private IResult? Fault(HttpContext context)
    {
        var query = context.Request.Query;
        var redirect = query["redirect_uri"].ToString();
        var own = $"{context.Request.Scheme}://{context.Request.Host}/connect/{addresses.Twin}/callback";
        var wrong =
            query["client_id"] != addresses.AppId ? "Invalid App ID: the provided app ID does not look like a valid app ID."
            : redirect != own && !options.RedirectAddresses.Contains(redirect)
                ? "URL blocked: this redirect failed because the redirect URI is not white-listed in the app's client OAuth settings."
            : query["response_type"].ToString() is not ("code" or "") ? "Invalid response_type."
            : null;
        return wrong is null
            ? null
            : TwinHtml.Page(platform, "Error", $"""<main class="narrow"><div class="card"><h1>Sorry, something went wrong</h1><p>{TwinHtml.Text(wrong)}</p></div></main>""", 400);
    }
}
