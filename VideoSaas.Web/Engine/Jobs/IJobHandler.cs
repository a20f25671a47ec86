using VideoSaas.Domain.Processing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>Carries out one type of job. Exactly one handler a type, or the app refuses to start. Registered as a singleton.</summary>
public interface IJobHandler
{
    string JobType { get; }

    JobKind Kind { get; }

    /// <summary>
    /// The long part: no transaction, may run again after a crash, so everything it does is safe to repeat.
    /// Throws <see cref="OperationCanceledException"/> when <paramref name="token"/> says so (cancelled, lease lost, shutdown).
    /// </summary>
    Task<JobOutcome> RunAsync(JobRun run, CancellationToken token);

    /// <summary>
    /// The short part, only after <see cref="JobOutcome.Done"/>: inside the transaction that completes the job.
    /// Changes what <paramref name="db"/> tracks; the runner saves and commits. If the lease was lost it is not called.
    /// </summary>
    Task CompleteAsync(AppDb db, JobRun run, JobOutcome.Done done, CancellationToken token);

    /// <summary>The run's result was thrown away (lease lost, cancelled, failed): remove work files that no row names.</summary>
    Task DiscardAsync(JobRun run, JobOutcome.Done? done) => Task.CompletedTask;
}

/// <summary>One attempt at a job, as the handler sees it.</summary>
public abstract class JobRun
{
    /// <summary>The row as it was claimed.</summary>
    public required ProcessingJob Job { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>Fences every later write of this run.</summary>
    public required Guid LeaseToken { get; init; }

    /// <summary>
    /// Says where the work stands; written at most twice a second, and at once when the stage changes. Never throws, never blocks.
    /// </summary>
    /// <param name="percent">0 to 100, or null when unknown.</param>
    /// <param name="details">Hints for the page, kept as JSON in <c>progress_details</c>.</param>
    public abstract void Report(string stage, int? percent, JobProgressDetails? details = null);
}

/// <summary>The structure of <c>processing_jobs.progress_details</c>.</summary>
/// <param name="SecondsLeft">Estimate of the handler.</param>
/// <param name="Speed">Times real time.</param>
/// <param name="Done">Units done, for example frames or bytes.</param>
/// <param name="Total">Units in all.</param>
/// <param name="BytesPerSecond">Of a transfer, over its last few seconds.</param>
public sealed record JobProgressDetails(
    double? SecondsLeft = null, double? Speed = null, long? Done = null, long? Total = null, double? BytesPerSecond = null);

/// <summary>How a run ended. A thrown exception is a RetryLater with the exception as its stack.</summary>
public abstract record JobOutcome
{
    private JobOutcome()
    {
    }

    /// <param name="Result">Becomes <c>result_data</c> as JSON; also handed to Complete.</param>
    public sealed record Done(object? Result = null) : JobOutcome;

    /// <summary>Not yet: run again after <paramref name="Delay"/>; this attempt does not count.</summary>
    public sealed record Snooze(TimeSpan Delay) : JobOutcome;

    /// <summary>Failed in a way that may pass: backoff decides when, until the attempts are used up; then it gives up.</summary>
    /// <param name="NotBefore">What the other side asked for (Retry-After), if it did.</param>
    public sealed record RetryLater(
        string Code, string Message, IReadOnlyList<string>? LastLines = null, TimeSpan? NotBefore = null) : JobOutcome;

    /// <summary>Trying again cannot help.</summary>
    /// <param name="Arguments">Values for the placeholders of the sentence that <paramref name="Code"/> names.</param>
    public sealed record GiveUp(
        string Code, string Message, IReadOnlyList<string>? LastLines = null, IReadOnlyList<string>? Arguments = null) : JobOutcome;
}
