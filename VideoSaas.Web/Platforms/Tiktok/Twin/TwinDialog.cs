using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>The consent page: who one is and what that account allows, each right with a tick, and a way to say no.</summary>
internal sealed class TwinDialog(TiktokTwin twin, TiktokAddresses addresses, IOptions<SandboxOptions> options)
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

        var switches = string.Concat(TiktokInteraction.All.Select(one => $"""<label><input type="checkbox" name="off" value="{one}">Nobody may {one}</label>"""));

        // A post of this page goes to its own address, query and all.
        return TwinHtml.Page("TikTok", "Log in with TikTok",
            $"""
            <main class="narrow"><form class="card" method="post">
            <h1>VideoSaas wants to use your TikTok account</h1>
            <p>Choose who you are here. The name makes an account of its own.</p>
            <h2><label for="login" style="display:block;min-height:0">Account name</label></h2>
            <input type="text" id="login" name="login" value="{DefaultLogin}" pattern="[a-z0-9._]+" minlength="3" maxlength="24" autocomplete="off" required>
            <h2>What it may do</h2>{ticks}
            <h2>How the account is set</h2><input type="hidden" name="shape" value="1">
            <label><input type="checkbox" name="private" value="1">Private account</label>{switches}
            <h2><label for="longest">Longest video</label></h2><select id="longest" name="longest"><option value="600">10 minutes</option><option value="180">3 minutes</option><option value="60">1 minute</option></select>
            <h2><label for="block">Posting by apps</label></h2><select id="block" name="block"><option value="">Open</option><option value="spam_risk_too_many_posts">Too many posts today</option><option value="spam_risk_user_banned_from_posting">Banned</option></select>
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
                ["error_description"] = "User denied the authorization",
                ["state"] = state,
            }));
        }

        var login = form["login"].ToString();
        if (!TwinSecrets.IsLogin(login))
        {
            return TwinHtml.Page("TikTok", "Account name", """<main class="narrow"><div class="card"><h1>That is no account name</h1><p>3 to 24 of a-z, 0-9, full stop and underscore.</p></div></main>""", 400);
        }

        var creator = await twin.CreatorAsync(login, token);
        if (form["shape"].Count > 0)
        {
            creator = await twin.ShapeAsync(login, one => Shaped(one, form), token);
        }

        var given = Scopes(context).Intersect(form["scope"].OfType<string>()).ToList();
        var grant = await twin.GrantAsync(creator, given, token);
        var challenge = query["code_challenge"].ToString();
        return Results.Redirect(QueryHelpers.AddQueryString(redirect, new Dictionary<string, string?>
        {
            ["code"] = await twin.CodeAsync(grant, redirect, challenge.Length > 0 ? challenge : null, token),
            ["scopes"] = string.Join(',', given),
            ["state"] = state,
        }));
    }

    private static TwinCreator Shaped(TwinCreator creator, IFormCollection form) => creator with
    {
        IsPrivate = form["private"].Count > 0,
        SwitchedOff = [.. form["off"].OfType<string>().Intersect(TiktokInteraction.All)],
        LongestSeconds = int.TryParse(form["longest"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 600,
        Block = form["block"].ToString() is { Length: > 0 } block ? block : null,
    };

    private static List<string> Scopes(HttpContext context) =>
        [.. context.Request.Query["scope"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>What is wrong with the request itself is told here and never sent on: the way back is not trusted then.</summary>
    private IResult? Fault(HttpContext context)
    {
        var query = context.Request.Query;
        var redirect = query["redirect_uri"].ToString();
        var own = $"{context.Request.Scheme}://{context.Request.Host}/connect/tiktok/callback";
        var wrong =
            query["client_key"] != addresses.ClientKey ? "client_key: the app is not known."
            : redirect != own && !options.Value.RedirectAddresses.Contains(redirect) ? "redirect_uri: it is not registered for this app."
            : query["response_type"] != "code" ? "response_type: it must be code."
            : Scopes(context).Any(scope => scope.Contains(' ')) || Scopes(context).Count == 0 ? "scope: names must be separated by commas."
            : query["code_challenge"].Count > 0 && query["code_challenge_method"] != "S256" ? "code_challenge_method: it must be S256."
            : null;
        return wrong is null
            ? null
            : TwinHtml.Page("TikTok", "Error", $"""<main class="narrow"><div class="card"><h1>Something went wrong</h1><p>{TwinHtml.Text(wrong)}</p></div></main>""", 400);
    }
}
