using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>The consent page: who one is, each right with a tick, and a way to say no.</summary>
internal sealed class TwinDialog(YoutubeStore store, YoutubeTwin twin, YoutubeAddresses addresses, IOptions<SandboxOptions> options)
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
            ticks.Append(CultureInfo.InvariantCulture, $"""<label><input type="checkbox" name="scope" value="{TwinHtml.Text(scope)}" checked>{TwinHtml.Text(scope[(scope.LastIndexOf('/') + 1)..])}</label>""");
        }

        // A post of this page goes to its own address, query and all.
        return TwinHtml.Page("YouTube", "Sign in with Google",
            $"""
            <main class="narrow"><form class="card" method="post">
            <h1>VideoSaas wants to access your Google Account</h1>
            <p>Choose who you are here. The name makes an account and a channel of its own.</p>
            <h2><label for="login" style="display:block;min-height:0">Account name</label></h2>
            <input type="text" id="login" name="login" value="{DefaultLogin}" pattern="[a-z0-9._]+" minlength="3" maxlength="24" autocomplete="off" required>
            <h2>Select what VideoSaas can access</h2>{ticks}
            <h2>Channel</h2>
            <label><input type="checkbox" name="channel" value="1" checked>This account has a YouTube channel</label>
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
            return Results.Redirect(QueryHelpers.AddQueryString(
                redirect, new Dictionary<string, string?> { ["error"] = "access_denied", ["state"] = state }));
        }

        var login = form["login"].ToString();
        if (!TwinSecrets.IsLogin(login))
        {
            return TwinHtml.Page("YouTube", "Account name", """<main class="narrow"><div class="card"><h1>That is no account name</h1><p>3 to 24 of a-z, 0-9, full stop and underscore.</p></div></main>""", 400);
        }

        var isKnown = await store.FindAsync<TwinUser>(login, token) is not null;
        var user = await twin.UserAsync(login, token);
        var given = Scopes(context).Intersect(form["scope"].OfType<string>()).ToList();
        var grant = await twin.GrantAsync(user, given, form["channel"].Count > 0, token);

        // Once consented, a refresh token comes again only when the consent page is demanded.
        var isOffline = query["access_type"] == "offline" && (!isKnown || query["prompt"].ToString().Split(' ').Contains("consent"));
        var challenge = query["code_challenge"].ToString() is { Length: > 0 } given256 ? given256 : null;
        return Results.Redirect(QueryHelpers.AddQueryString(redirect, new Dictionary<string, string?>
        {
            ["state"] = state,
            ["code"] = await twin.CodeAsync(grant, redirect, challenge, isOffline, token),
            ["scope"] = string.Join(' ', given),
        }));
    }

    private static List<string> Scopes(HttpContext context) =>
        [.. context.Request.Query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>What is wrong with the request itself is told here and never sent on: the way back is not trusted then.</summary>
    private IResult? Fault(HttpContext context)
    {
        var query = context.Request.Query;
        var redirect = query["redirect_uri"].ToString();
        var own = $"{context.Request.Scheme}://{context.Request.Host}/connect/youtube/callback";
        var wrong =
            query["client_id"] != addresses.ClientId ? "Error 401: invalid_client. The OAuth client was not found."
            : redirect != own && !options.Value.RedirectAddresses.Contains(redirect)
                ? "Error 400: redirect_uri_mismatch. The redirect URI in the request does not match the ones authorized for the OAuth client."
            : query["response_type"] != "code" ? "Error 400: invalid_request. response_type must be code."
            : Scopes(context).Count == 0 ? "Error 400: invalid_request. Missing required parameter: scope."
            : query["code_challenge"].Count > 0 && query["code_challenge_method"] != "S256"
                ? "Error 400: invalid_request. The code challenge method must be S256."
            : null;
        return wrong is null
            ? null
            : TwinHtml.Page("YouTube", "Error", $"""<main class="narrow"><div class="card"><h1>Access blocked</h1><p>{TwinHtml.Text(wrong)}</p></div></main>""", 400);
    }
}
