namespace VideoSaas.Domain.Notifying;

public enum LetterStatus
{
    Waiting,
    Sent,

    /// <summary>Not sent, because there was no need any more or the person wants none of its kind.</summary>
    Dropped,

    /// <summary>Given up after the last try.</summary>
    Failed,
}

/// <summary>A mail that is to go out: written with what it tells of, sent by recurring work that may run twice.</summary>
public sealed class Letter
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>Null for a digest, which tells of many.</summary>
    public Guid? NotificationId { get; init; }

    public NotificationKind Kind { get; init; }

    /// <summary>The same letter asked for twice is one row: unique for the person.</summary>
    public required string Key { get; init; }

    /// <summary>Not before: what mends itself within minutes needs no mail.</summary>
    public DateTimeOffset DueAt { get; set; }

    public LetterStatus Status { get; set; }

    public DateTimeOffset StatusChangedAt { get; init; }

    public int Attempts { get; set; }

    public Guid? LeaseToken { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public string? LastError { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
