namespace VideoSaas.Domain.Accounts;

public enum DataExportStatus
{
    Queued,
    Running,
    Ready,
    Failed,

    /// <summary>Its file is gone, as was said.</summary>
    Expired,
}

/// <summary>All that is kept of a person, as one file to take away; made by recurring work that may run twice.</summary>
public sealed class DataExport
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public DataExportStatus Status { get; set; }

    public DateTimeOffset StatusChangedAt { get; init; }

    public string? StorageKey { get; set; }

    public long? SizeBytes { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public int Attempts { get; set; }

    public Guid? LeaseToken { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public string? ErrorMessage { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
