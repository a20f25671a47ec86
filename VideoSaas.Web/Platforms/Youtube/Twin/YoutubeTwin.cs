using System.Security.Cryptography;
using System.Text;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>People, consents and tokens of the twin: what its pages and wire stand on.</summary>
internal sealed class YoutubeTwin(YoutubeStore store, TwinProcessing processing, TimeProvider time) : IPlatformTwin
{
    private const string IdSigns = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan AccessLife = TimeSpan.FromSeconds(3599);

    public Platform Platform => Platform.Youtube;

    public async Task<GrantedAccount> GrantAsync(string login, CancellationToken token)
    {
        var user = await UserAsync(login, token);
        string[] scopes = [.. YoutubeOptions.NeededScopes, .. YoutubeOptions.WishedScopes];
        var grant = await GrantAsync(user, scopes, hasChannel: true, token);
        return new GrantedAccount(
            user.ChannelId, user.Login, user.Title, await AccessTokenAsync(grant.Id, token), await RefreshTokenAsync(grant.Id, token),
            time.GetUtcNow() + AccessLife, scopes, new YoutubeChannelDetails(user.UploadsPlaylist, HasAnalytics: true).ToJson());
    }

    public async Task<IReadOnlyList<TwinPublication>> PublishedAsync(string externalId, CancellationToken token) =>
    [
        .. (await store.ListAsync<TwinVideo>($"{externalId}/", int.MaxValue, token))
            .Select(video => processing.Shown(video))
            .Where(video => video.ShownAt is not null)
            .Select(video => new TwinPublication(video.Id, video.Snippet.Description, video.ShownAt!.Value, video.BlobKey)),
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

        var user = new TwinUser(login, $"UC{IdOf(SHA256.HashData(Encoding.UTF8.GetBytes(login)), 22)}", login);
        await store.AddAsync(user.ChannelId, new TwinChannel(user.ChannelId, login), token);
        await store.AddAsync(login, user, token);
        return user;
    }

    public async Task<TwinGrant> GrantAsync(TwinUser user, IReadOnlyList<string> scopes, bool hasChannel, CancellationToken token)
    {
        var grant = new TwinGrant(TwinSecrets.Digits(21), user.Login, scopes, hasChannel, IsRevoked: false);
        await store.AddAsync(grant.Id, grant, token);
        return grant;
    }

    public async Task<string> CodeAsync(TwinGrant grant, string redirectAddress, string? challenge, bool isOffline, CancellationToken token)
    {
        var code = TwinSecrets.New("4/0A");
        await store.AddAsync(
            TwinSecrets.HashOf(code),
            new TwinCode(grant.Id, redirectAddress, challenge, isOffline, time.GetUtcNow() + CodeLife, IsUsed: false),
            token);
        return code;
    }

    public Task<string> AccessTokenAsync(string grantId, CancellationToken token) =>
        IssueAsync("ya29.", new TwinToken(IsRefresh: false, grantId, time.GetUtcNow() + AccessLife), token);

    public Task<string> RefreshTokenAsync(string grantId, CancellationToken token) =>
        IssueAsync("1//0", new TwinToken(IsRefresh: true, grantId, null), token);

    public static string NewVideoId() => IdOf(RandomNumberGenerator.GetBytes(11), 11);

    private async Task<string> IssueAsync(string prefix, TwinToken issued, CancellationToken token)
    {
        var secret = TwinSecrets.New(prefix);
        await store.AddAsync(TwinSecrets.HashOf(secret), issued, token);
        return secret;
    }

    private static string IdOf(byte[] bytes, int signs) => string.Concat(bytes.Take(signs).Select(one => IdSigns[one % IdSigns.Length]));
}
