using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>What an OAuth answer hands out.</summary>
internal sealed record TwinTokenPair(TwinGrant Grant, string AccessToken, string RefreshToken, TimeSpan AccessLife, TimeSpan RefreshLife);

/// <summary>People, consents and tokens of the twin: what its pages and wire stand on.</summary>
internal sealed class TiktokTwin(TiktokStore store, IOptions<TiktokTwinOptions> options, TimeProvider time) : IPlatformTwin
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    public Platform Platform => Platform.Tiktok;

    public async Task<GrantedAccount> GrantAsync(string login, CancellationToken token)
    {
        var creator = await CreatorAsync(login, token);
        string[] scopes = [.. TiktokOptions.NeededScopes, .. TiktokOptions.WishedScopes];
        var pair = await IssueAsync(await GrantAsync(creator, scopes, token), token);
        var now = time.GetUtcNow();
        return new GrantedAccount(
            creator.OpenId, creator.Login, creator.Nickname, pair.AccessToken, pair.RefreshToken, now + pair.AccessLife, scopes,
            new TiktokAccountDetails(creator.UnionId, null, now + pair.RefreshLife).ToJson());
    }

    /// <summary>Posts, whoever may watch them, and drafts in the inbox.</summary>
    public async Task<IReadOnlyList<TwinPublication>> PublishedAsync(string externalId, CancellationToken token) =>
    [
        .. (await store.ListAsync<TwinVideo>($"{externalId}/", int.MaxValue, token))
            .Select(video => new TwinPublication(video.Id, video.Info.Title, video.At, video.BlobKey))
            .Concat((await store.ListAsync<TwinDraft>($"{externalId}/", int.MaxValue, token))
                .Select(draft => new TwinPublication(draft.PublishId, null, draft.At, draft.BlobKey)))
            .OrderByDescending(one => one.At),
    ];

    /// <summary>The person of that name, made when first seen: a public account that forbids nothing.</summary>
    public async Task<TwinCreator> CreatorAsync(string login, CancellationToken token)
    {
        if (!TwinSecrets.IsLogin(login))
        {
            throw new ArgumentException("A login has 3 to 24 of a-z, 0-9, full stop and underscore.", nameof(login));
        }

        var openId = OpenIdOf(login);
        if (await store.FindAsync<TwinCreator>(openId, token) is { } known)
        {
            return known.Body;
        }

        var creator = new TwinCreator(
            openId, "union" + TwinSecrets.NumberOf(login, "union"), login, login, IsPrivate: false, [], LongestSeconds: 600, Block: null);
        await store.AddAsync(openId, creator, token);
        return creator;
    }

    /// <summary>Changes what the account allows, as its person would in TikTok's own settings.</summary>
    public async Task<TwinCreator> ShapeAsync(string login, Func<TwinCreator, TwinCreator> change, CancellationToken token)
    {
        await CreatorAsync(login, token);
        return (await store.ChangeAsync<TwinCreator>(OpenIdOf(login), change, token))!;
    }

    public static string OpenIdOf(string login) => "oid" + TwinSecrets.NumberOf(login, "open");

    public async Task<TwinGrant> GrantAsync(TwinCreator creator, IReadOnlyList<string> scopes, CancellationToken token)
    {
        var grant = new TwinGrant(TwinSecrets.Digits(19), creator.OpenId, scopes, IsRevoked: false);
        await store.AddAsync(grant.Id, grant, token);
        return grant;
    }

    public async Task<string> CodeAsync(TwinGrant grant, string redirectAddress, string? challenge, CancellationToken token)
    {
        // The stars and signs of real codes: whoever decodes them twice, or not at all, finds none.
        var code = TwinSecrets.New("") + "*1!4567.u1";
        await store.AddAsync(
            TwinSecrets.HashOf(code), new TwinCode(grant.Id, redirectAddress, challenge, time.GetUtcNow() + CodeLife, IsUsed: false), token);
        return code;
    }

    public async Task<TwinTokenPair> IssueAsync(TwinGrant grant, CancellationToken token)
    {
        var (refreshToken, refresh) = NewRefresh(grant.Id);
        await store.AddAsync(TwinSecrets.HashOf(refreshToken), refresh, token);
        return await WithAccessAsync(grant, refreshToken, token);
    }

    /// <summary>A new pair for a refresh token, which is dead with that; null when it is none, too old or used.</summary>
    public async Task<TwinTokenPair?> RotateAsync(string refreshToken, CancellationToken token)
    {
        if (await store.FindAsync<TwinRefresh>(TwinSecrets.HashOf(refreshToken), token) is not { } held
            || held.Body.IsUsed || held.Body.EndsAt < time.GetUtcNow()
            || await store.FindAsync<TwinGrant>(held.Body.GrantId, token) is not { Body: { IsRevoked: false } grant })
        {
            return null;
        }

        var (next, document) = NewRefresh(grant.Id);
        return await store.ReplaceAsync(held, held.Body with { IsUsed = true }, TwinSecrets.HashOf(next), document, token)
            ? await WithAccessAsync(grant, next, token)
            : null;
    }

    private (string Secret, TwinRefresh Document) NewRefresh(string grantId) => (
        TwinSecrets.New("rft."), new TwinRefresh(grantId, time.GetUtcNow().AddDays(options.Value.RefreshTokenDays), IsUsed: false));

    private async Task<TwinTokenPair> WithAccessAsync(TwinGrant grant, string refreshToken, CancellationToken token)
    {
        var secret = TwinSecrets.New("act.");
        var life = TimeSpan.FromSeconds(options.Value.AccessTokenSeconds);
        await store.AddAsync(TwinSecrets.HashOf(secret), new TwinToken(grant.Id, time.GetUtcNow() + life), token);
        return new TwinTokenPair(grant, secret, refreshToken, life, TimeSpan.FromDays(options.Value.RefreshTokenDays));
    }
}
