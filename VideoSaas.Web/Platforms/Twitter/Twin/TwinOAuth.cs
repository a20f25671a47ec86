using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>Trades codes and refresh tokens for pairs. A refresh token works once; who shows a spent one ends the whole family.</summary>
internal sealed class TwinOAuth(TwitterStore store, TwitterTwin twin, TwitterAddresses addresses, TimeProvider time)
{
    private const string InvalidToken = "Value passed for the token was invalid.";

    public async Task<IResult> TokenAsync(HttpContext context, IFormCollection form, CancellationToken token)
    {
        if (!IsClient(context, form))
        {
            return TwinAnswers.OAuth(401, "unauthorized_client", "Missing valid authorization header");
        }

        return form["grant_type"].ToString() switch
        {
            "authorization_code" => await RedeemAsync(form, token),
            "refresh_token" => await RefreshAsync(form["refresh_token"].ToString(), token),
            _ => TwinAnswers.OAuth(400, "unsupported_grant_type", "The grant type is not supported."),
        };
    }

    public async Task<IResult> RevokeAsync(HttpContext context, IFormCollection form, CancellationToken token)
    {
        if (!IsClient(context, form))
        {
            return TwinAnswers.OAuth(401, "unauthorized_client", "Missing valid authorization header");
        }

        if (await store.FindAsync<TwinToken>(TwinSecrets.HashOf(form["token"].ToString()), token) is { } held)
        {
            await KillAsync(held.Body.FamilyId, token);
        }

        return TwinAnswers.Json(new JsonObject { ["revoked"] = true });
    }

    private async Task<IResult> RedeemAsync(IFormCollection form, CancellationToken token)
    {
        var code = await store.FindAsync<TwinCode>(TwinSecrets.HashOf(form["code"].ToString()), token);
        if (code is null || code.Body.EndsAt < time.GetUtcNow() || code.Body.IsUsed
            || !await store.ReplaceAsync(code, code.Body with { IsUsed = true }, token))
        {
            return TwinAnswers.OAuth(400, "invalid_request", "Value passed for the authorization code was invalid.");
        }

        if (code.Body.RedirectAddress != form["redirect_uri"].ToString())
        {
            return TwinAnswers.OAuth(400, "invalid_request", "Value passed for the redirect uri did not match the uri of the authorization code.");
        }

        var verifier = form["code_verifier"].ToString();
        if (code.Body.Challenge != (code.Body.IsPlain ? verifier : TwitterConnect.ChallengeOf(verifier)))
        {
            return TwinAnswers.OAuth(400, "invalid_request", "Value passed for the code verifier did not match the code challenge.");
        }

        return await PairAsync((await store.FindAsync<TwinFamily>(code.Body.FamilyId, token))!.Body, token);
    }

    private async Task<IResult> RefreshAsync(string secret, CancellationToken token)
    {
        var held = await store.FindAsync<TwinToken>(TwinSecrets.HashOf(secret), token);
        if (held is not { Body.IsRefresh: true } || held.Body.EndsAt < time.GetUtcNow()
            || await store.FindAsync<TwinFamily>(held.Body.FamilyId, token) is not { Body: { IsDead: false } family })
        {
            return TwinAnswers.OAuth(400, "invalid_request", InvalidToken);
        }

        if (held.Body.IsSpent || !await store.ReplaceAsync(held, held.Body with { IsSpent = true }, token))
        {
            await KillAsync(family.Id, token);
            return TwinAnswers.OAuth(400, "invalid_request", InvalidToken);
        }

        return await PairAsync(family, token);
    }

    private async Task<IResult> PairAsync(TwinFamily family, CancellationToken token)
    {
        var body = new JsonObject
        {
            ["token_type"] = "bearer",
            ["expires_in"] = (long)twin.TokenLife.TotalSeconds,
            ["access_token"] = await twin.IssueAsync(family, isRefresh: false, token),
            ["scope"] = string.Join(' ', family.Scopes),
        };
        if (family.Scopes.Contains("offline.access"))
        {
            body["refresh_token"] = await twin.IssueAsync(family, isRefresh: true, token);
        }

        return TwinAnswers.Json(body);
    }

    private async Task KillAsync(string familyId, CancellationToken token) =>
        await store.ChangeAsync<TwinFamily>(familyId, family => family with { IsDead = true }, token);

    private bool IsClient(HttpContext context, IFormCollection form)
    {
        if (addresses.ClientSecret is not { } secret)
        {
            return form["client_id"] == addresses.ClientId;
        }

        return AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization.ToString(), out var header)
            && header is { Scheme: "Basic", Parameter: not null }
            && header.Parameter == Convert.ToBase64String(Encoding.UTF8.GetBytes($"{addresses.ClientId}:{secret}"));
    }
}
