namespace VideoSaas.Domain.Publishing;

public enum CommitOutcome
{
    Committed,
    NotCommitted,
    Unknown,
}

/// <summary>
/// One arming's way to the platform: made before the first request, so that whoever comes later knows what may have happened.
/// </summary>
public sealed class PublishAttempt
{
    public Guid Id { get; init; }

    public Guid PostId { get; init; }

    public Guid UserId { get; init; }

    /// <summary>UNIQUE with the post.</summary>
    public int Arming { get; init; }

    /// <summary>The last step stored, a stable word such as <c>container_created</c>.</summary>
    public required string Step { get; set; }

    /// <summary>JSON: what the platform calls its side (container id, upload address); stored before it is used.</summary>
    public string? RemoteHandles { get; set; }

    /// <summary>When permission to commit was stored; null: nothing irreversible was sent.</summary>
    public DateTimeOffset? IntentAt { get; set; }

    /// <summary>The run that stored the intent; any other run may only reconcile.</summary>
    public Guid? IntentLease { get; set; }

    /// <summary>JSON without secrets.</summary>
    public string? LastRequest { get; set; }

    public string? LastAnswer { get; set; }

    public CommitOutcome? Outcome { get; set; }

    /// <summary>platform, reconcile, or the person's id.</summary>
    public string? ResolvedBy { get; set; }

    public DateTimeOffset? ResolvedAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
