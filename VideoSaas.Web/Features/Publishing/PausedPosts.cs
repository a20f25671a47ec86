using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>What pausing and resuming a channel have in common: many posts, a hundred a transaction, in the order of locks.</summary>
internal static class PausedPosts
{
    public const int AtOnce = 100;

    public const string Why = "The channel is paused.";

    public static Task<bool> IsPausedAsync(AppDb db, Guid? accountId, CancellationToken token) =>
        db.PlatformAccounts.IgnoreQueryFilters().AnyAsync(account => account.Id == accountId && account.PausedAt != null, token);

    /// <returns>False when there is no such channel of this person.</returns>
    public static async Task<bool> SetAsync(
        IDbContextFactory<AppDb> databases, AccountTokens tokens, Actor actor, Guid accountId, DateTimeOffset? pausedAt,
        CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var account = await tokens.LockAsync(db, accountId, token);
        if (account is null || account.UserId != actor.PersonId || account.DeletedAt is not null)
        {
            return false;
        }

        if (account.PausedAt is null != pausedAt is null)
        {
            account.PausedAt = pausedAt;
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
        }

        return true;
    }

    /// <summary>The posts, their videos locked in the order of ids. Call inside a transaction.</summary>
    public static async Task<List<PlatformPost>> LockAsync(AppDb db, Guid[] postIds, CancellationToken token)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT 1 FROM videos WHERE id IN (SELECT video_id FROM platform_posts WHERE id = ANY({postIds}))
            ORDER BY id FOR NO KEY UPDATE
            """,
            token);
        return await db.PlatformPosts.Where(post => postIds.Contains(post.Id)).ToListAsync(token);
    }

    public static async Task<Dictionary<(Guid PostId, int Arming), PublishAttempt?>> AttemptsAsync(
        AppDb db, Guid[] postIds, CancellationToken token) =>
        (await db.PublishAttempts.Where(attempt => postIds.Contains(attempt.PostId)).ToListAsync(token))
            .ToDictionary(attempt => (attempt.PostId, attempt.Arming), attempt => (PublishAttempt?)attempt);

    /// <summary>Publishing jobs of these posts that are not at an end.</summary>
    public static Task<List<Guid>> OpenJobsAsync(AppDb db, IReadOnlyCollection<PlatformPost> posts, CancellationToken token)
    {
        Guid[] videoIds = [.. posts.Select(post => post.VideoId)];
        string[] postIds = [.. posts.Select(post => post.Id.ToString())];
        return db.Database
            .SqlQuery<Guid>(
                $"""
                SELECT id AS "Value" FROM processing_jobs
                WHERE video_id = ANY({videoIds}) AND job_type = {JobTypes.PublishPost} AND job_data ->> 'post_id' = ANY({postIds})
                  AND (status IN ('queued', 'running') OR status = 'failed' AND backoff_until IS NOT NULL)
                """)
            .ToListAsync(token);
    }
}
