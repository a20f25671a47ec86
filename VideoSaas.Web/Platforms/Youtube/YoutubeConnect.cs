using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>Google's OAuth: one consent opens one channel, the one that the person picked there.</summary>
public sealed class YoutubeConnect(YoutubeClient client, YoutubeAddresses addresses, TimeProvider time)
{
    /// <summary>The consent page is always shown: only a consent brings a refresh token.</summary>
    public Uri AuthorizeAddress(AuthorizeRequest request) => new(QueryHelpers.AddQueryString(
        addresses.Accounts(request.AppAddress, "o/oauth2/v2/auth").ToString(),
        new Dictionary<string, string?>
        {
            ["client_id"] = addresses.ClientId,
            ["redirect_uri"] = request.ReturnAddress.ToString(),
            ["response_type"] = "code",
            ["scope"] = string.Join(' ', YoutubeOptions.NeededScopes.Concat(YoutubeOptions.WishedScopes)),
            ["state"] = request.State,
            ["access_type"] = "offline",
            ["prompt"] = "consent",
            ["include_granted_scopes"] = "true",
            ["code_challenge"] = ChallengeOf(request.Verifier),
            ["code_challenge_method"] = "S256",
        }));

    public async Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token)
    {
        var traded = await client.TokenAsync("token", token,
            ("grant_type", "authorization_code"),
            ("code", consent.Code),
            ("client_id", addresses.ClientId),
            ("client_secret", addresses.ClientSecret),
            ("redirect_uri", consent.ReturnAddress.ToString()),
            ("code_verifier", consent.Verifier));
        if (traded.Error is { } error)
        {
            return Refused(error);
        }

        // Each right has its own tick: what was given is what is said here.
        var scopes = (traded.Text("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var missing = YoutubeOptions.NeededScopes.Except(scopes).ToList();
        if (missing.Count > 0)
        {
            return new ConnectAnswer.ScopesMissing(missing);
        }

        if (traded.Text("access_token") is not { } access || traded.Text("refresh_token") is not { } refresh)
        {
            return Refused(new PlatformError(
                PlatformErrorClass.Permanent, "connect_failed", "The answer holds no pair of tokens.", Answer: traded.Kept));
        }

        return await ChannelAsync(access, refresh, EndOf(traded), scopes, token);
    }

    /// <summary>Google keeps the refresh token as it is and does not say it again.</summary>
    public async Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token)
    {
        if (credentials.RefreshToken is not { } refresh)
        {
            return new RefreshAnswer.Refused(new PlatformError(
                PlatformErrorClass.Reauth, "reauth_needed", "There is no refresh token."));
        }

        var answer = await client.TokenAsync("token", token,
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh),
            ("client_id", addresses.ClientId),
            ("client_secret", addresses.ClientSecret));
        return answer switch
        {
            { Error: { } error } => new RefreshAnswer.Refused(error),
            _ when answer.Text("access_token") is { } access =>
                new RefreshAnswer.Refreshed(access, answer.Text("refresh_token") ?? refresh, EndOf(answer)),
            _ => new RefreshAnswer.Refused(YoutubeErrors.Unreadable(answer.Reply, "token")),
        };
    }

    /// <summary>Ends every right that the person gave this product, for all their channels.</summary>
    public async Task<PlatformAnswer?> RevokeAsync(AccountCredentials credentials, CancellationToken token) =>
        (await client.TokenAsync("revoke", token, ("token", credentials.RefreshToken ?? credentials.AccessToken))).Kept;

    internal static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private async Task<ConnectAnswer> ChannelAsync(
        string access, string refresh, DateTimeOffset endsAt, string[] scopes, CancellationToken token)
    {
        var answer = await client.GetAsync(
            "youtube/v3/channels", access, token, ("part", "id,snippet,contentDetails,status"), ("mine", "true"));
        if (answer.Error is { } error)
        {
            return YoutubeErrors.ReasonOf(answer.Reply) == "youtubeSignupRequired" ? new ConnectAnswer.NoAccount() : Refused(error);
        }

        var hasAnalytics = scopes.Contains(YoutubeOptions.AnalyticsScope);
        var accounts = answer.Items
            .Where(item => item.Text("id") is not null)
            .Select(item =>
            {
                var snippet = item.Member("snippet");
                var playlists = item.Member("contentDetails").Member("relatedPlaylists");
                return new GrantedAccount(
                    item.Text("id")!,
                    snippet.Text("customUrl")?.TrimStart('@'),
                    snippet.Text("title"),
                    access,
                    refresh,
                    endsAt,
                    scopes,
                    new YoutubeChannelDetails(playlists.Text("uploads"), hasAnalytics).ToJson());
            })
            .ToList();
        return accounts.Count > 0 ? new ConnectAnswer.Connected(accounts) : new ConnectAnswer.NoAccount();
    }

    private DateTimeOffset EndOf(YoutubeAnswer answer) => time.GetUtcNow().AddSeconds(
        double.TryParse(answer.Text("expires_in"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : 3599);

    private static ConnectAnswer.Refused Refused(PlatformError error) => new(error with { Code = "connect_failed" });
}
