using System.Text.Json;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>
/// By Facebook Login to the tokens of the person's Pages, which do not end by time. An account can be published to when it
/// hangs on a Page.
/// </summary>
public sealed class InstagramConnect(InstagramGraph graph, InstagramAddresses addresses, TimeProvider time)
{
    private readonly GraphLogin _login = new(graph, addresses, time);

    public Uri AuthorizeAddress(AuthorizeRequest request) =>
        _login.AuthorizeAddress(request, InstagramOptions.NeededScopes.Concat(InstagramOptions.WishedScopes));

    public async Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token)
    {
        var (session, ended) = await _login.EnterAsync(consent, InstagramOptions.NeededScopes, token);
        if (session is null)
        {
            return ended!;
        }

        var (pages, answer) = await graph.ListAsync(
            "me/accounts", session.UserToken, null, token,
            ("fields", "id,name,access_token,tasks,instagram_business_account{id,username}"));
        if (answer.Error is not null)
        {
            return GraphLogin.Refused(answer);
        }

        List<GrantedAccount> accounts = [.. pages.Select(page => AccountOf(page, session)).OfType<GrantedAccount>()];
        return accounts.Count > 0 ? new ConnectAnswer.Connected(accounts) : new ConnectAnswer.NoAccount();
    }

    /// <summary>Null for a Page without a professional account: it lacks the member.</summary>
    private static GrantedAccount? AccountOf(JsonElement page, GraphSession session) =>
        page.Member("instagram_business_account") is { } account
        && account.Text("id") is { } accountId
        && page.Text("access_token") is { } pageToken
            ? new GrantedAccount(
                accountId,
                account.Text("username"),
                page.Text("name"),
                pageToken,
                session.UserToken,
                ExpiresAt: null,
                session.Granted,
                new InstagramAccountDetails(
                    page.Text("id") ?? "", page.Text("name"), session.EndsAt, session.DataAccessEndsAt).ToJson())
            : null;
}
