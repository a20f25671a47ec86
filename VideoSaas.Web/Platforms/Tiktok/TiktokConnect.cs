using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>
/// Login Kit: a code becomes an access token of hours and a refresh token of months that changes with every use. One consent is
/// one account.
/// </summary>
public sealed class TiktokConnect(TiktokClient client, TiktokAccount account, TiktokAddresses addresses, TimeProvider time)
{
    private const string TokenPath = "v2/oauth/token/";

    public Uri AuthorizeAddress(AuthorizeRequest request) => new(QueryHelpers.AddQueryString(
        addresses.Authorize(request.AppAddress, "v2/auth/authorize/").ToString(),
        new Dictionary<string, string?>
        {
            ["client_key"] = addresses.ClientKey,
            ["response_type"] = "code",
            ["scope"] = string.Join(',', TiktokOptions.NeededScopes.Concat(TiktokOptions.WishedScopes)),
            ["redirect_uri"] = request.ReturnAddress.ToString(),
            ["state"] = request.State,
            ["code_challenge"] = ChallengeOf(request.Verifier),
            ["code_challenge_method"] = "S256",
        }));

    /// <summary>Lower-case hex, where every other platform wants base64url.</summary>
    public static string ChallengeOf(string verifier) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    public async Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token)
    {
        var answer = await client.FormAsync(
            TokenPath,
            [
                ("code", consent.Code),
                ("grant_type", "authorization_code"),
                ("redirect_uri", consent.ReturnAddress.ToString()),
                ("code_verifier", consent.Verifier),
            ],
            token);
        if (answer.Error is not null || answer.Text("access_token") is not { } accessToken || answer.Text("open_id") is not { } openId)
        {
            return Refused(answer);
        }

        var granted = (answer.Text("scope") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var missing = TiktokOptions.NeededScopes.Except(granted).ToList();
        if (missing.Count > 0)
        {
            return new ConnectAnswer.ScopesMissing(missing);
        }

        // A field whose right is missing spoils the whole call.
        var fields = "open_id,union_id,avatar_url,display_name" + (granted.Contains("user.info.profile") ? ",username" : "");
        var info = await client.GetAsync("v2/user/info/", accessToken, fields, token);
        if (info.Error is not null)
        {
            return Refused(info);
        }

        var user = info.Data.TryGetProperty("user", out var inner) ? inner : default;
        var details = new TiktokAccountDetails(
            TiktokAnswer.TextOf(user, "union_id"), TiktokAnswer.TextOf(user, "avatar_url"), EndOf(answer, "refresh_expires_in"));
        return new ConnectAnswer.Connected(
        [
            new GrantedAccount(
                openId,
                TiktokAnswer.TextOf(user, "username") ?? await UsernameAsync(openId, accessToken, token),
                TiktokAnswer.TextOf(user, "display_name"),
                accessToken,
                answer.Text("refresh_token"),
                EndOf(answer, "expires_in"),
                granted,
                details.ToJson()),
        ]);
    }

    public async Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token)
    {
        if (credentials.RefreshToken is not { } refreshToken)
        {
            return new RefreshAnswer.Refused(new PlatformError(
                PlatformErrorClass.Reauth, "reauth_needed", "There is no refresh token."));
        }

        var answer = await client.FormAsync(TokenPath, [("grant_type", "refresh_token"), ("refresh_token", refreshToken)], token);
        return answer.Error is null && answer.Text("access_token") is { } accessToken
            ? new RefreshAnswer.Refreshed(accessToken, answer.Text("refresh_token"), EndOf(answer, "expires_in"))
            : new RefreshAnswer.Refused(answer.Error ?? new PlatformError(
                PlatformErrorClass.Retry, "platform_busy", "No token in the answer.", Answer: answer.Kept));
    }

    public async Task<PlatformAnswer?> RevokeAsync(AccountCredentials credentials, CancellationToken token) =>
        (await client.FormAsync("v2/oauth/revoke/", [("token", credentials.AccessToken)], token, mayBeEmpty: true)).Kept;

    private async Task<string?> UsernameAsync(string openId, string accessToken, CancellationToken token) =>
        (await account.QueryAsync(new AccountCredentials(openId, accessToken, null, null), token)).Creator?.Username;

    private DateTimeOffset? EndOf(TiktokAnswer answer, string name) =>
        double.TryParse(answer.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? time.GetUtcNow().AddSeconds(seconds)
            : null;

    /// <summary>A code is good once: whatever the token endpoint refuses, only a new consent helps.</summary>
    private static ConnectAnswer.Refused Refused(TiktokAnswer answer)
    {
        var error = answer.Error ?? new PlatformError(PlatformErrorClass.Permanent, "connect_failed", "No token in the answer.");
        return new ConnectAnswer.Refused(error with
        {
            Class = error.Class == PlatformErrorClass.Retry ? PlatformErrorClass.Retry : PlatformErrorClass.Permanent,
            Code = "connect_failed",
        });
    }
}
