using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>What one job's end means for those that wait for it. Every step is part of the caller's transaction.</summary>
internal static class JobChains
{
    /// <summary>
    /// Takes the videos of these jobs, in the order of their ids: video comes before job in the order of locks, and whoever
    /// holds the video decides over its jobs.
    /// </summary>
    public static Task LockVideosAsync(AppDb db, IReadOnlyList<Guid> jobIds, CancellationToken token) =>
        db.Database.ExecuteSqlAsync($"""
            SELECT 1 FROM videos
            WHERE id IN (SELECT video_id FROM processing_jobs WHERE id = ANY({jobIds.ToArray()}))
            ORDER BY id FOR NO KEY UPDATE
            """, token);

    /// <summary>Those that waited for a completed job may start.</summary>
    /// <returns>Their kinds.</returns>
    public static async Task<IReadOnlyList<JobKind>> ReleaseAsync(AppDb db, Guid completedJobId, CancellationToken token)
    {
        var released = await db.ProcessingJobs.FromSql($"""
            UPDATE processing_jobs SET scheduled_for = clock_timestamp()
            WHERE depends_on_job_id = {completedJobId} AND status = 'queued' AND scheduled_for = 'infinity'
            RETURNING *
            """).AsNoTracking().ToListAsync(token);
        return [.. released.Select(job => job.Kind).Distinct()];
    }

    /// <summary>
    /// Ends these jobs and all that wait for them, however far down, and tells of each. What has already ended stays as it is.
    /// </summary>
    /// <param name="rootsToo">False: only what waits for them.</param>
    /// <returns>How many were cancelled.</returns>
    public static async Task<int> CancelAsync(AppDb db, IReadOnlyList<Guid> jobIds, bool rootsToo, CancellationToken token)
    {
        var chain = await db.Database.SqlQuery<Guid>($"""
            WITH RECURSIVE chain AS (
                SELECT id, 0 AS depth FROM processing_jobs WHERE id = ANY({jobIds.ToArray()})
                UNION
                SELECT job.id, chain.depth + 1 FROM processing_jobs AS job JOIN chain ON job.depends_on_job_id = chain.id)
            SELECT id AS "Value" FROM chain WHERE depth > 0 OR {rootsToo}
            """).ToArrayAsync(token);

        // No word leads from failed to cancelled: one that rests before its next try goes back to the queue first.
        await db.Database.ExecuteSqlAsync($"""
            UPDATE processing_jobs SET status = 'queued', scheduled_for = 'infinity', backoff_until = NULL, next_retry_at = NULL
            WHERE id = ANY({chain}) AND status = 'failed' AND backoff_until IS NOT NULL
            """, token);
        var cancelled = await db.ProcessingJobs.FromSql($"""
            UPDATE processing_jobs
            SET status = 'cancelled', completed_at = clock_timestamp(), lease_token = NULL, lease_until = NULL
            WHERE id = ANY({chain}) AND status IN ('queued', 'running')
            RETURNING *
            """).AsNoTracking().ToListAsync(token);
        var ids = cancelled.Select(job => job.Id).ToArray();
        await db.Database.ExecuteSqlAsync($"""
            UPDATE processing_job_attempts SET ended_at = clock_timestamp(), outcome = 'cancelled'
            WHERE job_id = ANY({ids}) AND ended_at IS NULL
            """, token);
        foreach (var job in cancelled.OrderBy(job => Array.IndexOf(chain, job.Id)))
        {
            db.Raise(new JobCancelled(job.Id, job.VideoId, job.JobType, job.AssetSet));
        }

        return cancelled.Count;
    }
}

/// <summary>Cancelling by whoever may: the caller saves and commits.</summary>
internal sealed class JobCanceller : IJobCanceller
{
    public async Task<int> CancelAsync(AppDb db, IReadOnlyList<Guid> jobIds, CancellationToken token)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Cancelling jobs is part of a larger change: begin its transaction first.");
        }

        await JobChains.LockVideosAsync(db, jobIds, token);
        return await JobChains.CancelAsync(db, jobIds, rootsToo: true, token);
    }
}
