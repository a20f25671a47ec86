using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Connect;

/// <summary>
/// Keeps what a consent gave. The same account of the same person again is a reconnection: its tokens are renewed in place,
/// and what waited for it goes out. Another person's connection to the same account is a row of its own.
/// </summary>
public sealed class ConnectAccounts(
    IDbContextFactory<AppDb> databases, AccountTokens tokens, IOptions<PublishingOptions> options, TimeProvider time)
{
    /// <returns>Our keys of the accounts, in the order given.</returns>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync(
        Actor actor, Platform platform, IReadOnlyList<GrantedAccount> accounts, CancellationToken token)
    {
        var ids = new List<Guid>();
        foreach (var account in accounts)
        {
            ids.Add(await KeepAsync(actor, platform, account, token));
        }

        foreach (var id in ids)
        {
            await SendOnAsync(actor, id, token);
        }

        return ids;
    }

    /// <summary>A channel of the person, also one that was disconnected; null when it is not theirs.</summary>
    internal async Task<PlatformAccount?> FindAsync(Actor actor, Guid accountId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.PlatformAccounts.IgnoreQueryFilters().AsNoTracking()
            .FirstOrDefaultAsync(one => one.Id == accountId && one.UserId == actor.PersonId, token);
    }

    private async Task<Guid> KeepAsync(Actor actor, Platform platform, GrantedAccount granted, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var person = actor.PersonId;
        var knownId = await db.PlatformAccounts.IgnoreQueryFilters()
            .Where(one => one.UserId == person && one.Platform == platform && one.ExternalId == granted.ExternalId)
            .OrderBy(one => one.DeletedAt != null)
            .ThenByDescending(one => one.CreatedAt)
            .Select(one => (Guid?)one.Id)
            .FirstOrDefaultAsync(token);
        PlatformAccount? account = null;
        if (knownId is not null)
        {
            account = await tokens.LockAsync(db, knownId.Value, token);
        }

        if (account is null)
        {
            var now = time.GetUtcNow();
            var id = Guid.CreateVersion7(now);
            account = new PlatformAccount
            {
                Id = id,
                UserId = person,
                Platform = platform,
                ExternalId = granted.ExternalId,
                AccessTokenProtected = tokens.Protect(id, granted.AccessToken),
                CreatedAt = now,
            };
            db.PlatformAccounts.Add(account);
        }

        account.AccessTokenProtected = tokens.Protect(account.Id, granted.AccessToken);
        account.RefreshTokenProtected = granted.RefreshToken is { } refresh ? tokens.Protect(account.Id, refresh) : null;
        account.Username = granted.Username;
        account.DisplayName = granted.DisplayName;
        account.Scopes = [.. granted.Scopes];
        account.TokenExpiresAt = granted.ExpiresAt;
        account.Details = granted.Details;
        account.Health = AccountHealth.Connected;
        account.DeletedAt = null;
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return account.Id;
    }

    /// <summary>Held posts go out now, or at their time; unconfirmed ones are asked about again.</summary>
    private async Task SendOnAsync(Actor actor, Guid accountId, CancellationToken token)
    {
        List<Guid> waiting;
        await using (var reading = await databases.CreateDbContextAsync(token))
        {
            waiting = await reading.PlatformPosts
                .Where(post => post.ConnectedAccountId == accountId
                    && ((post.UploadStatus == PostStatus.Pending && post.HoldCode == HoldCode.Reconnect)
                        || (post.UploadStatus == PostStatus.Checking && post.ErrorCode == PlatformPost.OutcomeUnknownCode)))
                .Select(post => post.Id)
                .ToListAsync(token);
        }

        foreach (var postId in waiting)
        {
            await using var db = await databases.CreateDbContextAsync(token);
            db.ActAs(actor, "reconnected");
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var now = time.GetUtcNow();
            var post = await db.LockPostAsync(postId, actor.PersonId, token);
            if (post is { UploadStatus: PostStatus.Pending, HoldCode: HoldCode.Reconnect })
            {
                post.Arm(post.ScheduledFor > now ? post.ScheduledFor.Value : now, now);
            }
            else if (post is { IsUnconfirmed: true } && (await db.OpenJobsOfAsync(post, token)).Count == 0)
            {
                await ArmedPosts.QueueAsync(db, post, options.Value, now, token);
            }

            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
        }
    }
}
