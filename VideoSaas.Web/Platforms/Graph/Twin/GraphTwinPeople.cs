using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Graph.Twin;

/// <summary>People, consents and tokens of one twin: what its pages and its wire stand on.</summary>
internal abstract class GraphTwinPeople(TwinStore store, TimeProvider time)
{
    private static readonly TimeSpan ShortLife = TimeSpan.FromHours(1);

    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    /// <summary>60 days, as the real exchange answers.</summary>
    public static readonly TimeSpan LongLife = TimeSpan.FromSeconds(5_183_944);

    protected TwinStore Store => store;

    protected TimeProvider Time => time;

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

        var user = New(login);
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
        var grant = new TwinGrant(NewGrantId(), user.Login, scopes, declined, pageIds, IsRevoked: false);
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

    /// <summary>A consent to everything, without a browser: the Page that is published to first, and the tokens of both.</summary>
    protected async Task<(TwinPage Page, string PageToken, string UserToken)> GrantAllAsync(
        string login, IReadOnlyList<string> scopes, CancellationToken token)
    {
        var user = await UserAsync(login, token);
        var page = user.Pages.First(one => one.AccountId is not null);
        var grant = await GrantAsync(user, scopes, [], [.. user.Pages.Select(one => one.Id)], token);
        var userToken = await IssueAsync(TwinTokenKind.LongUser, grant.Id, null, token);
        return (page, await IssueAsync(TwinTokenKind.Page, grant.Id, page, token), userToken);
    }

    protected abstract TwinUser New(string login);

    private static string NewGrantId() => "122" + TwinSecrets.Digits(14);
}
