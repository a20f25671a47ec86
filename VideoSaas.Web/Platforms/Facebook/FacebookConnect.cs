using System.Text.Json;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Facebook;

/// <summary>
/// By Facebook Login to the tokens of the person's Pages, which do not end by time. A Page can be published to when the person
/// may create content on it; one that a business holds may be listed with that business alone.
/// </summary>
public sealed class FacebookConnect(FacebookGraph graph, FacebookAddresses addresses, TimeProvider time)
{
    private const string PageFields = "id,name,access_token,tasks,picture{url},username";

    private const string CreateContent = "CREATE_CONTENT";

    private readonly GraphLogin _login = new(graph, addresses, time);

    public Uri AuthorizeAddress(AuthorizeRequest request) =>
        _login.AuthorizeAddress(request, FacebookOptions.NeededScopes.Concat(FacebookOptions.WishedScopes));

    public async Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token)
    {
        var (session, ended) = await _login.EnterAsync(consent, FacebookOptions.NeededScopes, token);
        if (session is null)
        {
            return ended!;
        }

        var (pages, refused) = await PagesAsync(session.UserToken, token);
        if (refused is not null)
        {
            return GraphLogin.Refused(refused);
        }

        List<GrantedAccount> accounts = [.. pages.Select(page => AccountOf(page, session)).OfType<GrantedAccount>().DistinctBy(one => one.ExternalId)];
        return accounts.Count > 0 ? new ConnectAnswer.Connected(accounts) : new ConnectAnswer.NoAccount();
    }

    /// <summary>
    /// The Page's token read again with the person's, which lives longer than many a reason for which a Page's token dies. When
    /// that one is dead too only a new consent helps.
    /// </summary>
    public async Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token)
    {
        if (credentials.RefreshToken is not { } userToken)
        {
            return new RefreshAnswer.NotRefreshable();
        }

        var (pages, refused) = await PagesAsync(userToken, token);
        if (refused is not null)
        {
            return new RefreshAnswer.Refused(refused.Error!);
        }

        var own = pages.FirstOrDefault(page => page.Text("id") == credentials.ExternalId && MayCreate(page));
        return own.Text("access_token") is { } pageToken
            ? new RefreshAnswer.Refreshed(pageToken, null, null)
            : new RefreshAnswer.Refused(new PlatformError(
                PlatformErrorClass.Reauth, "permission_missing", "The person may no longer create content on the Page."));
    }

    private async Task<(IReadOnlyList<JsonElement> Pages, GraphAnswer? Refused)> PagesAsync(string userToken, CancellationToken token)
    {
        var (listed, answer) = await graph.ListAsync("me/accounts", userToken, null, token, ("fields", PageFields));
        if (answer.Error is not null)
        {
            return ([], answer);
        }

        // A right that is only wished for: without it there is nothing to read here, and that refuses nobody.
        var pages = new List<JsonElement>(listed);
        var (businesses, _) = await graph.ListAsync("me/businesses", userToken, null, token, ("fields", "id"));
        foreach (var business in businesses.Select(one => one.Text("id")).OfType<string>())
        {
            foreach (var edge in new[] { "owned_pages", "client_pages" })
            {
                var (held, _) = await graph.ListAsync($"{business}/{edge}", userToken, null, token, ("fields", PageFields));
                pages.AddRange(held);
            }
        }

        return (pages, null);
    }

    private static bool MayCreate(JsonElement page) =>
        page.Items("tasks").Any(task => task.ValueKind == JsonValueKind.String && task.GetString() == CreateContent);

    private static GrantedAccount? AccountOf(JsonElement page, GraphSession session) =>
        MayCreate(page) && page.Text("id") is { } pageId && page.Text("access_token") is { } pageToken
            ? new GrantedAccount(
                pageId,
                page.Text("username") ?? pageId,
                page.Text("name"),
                pageToken,
                session.UserToken,
                ExpiresAt: null,
                session.Granted,
                new FacebookPageDetails(
                    page.Text("name"), [.. page.Items("tasks").Select(task => task.GetString() ?? "")],
                    session.EndsAt, session.DataAccessEndsAt).ToJson())
            : null;
}
