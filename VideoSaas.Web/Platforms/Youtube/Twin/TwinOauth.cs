using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>The token host: codes and refresh tokens become access tokens, and consents end.</summary>
internal sealed class TwinOauth(
    YoutubeStore store, YoutubeFaults faults, YoutubeTwin twin, YoutubeAddresses addresses, IOptions<SandboxOptions> options, TimeProvider time)
{
    public Task<IResult> TokenAsync(HttpContext context) => AnswerAsync(context, TwinOps.Token, async form =>
    {
        if (form["client_id"] != addresses.ClientId || form["client_secret"] != addresses.ClientSecret)
        {
            return TwinAnswers.OauthError("invalid_client", "The OAuth client was not found.", 401);
        }

        return form["grant_type"].ToString() switch
        {
            "authorization_code" => await RedeemAsync(form, context.RequestAborted),
            "refresh_token" => await RefreshAsync(form, context.RequestAborted),
            _ => TwinAnswers.OauthError("unsupported_grant_type", "Invalid grant_type"),
        };
    });

    public Task<IResult> RevokeAsync(HttpContext context) => AnswerAsync(context, TwinOps.Revoke, async form =>
    {
        if (await store.FindAsync<TwinToken>(TwinSecrets.HashOf(form["token"].ToString()), context.RequestAborted) is not { Body: var held })
        {
            return TwinAnswers.OauthError("invalid_token", "Token expired or revoked");
        }

        // One token's end is the end of all that the person gave to this project.
        var login = (await store.FindAsync<TwinGrant>(held.GrantId, context.RequestAborted))?.Body.Login;
        foreach (var grant in await store.ListAsync<TwinGrant>("", int.MaxValue, context.RequestAborted))
        {
            if (grant.Login == login && !grant.IsRevoked)
            {
                await store.ChangeAsync<TwinGrant>(grant.Id, one => one with { IsRevoked = true }, context.RequestAborted);
            }
        }

        return TwinAnswers.Json([]);
    });

    private async Task<IResult> AnswerAsync(HttpContext context, string op, Func<IFormCollection, Task<IResult>> answer)
    {
        var token = context.RequestAborted;
        var fault = await faults.TakeAsync(op, token);
        if (fault.Is("slow"))
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.SlowSeconds), time, token);
        }

        if (fault.Is("drop-before"))
        {
            context.Abort();
            return Results.Empty;
        }

        if (fault.Is("token-invalid") || fault.Is("revoked"))
        {
            return TwinAnswers.OauthError("invalid_grant", "Token has been expired or revoked.");
        }

        if (TwinAnswers.OfFault(context, fault) is { } faulty)
        {
            return faulty;
        }

        var said = context.Request.HasFormContentType
            ? await answer(await context.Request.ReadFormAsync(token))
            : TwinAnswers.OauthError("invalid_request", "A form is needed.");
        if (fault.Is("drop-after"))
        {
            context.Abort();
            return Results.Empty;
        }

        return said;
    }

    private async Task<IResult> RedeemAsync(IFormCollection form, CancellationToken token)
    {
        var code = await store.FindAsync<TwinCode>(TwinSecrets.HashOf(form["code"].ToString()), token);
        if (code is null || code.Body.IsUsed || code.Body.EndsAt < time.GetUtcNow())
        {
            return TwinAnswers.OauthError("invalid_grant", "Malformed auth code.");
        }

        if (code.Body.RedirectAddress != form["redirect_uri"])
        {
            return TwinAnswers.OauthError("redirect_uri_mismatch", "Bad Request");
        }

        if (code.Body.Challenge is { } challenge && challenge != YoutubeConnect.ChallengeOf(form["code_verifier"].ToString()))
        {
            return TwinAnswers.OauthError("invalid_grant", "Invalid code verifier.");
        }

        if (!await store.ReplaceAsync(code, code.Body with { IsUsed = true }, token))
        {
            return TwinAnswers.OauthError("invalid_grant", "Malformed auth code.");
        }

        var grant = (await store.FindAsync<TwinGrant>(code.Body.GrantId, token))!.Body;
        var body = await TokenAsync(grant, token);
        if (code.Body.IsOffline)
        {
            body["refresh_token"] = await twin.RefreshTokenAsync(grant.Id, token);
        }

        return TwinAnswers.Json(body);
    }

    private async Task<IResult> RefreshAsync(IFormCollection form, CancellationToken token)
    {
        var held = await store.FindAsync<TwinToken>(TwinSecrets.HashOf(form["refresh_token"].ToString()), token);
        var grant = held is { Body.IsRefresh: true } ? (await store.FindAsync<TwinGrant>(held.Body.GrantId, token))?.Body : null;
        return grant is null or { IsRevoked: true }
            ? TwinAnswers.OauthError("invalid_grant", "Token has been expired or revoked.")
            : TwinAnswers.Json(await TokenAsync(grant, token));
    }

    private async Task<JsonObject> TokenAsync(TwinGrant grant, CancellationToken token) => new()
    {
        ["access_token"] = await twin.AccessTokenAsync(grant.Id, token),
        ["expires_in"] = (int)YoutubeTwin.AccessLife.TotalSeconds,
        ["scope"] = string.Join(' ', grant.Scopes),
        ["token_type"] = "Bearer",
    };
}
