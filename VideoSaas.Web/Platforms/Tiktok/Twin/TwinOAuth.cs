using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>Codes and tokens: forms in, flat JSON out, errors with HTTP 200.</summary>
internal sealed class TwinOAuth(
    TiktokStore store, TiktokFaults faults, TiktokTwin twin, TiktokAddresses addresses, IOptions<SandboxOptions> options, TimeProvider time)
{
    public async Task<IResult> TokenAsync(HttpContext context)
    {
        var token = context.RequestAborted;
        if (!context.Request.HasFormContentType)
        {
            return TwinAnswers.OAuthError("invalid_request", "Content-Type must be application/x-www-form-urlencoded.");
        }

        var form = await context.Request.ReadFormAsync(token);
        var isRefresh = form["grant_type"] == "refresh_token";
        return await WithFaultAsync(context, isRefresh ? TwinOps.Refresh : TwinOps.Token, () => IsApp(form)
            ? form["grant_type"].ToString() switch
            {
                "authorization_code" => RedeemAsync(form, token),
                "refresh_token" => RefreshAsync(form, token),
                _ => Refused("unsupported_grant_type", "Grant type is not supported."),
            }
            : Refused("invalid_client", "Client key or secret is incorrect."));
    }

    public async Task<IResult> RevokeAsync(HttpContext context)
    {
        var token = context.RequestAborted;
        var form = await context.Request.ReadFormAsync(token);
        return await WithFaultAsync(context, TwinOps.Revoke, async () =>
        {
            if (!IsApp(form))
            {
                return TwinAnswers.OAuthError("invalid_client", "Client key or secret is incorrect.");
            }

            if (await store.FindAsync<TwinToken>(TwinSecrets.HashOf(form["token"].ToString()), token) is not { } held)
            {
                return TwinAnswers.OAuthError("invalid_request", "The token is invalid.");
            }

            await store.ChangeAsync<TwinGrant>(held.Body.GrantId, grant => grant with { IsRevoked = true }, token);
            return Results.Ok();
        });
    }

    private async Task<IResult> WithFaultAsync(HttpContext context, string op, Func<Task<IResult>> answer)
    {
        var fault = await faults.TakeAsync(op, context.RequestAborted);
        if (fault.Is("slow"))
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.SlowSeconds), time, context.RequestAborted);
        }

        if (fault.Is("drop-before"))
        {
            context.Abort();
            return Results.Empty;
        }

        if (fault.Is("code"))
        {
            return TwinAnswers.OAuthError((fault.Text ?? "invalid_request").Split(':')[0], "Asked for.");
        }

        if (TwinAnswers.OfFault(context, fault) is { } faulty)
        {
            return faulty;
        }

        var done = await answer();
        if (fault.Is("drop-after"))
        {
            context.Abort();
            return Results.Empty;
        }

        return fault.Is("done-but") ? TwinAnswers.OfStatus(fault.Value ?? 503) : done;
    }

    private async Task<IResult> RedeemAsync(IFormCollection form, CancellationToken token)
    {
        var code = await store.FindAsync<TwinCode>(TwinSecrets.HashOf(form["code"].ToString()), token);
        if (code is null || code.Body.IsUsed || code.Body.EndsAt < time.GetUtcNow()
            || !await store.ReplaceAsync(code, code.Body with { IsUsed = true }, token))
        {
            return TwinAnswers.OAuthError("invalid_grant", "Authorization code is expired.");
        }

        if (code.Body.RedirectAddress != form["redirect_uri"])
        {
            return TwinAnswers.OAuthError("invalid_request", "Redirect_uri is not matched with the uri when requesting code.");
        }

        // Lower-case hex: the base64url of everybody else does not match.
        if (code.Body.Challenge is { } challenge && challenge != TiktokConnect.ChallengeOf(form["code_verifier"].ToString()))
        {
            return TwinAnswers.OAuthError("invalid_request", "Code verifier or code challenge is invalid.");
        }

        var grant = (await store.FindAsync<TwinGrant>(code.Body.GrantId, token))!.Body;
        return Pair(await twin.IssueAsync(grant, token));
    }

    private async Task<IResult> RefreshAsync(IFormCollection form, CancellationToken token) =>
        await twin.RotateAsync(form["refresh_token"].ToString(), token) is { } pair
            ? Pair(pair)
            : TwinAnswers.OAuthError("invalid_grant", "Refresh token is invalid or expired.");

    private bool IsApp(IFormCollection form) => form["client_key"] == addresses.ClientKey && form["client_secret"] == addresses.ClientSecret;

    private static Task<IResult> Refused(string word, string description) => Task.FromResult(TwinAnswers.OAuthError(word, description));

    private static IResult Pair(TwinTokenPair pair) => TwinAnswers.Json(
        new JsonObject
        {
            ["access_token"] = pair.AccessToken,
            ["expires_in"] = (long)pair.AccessLife.TotalSeconds,
            ["open_id"] = pair.Grant.OpenId,
            ["refresh_expires_in"] = (long)pair.RefreshLife.TotalSeconds,
            ["refresh_token"] = pair.RefreshToken,
            ["scope"] = string.Join(',', pair.Grant.Scopes),
            ["token_type"] = "Bearer",
        },
        200);
}
