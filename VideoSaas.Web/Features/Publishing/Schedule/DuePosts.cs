using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <summary>
/// Looks, every few seconds and in one process at a time, for posts whose time has come and which nobody is at work on, for
/// failed ones that are to go round again, and for late ones.
/// </summary>
internal sealed class DuePosts(
    IDbContextFactory<AppDb> databases,
    NpgsqlDataSource source,
    PlatformCatalog platforms,
    LatePosts late,
    IOptions<PublishingOptions> options,
    TimeProvider time,
    ILogger<DuePosts> log) : BackgroundService
{
    private const long LookLock = 0x506F_7374_4475_6521;

    private const int MostAtOnce = 500;

    private static readonly string PublishJob = JobTypes.PublishPost;

    /// <summary>One look. False when another process is looking.</summary>
    public async Task<bool> LookAsync(CancellationToken token)
    {
        await using var connection = await source.OpenConnectionAsync(token);
        if (!await LockAsync(connection, "pg_try_advisory_lock", token))
        {
            return false;
        }

        try
        {
            await QueueDueAsync(token);
            await RetryFailedAsync(token);
            await late.LookAsync(token);
            return true;
        }
        finally
        {
            await LockAsync(connection, "pg_advisory_unlock", CancellationToken.None);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.DueSweepSeconds), time);
        try
        {
            do
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    PublishingLog.LookFailed(log, failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private static async Task<bool> LockAsync(NpgsqlConnection connection, string function, CancellationToken token)
    {
        await using var command = new NpgsqlCommand($"SELECT {function}({LookLock})", connection);
        return (bool)(await command.ExecuteScalarAsync(token))!;
    }

    /// <summary>
    /// Waiting posts at their time less the platform's lead, and prepared ones at their minute; two partial indexes, one query. Each
    /// one's job is looked up by its video: as an anti-join the whole table of jobs would be read at every look.
    /// </summary>
    internal static FormattableString DueSql(
        DateTimeOffset now, string[] names, TimeSpan[] leads, TimeSpan longestLead, int most) =>
        $"""
        SELECT due.id AS "Value" FROM (
            SELECT post.id, post.video_id, post.user_id, post.arming, post.scheduled_for AS at
            FROM platform_posts AS post
            JOIN unnest({names}, {leads}) AS platform (name, lead) ON platform.name = post.platform
            WHERE post.upload_status = 'pending' AND post.scheduled_for IS NOT NULL AND post.scheduled_for <= {now + longestLead}
              AND post.scheduled_for <= {now} + platform.lead AND post.submitted_at IS NOT NULL AND post.hold_code IS NULL
            UNION ALL
            SELECT post.id, post.video_id, post.user_id, post.arming, post.commit_at
            FROM platform_posts AS post
            WHERE post.upload_status = 'checking' AND post.commit_at IS NOT NULL AND post.hold_code IS NULL AND post.commit_at <= {now}
        ) AS due
        LEFT JOIN LATERAL (
            SELECT true AS is_there FROM processing_jobs AS job
            WHERE job.video_id = due.video_id AND job.job_type = {PublishJob} AND job.job_data ->> 'post_id' = due.id::text
              AND (job.status IN ('queued', 'running') OR job.status = 'failed' AND job.backoff_until IS NOT NULL)
              AND (job.job_data ->> 'arming')::int = due.arming
            LIMIT 1) AS job ON true
        WHERE job.is_there IS NULL
        ORDER BY due.at
        LIMIT {most}
        """;

    private async Task QueueDueAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        var known = platforms.All.ToList();
        var leads = known.Select(one => one.Preparation.Lead).ToArray();
        List<Guid> due;
        await using (var reading = await databases.CreateDbContextAsync(token))
        {
            due = await reading.Database
                .SqlQuery<Guid>(DueSql(
                    now, [.. known.Select(one => Words.Of(one.Platform))], leads, leads.DefaultIfEmpty().Max(), MostAtOnce))
                .ToListAsync(token);
        }

        foreach (var postId in due)
        {
            await EachAsync(postId, async (db, post) =>
            {
                if (IsDue(post, now) && (await db.OpenJobsOfAsync(post, token)).Count == 0)
                {
                    await ArmedPosts.QueueAsync(db, post, options.Value, now, token);
                }
            }, token);
        }
    }

    private bool IsDue(PlatformPost post, DateTimeOffset now) => post.HoldCode is null && post switch
    {
        { UploadStatus: PostStatus.Pending, SubmittedAt: not null, ScheduledFor: { } at } => at <= now + platforms.LeadOf(post.Platform),
        { UploadStatus: PostStatus.Checking, CommitAt: { } at } => at <= now,
        _ => false,
    };

    /// <summary>Failed posts of which it is certain that they are not out, by a fault that passes.</summary>
    private async Task RetryFailedAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        string[] codes = [.. PostRetryRules.RetryableCodes];
        List<Guid> failed;
        await using (var reading = await databases.CreateDbContextAsync(token))
        {
            failed = await reading.PlatformPosts.AsNoTracking()
                .Where(post => post.UploadStatus == PostStatus.Failed && post.RetryCount < post.MaxRetries
                    && post.ErrorCode != null && codes.Contains(post.ErrorCode)
                    && reading.Videos.Any(video => video.Id == post.VideoId))
                .OrderBy(post => post.StatusChangedAt)
                .Take(MostAtOnce)
                .Select(post => post.Id)
                .ToListAsync(token);
        }

        foreach (var postId in failed)
        {
            await EachAsync(postId, (_, post) =>
            {
                if (post.UploadStatus == PostStatus.Failed && PostRetryRules.NextTryAt(
                    post.ErrorCode, post.RetryCount, post.MaxRetries, post.StatusChangedAt, options.Value.RetryRests) <= now)
                {
                    post.Retry(now);
                }

                return Task.CompletedTask;
            }, token);
        }
    }

    /// <summary>One post in a transaction of its own, under its video's lock: one that cannot be changed keeps no other back.</summary>
    private async Task EachAsync(Guid postId, Func<AppDb, PlatformPost, Task> change, CancellationToken token)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(token);
            db.ActAs(Actor.System("schedule"));
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var videoId = await db.PlatformPosts.Where(post => post.Id == postId).Select(post => (Guid?)post.VideoId).FirstOrDefaultAsync(token);
            if (videoId is null || !await db.LockVideoAsync(videoId.Value, token))
            {
                return;
            }

            await change(db, await db.PlatformPosts.FirstAsync(post => post.Id == postId, token));
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            PublishingLog.DueFailed(log, postId, failure);
        }
    }
}
