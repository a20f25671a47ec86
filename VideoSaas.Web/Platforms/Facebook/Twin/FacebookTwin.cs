using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <summary>People and their Pages: two on which they may not create content come before the one on which they may.</summary>
internal sealed class FacebookTwin(FacebookStore store, FacebookClock clock, TimeProvider time) : GraphTwinPeople(store, time), IPlatformTwin
{
    /// <summary>The fourth Page is held by a business, and listed there only.</summary>
    public const int BusinessPage = 3;

    public Platform Platform => Platform.Facebook;

    public async Task<GrantedAccount> GrantAsync(string login, CancellationToken token)
    {
        string[] scopes = [.. FacebookOptions.NeededScopes, .. FacebookOptions.WishedScopes];
        var (page, pageToken, userToken) = await GrantAllAsync(login, scopes, token);
        var now = Time.GetUtcNow();
        return new GrantedAccount(
            page.Id, page.Username, page.Name, pageToken, userToken, ExpiresAt: null, scopes,
            new FacebookPageDetails(page.Name, FacebookTokens.Creating, now + LongLife, now.AddDays(90)).ToJson());
    }

    public async Task<IReadOnlyList<TwinPublication>> PublishedAsync(string externalId, CancellationToken token) =>
    [
        .. (await clock.PublishedAsync(externalId, int.MaxValue, token))
            .Select(video => new TwinPublication(video.Id, video.Description, video.PublishedAt!.Value, video.BlobKey)),
    ];

    public static string BusinessOf(TwinUser user) => "62" + TwinSecrets.NumberOf(user.Login, "business");

    protected override TwinUser New(string login)
    {
        var page = NumberOf(login, "page-3");
        var studio = NumberOf(login, "page-4");
        return new TwinUser("63" + TwinSecrets.NumberOf(login, "user"), login,
        [
            new TwinPage(NumberOf(login, "page-1"), $"{login} notes", null, null),
            new TwinPage(NumberOf(login, "page-2"), $"{login} archive", null, null),
            new TwinPage(page, login, page, login),
            new TwinPage(studio, $"{login} studio", studio, $"{login}.studio"),
        ]);
    }

    private static string NumberOf(string login, string what) => "61" + TwinSecrets.NumberOf(login, what);
}
