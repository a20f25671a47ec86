using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// Writes how a run ended, each in one transaction that first takes the video, then the job, and looks under these locks
/// whether the lease is still the run's. Every method answers false, having written nothing, when it is not.
/// </summary>
internal sealed partial class JobOutcomes(
    IDbContextFactory<AppDb> contexts, IJobTickets tickets, TimeProvider time, ILogger<JobOutcomes> log)
{
    private const int Tries = 4;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    /// <summary>The handler's short part, the result, the release of what waits for it and the answer of other rooms: all or nothing.</summary>
    public async Task<bool> CompleteAsync(IJobHandler handler, JobRun run, JobOutcome.Done done, CancellationToken token)
    {
        var result = JobJson.Write(done.Result);
        IReadOnlyList<JobKind> released = [];
        var written = await WriteAsync(
            run,
            async db =>
            {
                // First of all, so that whoever asks which siblings are completed sees this one among them.
                await db.Database.ExecuteSqlAsync($"""
                    UPDATE processing_jobs
                    SET status = 'completed', completed_at = clock_timestamp(), progress_percent = 100, result_data = {result}::jsonb,
                        duration_ms = LEAST(EXTRACT(EPOCH FROM clock_timestamp() - started_at) * 1000, 2147483647)::int,
                        lease_until = NULL, error_code = NULL, error_message = NULL, error_stack = NULL, error_details = NULL
                    WHERE id = {run.Job.Id}
                    """, token);
                await CloseAttemptAsync(db, run.Job.Id, AttemptOutcome.Completed, null, null, null, token);
                await handler.CompleteAsync(db, run, done, token);
                db.Raise(new JobCompleted(run.Job.Id, run.Job.VideoId, run.Job.JobType, run.Job.AssetSet));
                await db.SaveChangesAsync(token);

                // After the save: an answer to the completion may itself have made rows that wait for this one.
                released = await JobChains.ReleaseAsync(db, run.Job.Id, token);
            },
            token);

        // Its own kind is offered at the end of every run, and two looks in a row would make a ticket too many.
        foreach (var kind in released.Where(kind => kind != run.Job.Kind))
        {
            tickets.Offer(kind);
        }

        return written;
    }

    /// <summary>Back into the queue, due after <paramref name="delay"/>, as if this attempt had not been.</summary>
    public Task<bool> GiveBackAsync(JobRun run, TimeSpan delay, CancellationToken token) => WriteAsync(
        run,
        async db =>
        {
            await db.Database.ExecuteSqlAsync($"""
                UPDATE processing_jobs
                SET status = 'queued', attempts = GREATEST(attempts - 1, 0), scheduled_for = clock_timestamp() + {delay},
                    lease_token = NULL, lease_until = NULL
                WHERE id = {run.Job.Id}
                """, token);
            await CloseAttemptAsync(db, run.Job.Id, AttemptOutcome.Snoozed, null, null, null, token);
        },
        token);

    /// <summary>Failed, and tried again after <paramref name="rest"/>.</summary>
    public Task<bool> FailAsync(JobRun run, JobFailure failure, TimeSpan rest, CancellationToken token) =>
        WriteAsync(run, db => FailAsync(db, run.Job.Id, failure, rest, token), token);

    /// <summary>Failed for good: what waits for it is cancelled with it, and other rooms are told.</summary>
    public Task<bool> GiveUpAsync(JobRun run, JobFailure failure, CancellationToken token) =>
        WriteAsync(run, db => GiveUpAsync(db, run.Job, failure, token), token);

    /// <summary>The same for a row that a sweep holds under its locks.</summary>
    public static async Task GiveUpAsync(AppDb db, ProcessingJob job, JobFailure failure, CancellationToken token)
    {
        await FailAsync(db, job.Id, failure, rest: null, token);
        db.Raise(new JobGaveUp(
            job.Id, job.VideoId, job.JobType, job.AssetSet, failure.Code, failure.Message,
            failure.Arguments ?? [], failure.LastLines ?? []));
        await JobChains.CancelAsync(db, [job.Id], rootsToo: false, token);
        await db.SaveChangesAsync(token);
    }

    public static Task CloseAttemptAsync(
        AppDb db, Guid jobId, AttemptOutcome outcome, string? code, string? message, IReadOnlyList<string>? lastLines,
        CancellationToken token)
    {
        var word = Domain.Results.Words.Of(outcome);
        return db.Database.ExecuteSqlAsync($"""
            UPDATE processing_job_attempts
            SET ended_at = clock_timestamp(), outcome = {word}, error_code = {code}, error_message = {message},
                last_lines = {lastLines?.ToArray()}
            WHERE job_id = {jobId} AND ended_at IS NULL
            """, token);
    }

    private static async Task FailAsync(AppDb db, Guid jobId, JobFailure failure, TimeSpan? rest, CancellationToken token)
    {
        var details = JobJson.Write(new JobErrorDetails(failure.LastLines, failure.Arguments));
        await db.Database.ExecuteSqlAsync($"""
            UPDATE processing_jobs
            SET status = 'failed', lease_until = NULL,
                completed_at = CASE WHEN {rest is null} THEN clock.now END,
                duration_ms = LEAST(EXTRACT(EPOCH FROM clock.now - started_at) * 1000, 2147483647)::int,
                error_code = {failure.ShortCode}, error_message = {failure.Message}, error_stack = {failure.Stack},
                error_details = {details}::jsonb,
                backoff_until = clock.now + {rest}::interval, next_retry_at = clock.now + {rest}::interval
            FROM (SELECT clock_timestamp() AS now OFFSET 0) AS clock
            WHERE id = {jobId}
            """, token);
        await CloseAttemptAsync(db, jobId, AttemptOutcome.Failed, failure.ShortCode, failure.Message, failure.LastLines, token);
    }

    /// <summary>
    /// A broken connection or a deadlock is tried again with a new context. When the answer to a commit was lost, the row
    /// itself tells that it was made: a completed or failed row keeps the token of the run that ended it.
    /// </summary>
    private async Task<bool> WriteAsync(JobRun run, Func<AppDb, Task> write, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(run, write, token);
            }
            catch (Exception failure) when (attempt < Tries && IsTransient(failure))
            {
                LogWriteRepeated(run.Job.Id, failure);
                await Task.Delay(BetweenTries * attempt, time, token);
            }
        }
    }

    private async Task<bool> WriteOnceAsync(JobRun run, Func<AppDb, Task> write, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        db.ActAs(Actor.Worker(WorkerName.Current.Value));
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await JobChains.LockVideosAsync(db, [run.Job.Id], token);
        var status = await db.Database.SqlQuery<string>($"""
            SELECT status AS "Value" FROM processing_jobs
            WHERE id = {run.Job.Id} AND lease_token = {run.LeaseToken} FOR UPDATE
            """).ToListAsync(token);
        if (status is not ["running"])
        {
            return status is ["completed"] or ["failed"];
        }

        await write(db);
        await transaction.CommitAsync(token);
        return true;
    }

    private static bool IsTransient(Exception failure) =>
        failure is DbException { IsTransient: true } or NpgsqlException { InnerException: IOException or TimeoutException }
        || (failure is DbUpdateException or InvalidOperationException or RetryLimitExceededException
            && failure.InnerException is { } cause && IsTransient(cause));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of job {JobId} could not be written yet; trying again")]
    private partial void LogWriteRepeated(Guid jobId, Exception failure);
}

/// <summary>Why a run failed.</summary>
internal sealed record JobFailure(
    string Code, string Message, string? Stack = null,
    IReadOnlyList<string>? LastLines = null, IReadOnlyList<string>? Arguments = null)
{
    private const int LongestCode = 50;

    public string ShortCode => Code.Length > LongestCode ? Code[..LongestCode] : Code;
}
