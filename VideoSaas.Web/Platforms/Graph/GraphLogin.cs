using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace VideoSaas.Web.Platforms.Graph;

/// <summary>A person who has let us in.</summary>
/// <param name="UserToken">The long-lived one, from which the tokens of Pages come.</param>
/// <param name="DataAccessEndsAt">After this the person must consent again, even where a Page's token lives on.</param>
public sealed record GraphSession(
    string UserToken, IReadOnlyList<string> Granted, DateTimeOffset? EndsAt, DateTimeOffset? DataAccessEndsAt)
{
    public override string ToString() => "GraphSession";
}

/// <summary>Facebook Login: a code becomes a short token, and that a long one, whose rights are then looked at.</summary>
internal sealed class GraphLogin(GraphClient graph, GraphAddresses addresses, TimeProvider time)
{
    public Uri AuthorizeAddress(AuthorizeRequest request, IEnumerable<string> scopes) => new(QueryHelpers.AddQueryString(
        addresses.Dialog(request.AppAddress, $"{addresses.Version}/dialog/oauth").ToString(),
        new Dictionary<string, string?>
        {
            ["client_id"] = addresses.AppId,
            ["redirect_uri"] = request.ReturnAddress.ToString(),
            ["state"] = request.State,
            ["response_type"] = "code",
            ["scope"] = string.Join(',', scopes),
        }));

    /// <summary>One of the two is null.</summary>
    public async Task<(GraphSession? Session, ConnectAnswer? Ended)> EnterAsync(
        ConsentReturn consent, IReadOnlyList<string> neededScopes, CancellationToken token)
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
            return (null, Refused(shortLived));
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
            return (null, Refused(exchanged));
        }

        var permissions = await graph.GetAsync("me/permissions", userToken, token);
        if (permissions.Error is not null)
        {
            return (null, Refused(permissions));
        }

        var granted = permissions.Body.Items("data")
            .Where(item => item.Text("status") == "granted")
            .Select(item => item.Text("permission") ?? "")
            .ToList();
        var missing = neededScopes.Except(granted).ToList();
        if (missing.Count > 0)
        {
            return (null, new ConnectAnswer.ScopesMissing(missing));
        }

        var (endsAt, dataAccessEndsAt) = await EndsAsync(exchanged, userToken, token);
        return (new GraphSession(userToken, granted, endsAt, dataAccessEndsAt), null);
    }

    /// <summary>Code 1 on the token endpoint is a wrong secret, not a passing fault: every refusal there is final.</summary>
    public static ConnectAnswer.Refused Refused(GraphAnswer answer)
    {
        var error = answer.Error ?? new PlatformError(PlatformErrorClass.Permanent, "connect_failed", "No token in the answer.");
        var isOurs = answer.Kept is { StatusCode: >= 400 and < 500 };
        return new ConnectAnswer.Refused(error with
        {
            Class = isOurs ? PlatformErrorClass.Permanent : error.Class,
            Code = "connect_failed",
        });
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
        return about.Error is null && about.Body.Member("data") is { } data
            ? (endsAt ?? data.UnixTime("expires_at"), data.UnixTime("data_access_expires_at"))
            : (endsAt, null);
    }
}
