using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// Repairs what a crash or a lost message left behind: rows of dead workers, rests that are over, rows whose parent has ended,
/// missing tickets. Every process sweeps; a lock lets one at a time, and each repair looks again under the row's own locks.
/// </summary>
internal sealed partial class JobSweeper(
    IDbContextFactory<AppDb> contexts,
    NpgsqlDataSource source,
    IJobTickets tickets,
    IOptions<JobsOptions> options,
    TimeProvider time,
    ILogger<JobSweeper> log) : BackgroundService
{
    private const long SweepLock = 0x4A6F_6253_7765_6570;

    /// <summary>Repairs of one kind in one sweep; the rest waits for the next.</summary>
    private const int Batch = 100;

    private readonly JobsOptions _options = options.Value;

    /// <summary>One look at everything. False when another process is sweeping.</summary>
    public async Task<bool> SweepAsync(CancellationToken token)
    {
        await using var connection = await source.OpenConnectionAsync(token);
        if (!await ScalarAsync<bool>(connection, $"SELECT pg_try_advisory_lock({SweepLock})", token))
        {
            return false;
        }

        try
        {
            var look = await SweepLook.TakeAsync(connection, _options.Lease, token);
            if (look.HasRepairs)
            {
                await RescueAsync(look.Gone, token);
                await EndRestsAsync(token);
                await RepairChainsAsync(token);
            }

            foreach (var kind in look.HasRepairs ? Enum.GetValues<JobKind>() : look.Ready)
            {
                tickets.Offer(kind);
            }

            return true;
        }
        finally
        {
            await ScalarAsync<bool>(connection, $"SELECT pg_advisory_unlock({SweepLock})", CancellationToken.None);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.SweepInterval, time);
        try
        {
            do
            {
                try
                {
                    await SweepAsync(stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    LogSweepFailed(failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(token))!;
    }

    /// <summary>
    /// Running rows whose lease is over, and those of processes of this machine that no longer exist: these need not wait for
    /// the lease, so that a killed server goes on within seconds of its restart.
    /// </summary>
    private async Task RescueAsync(string[] gone, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);

        // A row that plain SQL made running has no lease; it gets the length of one.
        var lost = await db.ProcessingJobs.FromSql($"""
            SELECT * FROM processing_jobs
            WHERE status = 'running'
              AND (COALESCE(lease_until, status_changed_at + {_options.Lease}) < clock_timestamp() OR worker_id = ANY({gone}))
            ORDER BY lease_until LIMIT {Batch}
            """).AsNoTracking().ToListAsync(token);
        foreach (var job in lost)
        {
            await EachAloneAsync(job.Id, () => RescueAsync(job, gone, token), token);
        }
    }

    private async Task RescueAsync(ProcessingJob seen, string[] gone, CancellationToken token)
    {
        await using var db = await BeginAsync(seen.Id, token);
        var still = await db.ProcessingJobs.FromSql($"""
            SELECT * FROM processing_jobs
            WHERE id = {seen.Id} AND status = 'running' AND lease_token IS NOT DISTINCT FROM {seen.LeaseToken}
              AND (COALESCE(lease_until, status_changed_at + {_options.Lease}) < clock_timestamp() OR worker_id = ANY({gone}))
            FOR UPDATE
            """).AsNoTracking().ToListAsync(token);
        if (still is not [var job])
        {
            return;
        }

        await JobOutcomes.CloseAttemptAsync(db, job.Id, AttemptOutcome.Lost, RetryRules.WorkerLost, null, null, token);
        if (RetryRules.HasTriesLeft(job.Attempts, job.MaxAttempts))
        {
            await db.Database.ExecuteSqlAsync($"""
                UPDATE processing_jobs
                SET status = 'queued', scheduled_for = clock_timestamp(), lease_token = NULL, lease_until = NULL,
                    progress_percent = NULL, progress_details = NULL, stage = NULL
                WHERE id = {job.Id}
                """, token);
            LogRescued(job.JobType, job.Id, job.Attempts, job.WorkerId);
        }
        else
        {
            await JobOutcomes.GiveUpAsync(
                db, job, new JobFailure(RetryRules.WorkerLost, $"Its worker was lost {job.Attempts} times."), token);
            LogRescuedInVain(job.JobType, job.Id, job.Attempts, job.WorkerId);
        }

        await db.Database.CommitTransactionAsync(token);
    }

    private async Task EndRestsAsync(CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        await db.Database.ExecuteSqlAsync($"""
            UPDATE processing_jobs
            SET status = 'queued', scheduled_for = clock_timestamp(), backoff_until = NULL, next_retry_at = NULL, lease_token = NULL,
                progress_percent = NULL, progress_details = NULL, stage = NULL
            WHERE id IN (
                SELECT id FROM processing_jobs
                WHERE status = 'failed' AND backoff_until <= clock_timestamp()
                ORDER BY backoff_until LIMIT {Batch} FOR UPDATE SKIP LOCKED)
            """, token);
    }

    /// <summary>
    /// A row that was made to wait for a job that had already ended: released or cancelled as it would have been. The runner
    /// itself leaves none.
    /// </summary>
    private async Task RepairChainsAsync(CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        var ended = await db.ProcessingJobs.FromSql($"""
            SELECT parent.* FROM processing_jobs AS parent
            WHERE (parent.status IN ('completed', 'cancelled') OR (parent.status = 'failed' AND parent.backoff_until IS NULL))
              AND EXISTS (
                  SELECT 1 FROM processing_jobs AS child
                  WHERE child.depends_on_job_id = parent.id AND child.status = 'queued' AND child.scheduled_for = 'infinity')
            LIMIT {Batch}
            """).AsNoTracking().ToListAsync(token);
        foreach (var parent in ended)
        {
            await EachAloneAsync(parent.Id, () => RepairChainAsync(parent, token), token);
        }
    }

    private async Task RepairChainAsync(ProcessingJob parent, CancellationToken token)
    {
        await using var db = await BeginAsync(parent.Id, token);
        if (parent.Status == JobStatus.Completed)
        {
            await JobChains.ReleaseAsync(db, parent.Id, token);
        }
        else
        {
            await JobChains.CancelAsync(db, [parent.Id], rootsToo: false, token);
            await db.SaveChangesAsync(token);
        }

        await db.Database.CommitTransactionAsync(token);
        LogChainRepaired(parent.JobType, parent.Id);
    }

    /// <summary>A context in a transaction that holds the job's video.</summary>
    private async Task<AppDb> BeginAsync(Guid jobId, CancellationToken token)
    {
        var db = await contexts.CreateDbContextAsync(token);
        try
        {
            db.ActAs(Actor.Worker(WorkerName.Current.Value));
            await db.Database.BeginTransactionAsync(token);
            await JobChains.LockVideosAsync(db, [jobId], token);
            return db;
        }
        catch (Exception)
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>One row that cannot be repaired must not keep the others from it.</summary>
    private async Task EachAloneAsync(Guid jobId, Func<Task> repair, CancellationToken token)
    {
        try
        {
            await repair();
        }
        catch (Exception failure) when (!token.IsCancellationRequested)
        {
            LogRepairFailed(jobId, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{JobType} {JobId} attempt {Attempt} lost its worker {WorkerId}; queued again")]
    private partial void LogRescued(string jobType, Guid jobId, int attempt, string? workerId);

    [LoggerMessage(Level = LogLevel.Error, Message = "{JobType} {JobId} attempt {Attempt} lost its worker {WorkerId}; it was the last")]
    private partial void LogRescuedInVain(string jobType, Guid jobId, int attempt, string? workerId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rows that waited for the ended {JobType} {JobId} were released or cancelled")]
    private partial void LogChainRepaired(string jobType, Guid jobId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {JobId} could not be repaired")]
    private partial void LogRepairFailed(Guid jobId, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A sweep over the jobs failed; the next one tries again")]
    private partial void LogSweepFailed(Exception failure);
}
