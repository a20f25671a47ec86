using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>People, consents and tokens of the twin: what its pages and wire stand on.</summary>
internal sealed class TwitterTwin(TwitterStore store, IOptions<TwitterTwinOptions> options, TimeProvider time) : IPlatformTwin
{
    /// <summary>As short as the real one's: a code must be redeemed in the request that brings it.</summary>
    private static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RefreshLife = TimeSpan.FromDays(180);

    /// <summary>Ids count from here, in milliseconds.</summary>
    private static readonly DateTimeOffset FirstDay = DateTimeOffset.FromUnixTimeMilliseconds(1_288_834_974_657);

    public Platform Platform => Platform.Twitter;

    public TimeSpan TokenLife => TimeSpan.FromSeconds(options.Value.TokenSeconds);

    public async Task<GrantedAccount> GrantAsync(string login, CancellationToken token)
    {
        var user = await UserAsync(login, token);
        var family = await ConsentAsync(user, TwitterOptions.NeededScopes, token);
        var now = time.GetUtcNow();
        return new GrantedAccount(
            user.Id, user.Login, NameOf(user), await IssueAsync(family, isRefresh: false, token), await IssueAsync(family, isRefresh: true, token),
            now + TokenLife, TwitterOptions.NeededScopes, new TwitterAccountDetails(user.Subscription, "none", now).ToJson());
    }

    public async Task<IReadOnlyList<TwinPublication>> PublishedAsync(string externalId, CancellationToken token) =>
    [
        .. (await store.ListAsync<TwinPost>($"{externalId}/", int.MaxValue, token))
            .Select(post => new TwinPublication(post.Id, post.Text, post.At, post.BlobKey ?? "")),
    ];

    /// <summary>The person of that name, made when first seen.</summary>
    public async Task<TwinUser> UserAsync(string login, CancellationToken token)
    {
        if (!TwinSecrets.IsLogin(login))
        {
            throw new ArgumentException("A login has 3 to 24 of a-z, 0-9, full stop and underscore.", nameof(login));
        }

        if (await store.FindAsync<TwinUser>(login, token) is { } known)
        {
            return known.Body;
        }

        var user = new TwinUser("14" + TwinSecrets.NumberOf(login, "x"), login);
        await store.AddAsync(login, user, token);
        await store.AddAsync(user.Id, new TwinAccount(user.Id, login), token);
        return user;
    }

    public async Task<TwinFamily> ConsentAsync(TwinUser user, IReadOnlyList<string> scopes, CancellationToken token)
    {
        var family = new TwinFamily(TwinSecrets.Digits(18), user.Id, user.Login, scopes, IsDead: false);
        await store.AddAsync(family.Id, family, token);
        return family;
    }

    public async Task<string> CodeAsync(
        TwinFamily family, string redirectAddress, string challenge, bool isPlain, CancellationToken token)
    {
        var code = TwinSecrets.New("");
        await store.AddAsync(
            TwinSecrets.HashOf(code), new TwinCode(family.Id, redirectAddress, challenge, isPlain, time.GetUtcNow() + CodeLife, IsUsed: false), token);
        return code;
    }

    public async Task<string> IssueAsync(TwinFamily family, bool isRefresh, CancellationToken token)
    {
        var secret = TwinSecrets.New("");
        await store.AddAsync(
            TwinSecrets.HashOf(secret), new TwinToken(family.Id, isRefresh, time.GetUtcNow() + (isRefresh ? RefreshLife : TokenLife)), token);
        return secret;
    }

    public static string NameOf(TwinUser user) => user.Login.Replace('.', ' ').Replace('_', ' ');

    /// <summary>An id as the platform makes them: its time in front, so that later is larger.</summary>
    public string NewId()
    {
        var milliseconds = (long)(time.GetUtcNow() - FirstDay).TotalMilliseconds;
        return ((milliseconds << 22) | (uint)RandomNumberGenerator.GetInt32(1 << 22)).ToString(CultureInfo.InvariantCulture);
    }
}
