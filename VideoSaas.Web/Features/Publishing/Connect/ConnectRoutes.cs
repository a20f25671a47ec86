using Microsoft.AspNetCore.WebUtilities;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Host;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Connect;

/// <summary>
/// The browser's way to a platform and back; with <c>?account=</c> only to the account that one of our channels is. It always ends on the channels page: <c>?connected=2&amp;platform=instagram</c>,
/// a consent to several accounts by way of the page on which the person picks some of them (<c>/channels/choose?key=…</c>),
/// or <c>?refused=CODE&amp;platform=…</c> with the code of a sentence, and in <c>detail</c> what goes into it.
/// </summary>
internal static class ConnectRoutes
{
    public static IEndpointRouteBuilder MapConnect(this IEndpointRouteBuilder routes)
    {
        var connect = routes.MapGroup("/connect/{platform}").RequireAuthorization(Policies.Creator).ExcludeFromDescription();
        connect.MapGet("", BeginAsync).WithName("ConnectPlatform").WithSummary("Sends the browser to the platform's consent page.");
        connect.MapGet("/callback", EndAsync).WithName("ConnectPlatformCallback").WithSummary("Takes the browser back from it.");
        return routes;
    }

    private static async Task<IResult> BeginAsync(
        HttpContext context, string platform, Guid? account, PlatformCatalog platforms, ConsentStates states, ConnectAccounts accounts,
        CancellationToken token)
    {
        if (!Words.TryParse<Platform>(platform, out var word) || platforms.Find(word) is not { } there)
        {
            return Refused(platform, "platform_unknown");
        }

        var actor = context.ToActor();
        if (account is { } known && await accounts.FindAsync(actor, known, token) is null)
        {
            return Refused(platform, "account_not_found");
        }

        var consent = await states.BeginAsync(actor.PersonId, word, account, token);
        var app = AppAddress(context);
        return Results.Redirect(
            there.AuthorizeAddress(new AuthorizeRequest(consent.State, ReturnAddress(app, word), consent.Verifier, app)).AbsoluteUri);
    }

    private static async Task<IResult> EndAsync(
        HttpContext context,
        string platform,
        PlatformCatalog platforms,
        ConsentStates states,
        ConnectAccounts accounts,
        ConsentChoices choices,
        ILogger<ConnectAccounts> log,
        CancellationToken token)
    {
        if (!Words.TryParse<Platform>(platform, out var word) || platforms.Find(word) is not { } there)
        {
            return Refused(platform, "platform_unknown");
        }

        var actor = context.ToActor();
        var query = context.Request.Query;
        if (await states.EndAsync(actor.PersonId, word, query["state"].ToString(), token) is not { } consent)
        {
            return Refused(platform, "consent_state");
        }

        // Some platforms append a fragment's rest to the code.
        var code = query["code"].ToString();
        code = code.EndsWith("#_", StringComparison.Ordinal) ? code[..^2] : code;
        if (query.ContainsKey("error") || code.Length == 0)
        {
            return Refused(platform, query["error"] == "access_denied" ? "consent_denied" : "connect_failed");
        }

        var answer = await there.ConnectAsync(
            new ConsentReturn(code, ReturnAddress(AppAddress(context), word), consent.Verifier), token);
        switch (answer)
        {
            case ConnectAnswer.Connected again when consent.AccountId is { } accountId:
                return await ReconnectAsync(actor, platform, word, accountId, again.Accounts, accounts, token);
            case ConnectAnswer.Connected { Accounts.Count: > 1 } offered:
                var key = await choices.KeepAsync(actor.PersonId, new ConsentChoice(word, offered.Accounts), token);
                return Results.LocalRedirect(QueryHelpers.AddQueryString(
                    "/channels/choose", new Dictionary<string, string?> { ["key"] = key }));
            case ConnectAnswer.Connected connected:
                var ids = await accounts.ExecuteAsync(actor, word, connected.Accounts, token);
                return Connected(platform, ids.Count);
            case ConnectAnswer.ScopesMissing missing:
                return Refused(platform, "scopes_missing", string.Join(", ", missing.Scopes));
            case ConnectAnswer.NoAccount:
                return Refused(platform, word switch
                {
                    Platform.Instagram => "no_professional_account",
                    Platform.Youtube => "no_channel",
                    _ => "no_account",
                });
            case ConnectAnswer.Refused refused:
                PublishingLog.ConnectRefused(log, platform, refused.Error.Code, refused.Error.Message);
                return Refused(platform, refused.Error.Code);
            default:
                throw new InvalidOperationException("An answer of no known kind.");
        }
    }

    /// <summary>The channel keeps its posts and their times, so it must be the very same account at the platform.</summary>
    private static async Task<IResult> ReconnectAsync(
        Actor actor, string platform, Platform word, Guid accountId, IReadOnlyList<GrantedAccount> granted, ConnectAccounts accounts,
        CancellationToken token)
    {
        if (await accounts.FindAsync(actor, accountId, token) is not { } channel)
        {
            return Refused(platform, "account_not_found");
        }

        if (granted.FirstOrDefault(one => channel.Platform == word && one.ExternalId == channel.ExternalId) is not { } same)
        {
            return Refused(platform, "different_account", channel.Username ?? channel.DisplayName ?? channel.ExternalId);
        }

        return Connected(platform, (await accounts.ExecuteAsync(actor, word, [same], token)).Count);
    }

    private static IResult Connected(string platform, int count) => Results.LocalRedirect(
        QueryHelpers.AddQueryString("/channels", new Dictionary<string, string?>
        {
            ["connected"] = count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["platform"] = platform,
        }));

    private static Uri AppAddress(HttpContext context) => new($"{context.Request.Scheme}://{context.Request.Host}/");

    /// <summary>The same at the beginning and at the end: the platform compares it letter for letter.</summary>
    private static Uri ReturnAddress(Uri app, Platform platform) => new(app, $"/connect/{Words.Of(platform)}/callback");

    private static IResult Refused(string platform, string code, string? detail = null) => Results.LocalRedirect(
        QueryHelpers.AddQueryString("/channels", new Dictionary<string, string?>
        {
            ["refused"] = code,
            ["platform"] = platform,
            ["detail"] = detail,
        }));
}
