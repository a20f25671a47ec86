using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>
/// Facebook Login: a code becomes a short token, that a long one, and that the tokens of the person's Pages, which do not end
/// by time. An account can be published to when it hangs on a Page.
/// </summary>
public sealed class InstagramConnect(
    GraphClient graph, InstagramAddresses addresses, TimeProvider time)
{
    private const int MostAccountPages = 50;

    public Uri AuthorizeAddress(AuthorizeRequest request) => new(QueryHelpers.AddQueryString(
        addresses.Dialog(request.AppAddress, $"{addresses.Version}/dialog/oauth").ToString(),
        new Dictionary<string, string?>
        {
            ["client_id"] = addresses.AppId,
            ["redirect_uri"] = request.ReturnAddress.ToString(),
            ["state"] = request.State,
            ["response_type"] = "code",
            ["scope"] = string.Join(',', InstagramOptions.NeededScopes.Concat(InstagramOptions.WishedScopes)),
        }));

    public async Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token)
    {
        var shortLived = await graph.PostAsync("oauth/access_token", null,
        [
            ("client_id", addresses.AppId),
            ("client_secret", addresses.AppSecret),
            ("redirect_uri", consent.ReturnAddress.ToString()),
            ("code", consent.Code),
        ],
        token);
        if (shortLived.Error is not null || shortLived.Text("access_token") is not { } shortToken)
        {
            return Refused(shortLived);
        }

        var exchanged = await graph.PostAsync("oauth/access_token", null,
        [
            ("grant_type", "fb_exchange_token"),
            ("client_id", addresses.AppId),
            ("client_secret", addresses.AppSecret),
            ("fb_exchange_token", shortToken),
        ],
        token);
        if (exchanged.Error is not null || exchanged.Text("access_token") is not { } userToken)
        {
            return Refused(exchanged);
        }

        var permissions = await graph.GetAsync("me/permissions", userToken, token);
        if (permissions.Error is not null)
        {
            return Refused(permissions);
        }

        var granted = Items(permissions)
            .Where(item => TextOf(item, "status") == "granted")
            .Select(item => TextOf(item, "permission") ?? "")
            .ToList();
        var missing = InstagramOptions.NeededScopes.Except(granted).ToList();
        if (missing.Count > 0)
        {
            return new ConnectAnswer.ScopesMissing(missing);
        }

        var (endsAt, dataAccessEndsAt) = await EndsAsync(exchanged, userToken, token);
        return await AccountsAsync(userToken, granted, endsAt, dataAccessEndsAt, token);
    }

    private async Task<ConnectAnswer> AccountsAsync(
        string userToken, List<string> granted, DateTimeOffset? endsAt, DateTimeOffset? dataAccessEndsAt, CancellationToken token)
    {
        var accounts = new List<GrantedAccount>();
        string? after = null;
        for (var page = 0; page < MostAccountPages; page++)
        {
            var answer = await graph.GetAsync(
                "me/accounts", userToken, token,
                ("fields", "id,name,access_token,tasks,instagram_business_account{id,username}"),
                ("after", after));
            if (answer.Error is not null)
            {
                return Refused(answer);
            }

            foreach (var item in Items(answer))
            {
                // A Page without a professional account lacks the member.
                if (item.TryGetProperty("instagram_business_account", out var account)
                    && TextOf(account, "id") is { } accountId
                    && TextOf(item, "access_token") is { } pageToken)
                {
                    var details = new InstagramAccountDetails(
                        TextOf(item, "id") ?? "", TextOf(item, "name"), endsAt, dataAccessEndsAt);
                    accounts.Add(new GrantedAccount(
                        accountId,
                        TextOf(account, "username"),
                        TextOf(item, "name"),
                        pageToken,
                        userToken,
                        ExpiresAt: null,
                        granted,
                        details.ToJson()));
                }
            }

            after = NextPage(answer.Body);
            if (after is null)
            {
                break;
            }
        }

        return accounts.Count > 0 ? new ConnectAnswer.Connected(accounts) : new ConnectAnswer.NoAccount();
    }

    /// <summary>A long token sometimes comes without its length; then the platform is asked about the token itself.</summary>
    private async Task<(DateTimeOffset? EndsAt, DateTimeOffset? DataAccessEndsAt)> EndsAsync(
        GraphAnswer exchanged, string userToken, CancellationToken token)
    {
        DateTimeOffset? endsAt = double.TryParse(
            exchanged.Text("expires_in"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? time.GetUtcNow().AddSeconds(seconds)
            : null;
        var about = await graph.GetAsync(
            "debug_token", $"{addresses.AppId}|{addresses.AppSecret}", token, ("input_token", userToken));
        if (about.Error is not null || !about.Body.TryGetProperty("data", out var data))
        {
            return (endsAt, null);
        }

        return (endsAt ?? UnixTime(data, "expires_at"), UnixTime(data, "data_access_expires_at"));
    }

    /// <summary>Code 1 on the token endpoint is a wrong secret, not a passing fault: every refusal there is final.</summary>
    private static ConnectAnswer.Refused Refused(GraphAnswer answer)
    {
        var error = answer.Error ?? new PlatformError(PlatformErrorClass.Permanent, "connect_failed", "No token in the answer.");
        var isOurs = answer.Kept is { StatusCode: >= 400 and < 500 };
        return new ConnectAnswer.Refused(error with
        {
            Class = isOurs ? PlatformErrorClass.Permanent : error.Class,
            Code = "connect_failed",
        });
    }

    private static IEnumerable<JsonElement> Items(GraphAnswer answer) =>
        answer.Body.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
            ? [.. data.EnumerateArray()]
            : [];

    /// <summary>There is a further page only where <c>next</c> is given; the cursor alone is always there.</summary>
    private static string? NextPage(JsonElement body) =>
        body.TryGetProperty("paging", out var paging)
        && paging.TryGetProperty("next", out _)
        && paging.TryGetProperty("cursors", out var cursors)
            ? TextOf(cursors, "after")
            : null;

    private static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static DateTimeOffset? UnixTime(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.TryGetInt64(out var seconds) && seconds > 0
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
