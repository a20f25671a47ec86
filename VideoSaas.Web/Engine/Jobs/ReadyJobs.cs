using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// Which queued rows may run now, and the claim of the best of them. The limit of a person's tier holds within each kind of
/// work: kinds have workers of their own so that none waits for another, and one limit over all of them would let a post wait
/// behind an encode, or a thumbnail behind the encode of the same clip.
/// </summary>
internal sealed class ReadyJobs(IDbContextFactory<AppDb> contexts, JobHandlers handlers, TimeProvider time)
{
    /// <summary>Claims of one kind wait for each other, in every process: only then is "how many run now" exact.</summary>
    private const int ClaimLock = 0x4A6F6243;

    /// <summary>A ready row whose video another transaction holds for a moment is worth a few more looks.</summary>
    private const int Looks = 20;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <summary>How many rows of this kind could start now if there were workers enough.</summary>
    public async Task<int> CountAsync(JobKind kind, CancellationToken token)
    {
        var word = Words.Of(kind);
        await using var db = await contexts.CreateDbContextAsync(token);
        return await db.Database.SqlQuery<int>($"""
            SELECT COALESCE(sum(LEAST(person.waiting, person.room)), 0)::int AS "Value"
            FROM (
                SELECT count(*) AS waiting,
                       GREATEST(max(COALESCE(tier.parallel_jobs, 1)) - (
                           SELECT count(*) FROM processing_jobs AS busy
                           WHERE busy.status = 'running' AND busy.kind = {word} AND busy.user_id = job.user_id), 0) AS room
                FROM processing_jobs AS job
                JOIN users AS person ON person.id = job.user_id
                LEFT JOIN subscription_tiers AS tier ON tier.tier = person.subscription_tier
                WHERE job.status = 'queued' AND job.kind = {word} AND job.scheduled_for <= now()
                  AND job.job_type = ANY({handlers.Types})
                  AND person.status IN ('active', 'trial') AND person.deleted_at IS NULL
                GROUP BY job.user_id) AS person
            """).SingleAsync(token);
    }

    /// <summary>
    /// Makes the best ready row running, ours: by priority, then the person with the fewest running of this kind, then age.
    /// Null when none may start. Other rooms answer <see cref="JobStarted"/> inside the same transaction.
    /// </summary>
    public async Task<ClaimedJob?> ClaimAsync(JobKind kind, string? hangfireJobId, JobsOptions options, CancellationToken token)
    {
        for (var look = 1; ; look++)
        {
            if (await TryClaimAsync(kind, hangfireJobId, options, token) is { } claimed)
            {
                return claimed;
            }

            if (look == Looks || await CountAsync(kind, token) == 0)
            {
                return null;
            }

            await Task.Delay(BetweenLooks, time, token);
        }
    }

    private async Task<ClaimedJob?> TryClaimAsync(
        JobKind kind, string? hangfireJobId, JobsOptions options, CancellationToken token)
    {
        var word = Words.Of(kind);
        var now = time.GetUtcNow();
        var lease = Guid.CreateVersion7(now);
        var worker = WorkerName.Current.Value;
        await using var db = await contexts.CreateDbContextAsync(token);
        db.ActAs(Actor.Worker(worker));
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({ClaimLock}, {(int)kind})", token);

        // Never waits for a row: the lock order is video before job, and this takes both at once. SKIP LOCKED leaves what
        // somebody is changing at this moment to the next look.
        var rows = await db.ProcessingJobs.FromSql($"""
            WITH busy AS (
                SELECT user_id, count(*) AS jobs FROM processing_jobs
                WHERE status = 'running' AND kind = {word} GROUP BY user_id),
            best AS (
                SELECT job.id
                FROM processing_jobs AS job
                JOIN videos AS video ON video.id = job.video_id
                JOIN users AS person ON person.id = job.user_id
                LEFT JOIN subscription_tiers AS tier ON tier.tier = person.subscription_tier
                LEFT JOIN busy ON busy.user_id = job.user_id
                WHERE job.status = 'queued' AND job.kind = {word} AND job.scheduled_for <= now()
                  AND job.job_type = ANY({handlers.Types})
                  AND person.status IN ('active', 'trial') AND person.deleted_at IS NULL
                  AND COALESCE(busy.jobs, 0) < COALESCE(tier.parallel_jobs, 1)
                ORDER BY job.priority, COALESCE(busy.jobs, 0), job.created_at, job.id
                LIMIT 1
                FOR UPDATE OF job SKIP LOCKED
                FOR NO KEY UPDATE OF video SKIP LOCKED)
            UPDATE processing_jobs AS job
            SET status = 'running', attempts = job.attempts + 1, worker_id = {worker}, hangfire_job_id = {hangfireJobId},
                started_at = clock_timestamp(), completed_at = NULL, duration_ms = NULL,
                lease_token = {lease}, lease_until = clock_timestamp() + {options.Lease}
            FROM best
            WHERE job.id = best.id
            RETURNING job.*
            """).AsNoTracking().ToListAsync(token);
        if (rows is not [var job])
        {
            return null;
        }

        db.ProcessingJobAttempts.Add(new ProcessingJobAttempt
        {
            Id = Guid.CreateVersion7(now),
            JobId = job.Id,
            Number = job.Attempts,
            WorkerId = worker,
            StartedAt = job.StartedAt!.Value,
        });
        db.Raise(new JobStarted(job.Id, job.VideoId, job.JobType, job.AssetSet));
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return new ClaimedJob(job, lease);
    }
}

/// <summary>A row that this process may work on for as long as <paramref name="Lease"/> is the one in it.</summary>
internal sealed record ClaimedJob(ProcessingJob Job, Guid Lease);
