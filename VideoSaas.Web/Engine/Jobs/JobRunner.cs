using Hangfire;
using Hangfire.Server;
using Microsoft.Extensions.Options;
using Npgsql;
using VideoSaas.Domain.Processing;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// What a ticket does: claims the best ready row of its kind, lets the handler work, writes how it ended. A ticket for publishing
/// goes on with the next one (<see cref="JobsOptions.PublishRowsPerTicket"/>). One that finds nothing ends quietly. The row owns attempts and backoff, so Hangfire never tries again by itself.
/// </summary>
internal sealed partial class JobRunner(
    ReadyJobs ready,
    JobHandlers handlers,
    JobOutcomes outcomes,
    JobTickets tickets,
    NpgsqlDataSource source,
    IOptions<JobsOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<JobRunner> log)
{
    private readonly JobsOptions _options = options.Value;

    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("{0}")]
    public async Task RunNextAsync(JobKind kind, PerformContext? context, CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token, lifetime.ApplicationStopping);
        var rows = kind == JobKind.Publish ? _options.PublishRowsPerTicket : 1;
        for (var row = 1; row <= rows && !stop.IsCancellationRequested; row++)
        {
            ClaimedJob? claimed;
            try
            {
                claimed = await ready.ClaimAsync(kind, context?.BackgroundJob.Id, _options, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            if (claimed is null)
            {
                return;
            }

            // Hangfire's storage writes one after the other: the work does not wait for its notes.
            var number = row;
            var noting = Task.Run(() => NoteOnDashboard(context, claimed.Job, number), CancellationToken.None);
            await RunAsync(claimed, stop.Token);
            await noting;

            // The end of this run may have made room for the person's next one.
            tickets.Offer(kind);
        }
    }

    /// <summary>Carries out one claimed row to its end. Throws only when the end could not be written; the lease repairs that.</summary>
    internal async Task RunAsync(ClaimedJob claimed, CancellationToken stopping)
    {
        var job = claimed.Job;
        var handler = handlers.For(job.JobType);
        using var run = new ActiveRun(new JobLease(source, job.Id, claimed.Lease, _options.Lease), _options, time, log)
        {
            Job = job,
            Attempt = job.Attempts,
            LeaseToken = claimed.Lease,
        };
        using var handlerEnded = new CancellationTokenSource();
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(stopping, run.Lost);
        LogStarted(job.JobType, job.Id, job.Attempts);

        var keeping = run.KeepAsync(handlerEnded.Token);
        JobOutcome outcome;
        Exception? thrown = null;
        try
        {
            outcome = await handler.RunAsync(run, interrupt.Token);
        }
        catch (Exception failure)
        {
            thrown = failure;
            outcome = new JobOutcome.RetryLater(RetryRules.UnexpectedError, failure.Message);
        }
        finally
        {
            await handlerEnded.CancelAsync();
            await keeping;
        }

        // Once interrupted, only a finished result still counts: any other answer may just be the echo of the interruption.
        var interrupted = interrupt.IsCancellationRequested && outcome is not JobOutcome.Done;
        await EndAsync(handler, run, interrupted ? new JobOutcome.Snooze(TimeSpan.Zero) : outcome, interrupted, thrown);
    }

    private async Task EndAsync(IJobHandler handler, ActiveRun run, JobOutcome outcome, bool interrupted, Exception? thrown)
    {
        // A stopping server still writes how its runs ended; the lock on the row decides whether it may.
        using var patience = new CancellationTokenSource(_options.Shutdown, time);
        var token = patience.Token;
        bool written;
        switch (outcome)
        {
            case JobOutcome.Done done:
                try
                {
                    written = await outcomes.CompleteAsync(handler, run, done, token);
                }
                catch (Exception failure)
                {
                    LogCompletionFailed(run.Job.JobType, run.Job.Id, failure);
                    var retry = new JobOutcome.RetryLater(RetryRules.UnexpectedError, failure.Message);
                    await FailAsync(run, retry, failure, CancellationToken.None);
                    await DiscardAsync(handler, run, done);
                    return;
                }

                if (!written)
                {
                    await DiscardAsync(handler, run, done);
                }

                break;
            case JobOutcome.Snooze snooze:
                written = await outcomes.GiveBackAsync(run, snooze.Delay, token);
                if (interrupted)
                {
                    await DiscardAsync(handler, run, null);
                }
                else
                {
                    tickets.OfferAfter(run.Job.Kind, snooze.Delay);
                }

                break;
            case JobOutcome.RetryLater retry:
                written = await FailAsync(run, retry, thrown, token);
                await DiscardAsync(handler, run, null);
                break;
            case JobOutcome.GiveUp giveUp:
                LogGaveUp(run.Job.JobType, run.Job.Id, run.Attempt, giveUp.Code, thrown);
                written = await outcomes.GiveUpAsync(
                    run, new JobFailure(giveUp.Code, giveUp.Message, null, giveUp.LastLines, giveUp.Arguments), token);
                await DiscardAsync(handler, run, null);
                break;
            default:
                throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome.");
        }

        LogEnded(run.Job.JobType, run.Job.Id, run.Attempt, written ? outcome.GetType().Name : "Lost");
    }

    private Task<bool> FailAsync(JobRun run, JobOutcome.RetryLater retry, Exception? thrown, CancellationToken token)
    {
        var failure = new JobFailure(retry.Code, retry.Message, thrown?.ToString(), retry.LastLines);
        if (!RetryRules.HasTriesLeft(run.Attempt, run.Job.MaxAttempts))
        {
            LogGaveUp(run.Job.JobType, run.Job.Id, run.Attempt, retry.Code, thrown);
            return outcomes.GiveUpAsync(run, failure, token);
        }

        var rest = RetryRules.Backoff(
            run.Attempt, _options.BackoffFirst, _options.BackoffLongest, _options.BackoffJitter,
            Random.Shared.NextDouble(), retry.NotBefore);
        LogFailed(run.Job.JobType, run.Job.Id, run.Attempt, retry.Code, rest, thrown);
        return outcomes.FailAsync(run, failure, rest, token);
    }

    private async Task DiscardAsync(IJobHandler handler, JobRun run, JobOutcome.Done? done)
    {
        try
        {
            await handler.DiscardAsync(run, done);
        }
        catch (Exception failure)
        {
            LogDiscardFailed(run.Job.JobType, run.Job.Id, failure);
        }
    }

    /// <summary>Hangfire's dashboard shows what a ticket carried out.</summary>
    private void NoteOnDashboard(PerformContext? context, ProcessingJob job, int number)
    {
        try
        {
            if (number > 1)
            {
                context?.SetJobParameter($"Job{number}", job.Id);
                return;
            }

            context?.SetJobParameter("Job", job.Id);
            context?.SetJobParameter("JobType", job.JobType);
            context?.SetJobParameter("Video", job.VideoId);
            context?.SetJobParameter("Attempt", job.Attempts);
        }
        catch (Exception failure)
        {
            LogNoteFailed(job.Id, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{JobType} {JobId} starts, attempt {Attempt}")]
    private partial void LogStarted(string jobType, Guid jobId, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "{JobType} {JobId} attempt {Attempt} ended: {Outcome}")]
    private partial void LogEnded(string jobType, Guid jobId, int attempt, string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{JobType} {JobId} attempt {Attempt} failed with {Code}; again in {Rest}")]
    private partial void LogFailed(string jobType, Guid jobId, int attempt, string code, TimeSpan rest, Exception? failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{JobType} {JobId} gave up after attempt {Attempt} with {Code}")]
    private partial void LogGaveUp(string jobType, Guid jobId, int attempt, string code, Exception? failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{JobType} {JobId} was done, but its completion could not be written")]
    private partial void LogCompletionFailed(string jobType, Guid jobId, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leftovers of {JobType} {JobId} could not be removed")]
    private partial void LogDiscardFailed(string jobType, Guid jobId, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {JobId} could not be noted on Hangfire's dashboard")]
    private partial void LogNoteFailed(Guid jobId, Exception failure);
}
