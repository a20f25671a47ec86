namespace VideoSaas.Domain.Processing;

/// <summary>
/// One piece of long work on a video: the truth that the job runner carries out. Claims, leases and outcomes are written by
/// the runner in SQL that asks "is it still mine"; code elsewhere only makes rows and reads them.
/// </summary>
public sealed class ProcessingJob
{
    private ProcessingJob()
    {
    }

    public Guid Id { get; private init; }

    public Guid VideoId { get; private init; }

    public Guid UserId { get; private init; }

    public string JobType { get; private init; } = "";

    public JobKind Kind { get; private init; }

    /// <summary>1 is the most urgent, 10 the least.</summary>
    public int Priority { get; private init; }

    /// <summary>Not before this; infinity (<see cref="DateTimeOffset.MaxValue"/>) while it waits for another job.</summary>
    public DateTimeOffset ScheduledFor { get; private set; }

    public JobStatus Status { get; private set; }

    public DateTimeOffset StatusChangedAt { get; private set; }

    public int Attempts { get; private set; }

    public int MaxAttempts { get; private init; } = 3;

    /// <summary>Machine and process: <c>host/pid</c>.</summary>
    public string? WorkerId { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public int? DurationMs { get; private set; }

    /// <summary>JSON, input of the handler.</summary>
    public string JobData { get; private init; } = "{}";

    /// <summary>JSON, what the handler found or made.</summary>
    public string? ResultData { get; private set; }

    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }

    /// <summary>The exception as text, for staff.</summary>
    public string? ErrorStack { get; private set; }

    /// <summary>JSON: last lines of the tool, arguments.</summary>
    public string? ErrorDetails { get; private set; }

    /// <summary>Failed and this set: will be tried again then. Failed and null: has given up.</summary>
    public DateTimeOffset? BackoffUntil { get; private set; }

    public DateTimeOffset? NextRetryAt { get; private set; }

    public Guid? DependsOnJobId { get; private init; }

    /// <summary>The asset set of the video that this job works for; an older one is history.</summary>
    public int AssetSet { get; private init; }

    public string? HangfireJobId { get; private set; }

    public Guid? LeaseToken { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>0 to 100; null when the length of the work is unknown.</summary>
    public int? ProgressPercent { get; private set; }

    /// <summary>What it is doing now, a stable word such as <c>encoding</c>.</summary>
    public string? Stage { get; private set; }

    /// <summary>JSON: speed, seconds left, frames; hints for the page.</summary>
    public string? ProgressDetails { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public bool HasGivenUp => Status == JobStatus.Failed && BackoffUntil is null;

    /// <summary>A new row, always queued; waits for <paramref name="after"/> if one is named.</summary>
    public static ProcessingJob Queued(
        Guid id, Guid videoId, Guid userId, string jobType, JobKind kind, int priority, DateTimeOffset now,
        int assetSet, Guid? after = null, string jobData = "{}", int maxAttempts = 3, DateTimeOffset? notBefore = null) => new()
        {
            Id = id,
            VideoId = videoId,
            UserId = userId,
            JobType = jobType,
            Kind = kind,
            Priority = priority,
            ScheduledFor = after is null ? notBefore ?? now : DateTimeOffset.MaxValue,
            DependsOnJobId = after,
            AssetSet = assetSet,
            JobData = jobData,
            MaxAttempts = maxAttempts,
            CreatedAt = now,
        };
}
