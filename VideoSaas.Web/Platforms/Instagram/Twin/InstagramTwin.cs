using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>People, consents and tokens of the twin: what its pages and wire stand on.</summary>
internal sealed class InstagramTwin(InstagramStore store, TimeProvider time) : IPlatformTwin
{
    private const string ShortCodeSigns = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly TimeSpan ShortLife = TimeSpan.FromHours(1);

    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    /// <summary>60 days, as the real exchange answers.</summary>
    public static readonly TimeSpan LongLife = TimeSpan.FromSeconds(5_183_944);

    public Platform Platform => Platform.Instagram;

    public async Task<GrantedAccount> GrantAsync(string login, CancellationToken token)
    {
        var user = await UserAsync(login, token);
        var page = user.Pages.First(one => one.AccountId is not null);
        string[] scopes = [.. InstagramOptions.NeededScopes, .. InstagramOptions.WishedScopes];
        var grant = await GrantAsync(user, scopes, [], [.. user.Pages.Select(one => one.Id)], token);
        var userToken = await IssueAsync(TwinTokenKind.LongUser, grant.Id, null, token);
        var pageToken = await IssueAsync(TwinTokenKind.Page, grant.Id, page, token);
        var now = time.GetUtcNow();
        return new GrantedAccount(
            page.AccountId!, page.Username, page.Name, pageToken, userToken, ExpiresAt: null, scopes,
            new InstagramAccountDetails(page.Id, page.Name, now + LongLife, now.AddDays(90)).ToJson());
    }

    public async Task<IReadOnlyList<TwinPublication>> PublishedAsync(string externalId, CancellationToken token) =>
    [
        .. (await store.ListAsync<TwinMedia>($"{externalId}/", int.MaxValue, token))
            .Select(media => new TwinPublication(media.Id, media.Caption, media.At, media.BlobKey)),
    ];

    /// <summary>The person of that name, made when first seen: two Pages without an account come before the one that has it.</summary>
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

        var user = new TwinUser(NumberOf(login, "user"), login,
        [
            new TwinPage(NumberOf(login, "page-1"), $"{login} notes", null, null),
            new TwinPage(NumberOf(login, "page-2"), $"{login} archive", null, null),
            new TwinPage(NumberOf(login, "page-3"), login, NumberOf(login, "account-1"), login),
            new TwinPage(NumberOf(login, "page-4"), $"{login} studio", NumberOf(login, "account-2"), $"{login}.studio"),
        ]);
        await store.AddAsync(login, user, token);
        foreach (var page in user.Pages.Where(page => page.AccountId is not null))
        {
            await store.AddAsync(page.AccountId!, new TwinAccount(page.AccountId!, page.Username!, page.Name, login), token);
        }

        return user;
    }

    public async Task<TwinGrant> GrantAsync(
        TwinUser user, IReadOnlyList<string> scopes, IReadOnlyList<string> declined, IReadOnlyList<string> pageIds, CancellationToken token)
    {
        var grant = new TwinGrant(NewNumber(), user.Login, scopes, declined, pageIds, IsRevoked: false);
        await store.AddAsync(grant.Id, grant, token);
        return grant;
    }

    public async Task<string> CodeAsync(TwinGrant grant, string redirectAddress, CancellationToken token)
    {
        var code = TwinSecrets.New("AQ");
        await store.AddAsync(TwinSecrets.HashOf(code), new TwinCode(grant.Id, redirectAddress, time.GetUtcNow() + CodeLife, IsUsed: false), token);
        return code;
    }

    public async Task<string> IssueAsync(TwinTokenKind kind, string grantId, TwinPage? page, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var secret = TwinSecrets.New("EAA");
        DateTimeOffset? endsAt = kind switch
        {
            TwinTokenKind.ShortUser => now + ShortLife,
            TwinTokenKind.LongUser => now + LongLife,
            _ => null,
        };
        await store.AddAsync(TwinSecrets.HashOf(secret), new TwinToken(kind, grantId, page?.Id, page?.AccountId, now, endsAt), token);
        return secret;
    }

    public static string NewNumber() =>
        $"178{RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture)}{RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture)}";

    /// <summary>The number in the signs that the platform uses for short codes.</summary>
    public static string ShortCodeOf(string number)
    {
        var rest = BigInteger.Parse(number, CultureInfo.InvariantCulture);
        var code = new StringBuilder();
        while (rest > 0)
        {
            code.Insert(0, ShortCodeSigns[(int)(rest % 64)]);
            rest /= 64;
        }

        return code.ToString();
    }

    /// <summary>Null when it is no short code of ours.</summary>
    public static string? NumberOfShortCode(string shortCode)
    {
        var number = BigInteger.Zero;
        foreach (var sign in shortCode)
        {
            var value = ShortCodeSigns.IndexOf(sign, StringComparison.Ordinal);
            if (value < 0 || shortCode.Length > 20)
            {
                return null;
            }

            number = number * 64 + value;
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }

    private static string NumberOf(string login, string what) => "1784" + TwinSecrets.NumberOf(login, what);
}
