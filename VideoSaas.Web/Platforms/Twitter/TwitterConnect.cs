using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>
/// OAuth 2 with PKCE: the code lives 30 seconds, an access token two hours, and each refresh ends the refresh token that made it. One
/// that is used twice ends the whole connection.
/// </summary>
public sealed class TwitterConnect(TwitterClient client, TwitterAccount account, TwitterAddresses addresses, TimeProvider time)
{
    private const string TokenPath = "2/oauth2/token";

    public Uri AuthorizeAddress(AuthorizeRequest request) => new(QueryHelpers.AddQueryString(
        addresses.Consent(request.AppAddress).ToString(),
        new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = addresses.ClientId,
            ["redirect_uri"] = request.ReturnAddress.ToString(),
            ["scope"] = string.Join(' ', TwitterOptions.NeededScopes),
            ["state"] = request.State,
            ["code_challenge"] = ChallengeOf(request.Verifier),
            ["code_challenge_method"] = "S256",
        }));

    /// <summary>RFC 7636: the hash of the verifier, so that whoever sees the browser's address cannot redeem the code.</summary>
    public static string ChallengeOf(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    public async Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token)
    {
        var answer = await client.PostFormAsync(TokenPath, new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = consent.Code,
            ["redirect_uri"] = consent.ReturnAddress.ToString(),
            ["code_verifier"] = consent.Verifier,
        }, token);
        if (answer.Error is not null || answer.Reply.Text("access_token") is not { } accessToken)
        {
            return Refused(answer);
        }

        var granted = (answer.Reply.Text("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var missing = TwitterOptions.NeededScopes.Except(granted).ToList();
        if (missing.Count > 0)
        {
            return new ConnectAnswer.ScopesMissing(missing);
        }

        var endsAt = EndOf(answer);
        var me = await account.MeAsync(accessToken, token);
        if (me.Error is not null || me.DataText("id") is not { } id)
        {
            return Refused(me);
        }

        return new ConnectAnswer.Connected(
        [
            new GrantedAccount(
                id, me.DataText("username"), me.DataText("name"), accessToken, answer.Reply.Text("refresh_token"), endsAt, granted,
                new TwitterAccountDetails(me.DataText("subscription_type"), me.DataText("verified_type"), time.GetUtcNow()).ToJson()),
        ]);
    }

    public async Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token)
    {
        if (credentials.RefreshToken is not { Length: > 0 } refreshToken)
        {
            return new RefreshAnswer.NotRefreshable();
        }

        var answer = await client.PostFormAsync(TokenPath, new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refreshToken,
        }, token);
        if (answer.Error is { } error)
        {
            return new RefreshAnswer.Refused(OfRefresh(answer, error));
        }

        return answer.Reply.Text("access_token") is { } accessToken
            ? new RefreshAnswer.Refreshed(accessToken, answer.Reply.Text("refresh_token"), EndOf(answer))
            : new RefreshAnswer.Refused(new PlatformError(
                PlatformErrorClass.Retry, "platform_busy", "No token in the answer.", Answer: answer.Kept));
    }

    /// <summary>Both tokens; what is asked for second is told.</summary>
    public async Task<PlatformAnswer?> RevokeAsync(AccountCredentials credentials, CancellationToken token)
    {
        PlatformAnswer? kept = null;
        foreach (var (secret, hint) in new[] { (credentials.AccessToken, "access_token"), (credentials.RefreshToken, "refresh_token") })
        {
            if (secret is { Length: > 0 })
            {
                var answer = await client.PostFormAsync("2/oauth2/revoke", new Dictionary<string, string>
                {
                    ["token"] = secret,
                    ["token_type_hint"] = hint,
                }, token);
                kept = answer.Kept ?? kept;
            }
        }

        return kept;
    }

    /// <summary>A refused token is the person's affair, a refused client ours.</summary>
    private static PlatformError OfRefresh(TwitterAnswer answer, PlatformError error) => (int?)answer.Reply.Status switch
    {
        400 or 403 => error with { Class = PlatformErrorClass.Reauth, Code = "reauth_needed" },
        401 => error with { Class = PlatformErrorClass.Quota, Code = TwitterErrors.Paused },
        _ => error,
    };

    private static ConnectAnswer.Refused Refused(TwitterAnswer answer)
    {
        var error = answer.Error ?? new PlatformError(
            PlatformErrorClass.Permanent, "connect_failed", "The answer lacks what was asked for.", Answer: answer.Kept);
        var isOurs = answer.Kept is { StatusCode: >= 400 and < 500 };
        return new ConnectAnswer.Refused(error with
        {
            Class = isOurs ? PlatformErrorClass.Permanent : error.Class,
            Code = "connect_failed",
        });
    }

    private DateTimeOffset? EndOf(TwitterAnswer answer) =>
        double.TryParse(answer.Reply.Text("expires_in"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? time.GetUtcNow().AddSeconds(seconds)
            : null;
}
