namespace VideoSaas.Domain.Processing;

/// <summary>How one try of a job ended.</summary>
public enum AttemptOutcome
{
    Completed,
    Failed,

    /// <summary>Given back: the work was not ready yet, or the server shut down.</summary>
    Snoozed,
    Cancelled,

    /// <summary>The worker died or lost its lease.</summary>
    Lost,
}

/// <summary>One try of a job, open until it ended.</summary>
public sealed class ProcessingJobAttempt
{
    public Guid Id { get; init; }

    public Guid JobId { get; init; }

    /// <summary>1 for the first.</summary>
    public int Number { get; init; }

    public required string WorkerId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public AttemptOutcome? Outcome { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    /// <summary>Last lines of the tool's stderr.</summary>
    public string[]? LastLines { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}
