namespace VideoSaas.Domain.Publishing;

/// <summary>How one step of a post's way ended.</summary>
public enum StepOutcome
{
    Done,

    /// <summary>The platform or our own machine said no; what follows is another try, a hold or a failure.</summary>
    Refused,

    /// <summary>Nobody knows.</summary>
    Unknown,
}

/// <summary>One line of a post's history with its platform; written with the step, never changed.</summary>
public sealed class PublishStep
{
    public Guid Id { get; init; }

    public Guid PostId { get; init; }

    public Guid UserId { get; init; }

    public int Arming { get; init; }

    /// <summary>Stable word such as <c>container_created</c>.</summary>
    public required string Step { get; init; }

    public StepOutcome Outcome { get; init; }

    /// <summary>By which the platform's people can find the request.</summary>
    public string? RequestId { get; init; }

    public string? ErrorCode { get; init; }

    /// <summary>What the platform said, without secrets.</summary>
    public string? Message { get; init; }

    /// <summary>JSON: status, headers without secrets, body.</summary>
    public string? Answer { get; init; }

    public DateTimeOffset? NextTryAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
