using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Videos;

public enum UploadStatus
{
    /// <summary>Bytes may still come.</summary>
    Receiving,

    /// <summary>All bytes are here and the video exists.</summary>
    Completed,

    /// <summary>Ended by its person.</summary>
    Terminated,

    /// <summary>Nothing came for too long.</summary>
    Expired,
}

/// <summary>What became of the monthly unit that an upload holds.</summary>
public enum QuotaUnit
{
    Reserved,
    Taken,
    Returned,
}

/// <summary>One resumable upload (tus).</summary>
public sealed class Upload
{
    public static readonly TransitionTable<UploadStatus> Transitions = new(
        births: [UploadStatus.Receiving],
        steps: [(UploadStatus.Receiving, [UploadStatus.Completed, UploadStatus.Terminated, UploadStatus.Expired])]);

    public Guid Id { get; init; }

    /// <summary>The unguessable name in the upload's address: 128 random bits or more, base64url.</summary>
    public required string Token { get; init; }

    public Guid UserId { get; init; }

    public UploadStatus Status { get; set; }

    public DateTimeOffset StatusChangedAt { get; init; }

    public long LengthBytes { get; init; }

    /// <summary>Bytes that are on disk for good.</summary>
    public long OffsetBytes { get; set; }

    /// <summary>The client's Upload-Metadata header, word for word.</summary>
    public string? MetadataHeader { get; init; }

    public required string Filename { get; init; }

    public required string StorageKey { get; init; }

    /// <summary>The month's unit that this upload holds.</summary>
    public QuotaUnit QuotaUnit { get; set; }

    /// <summary>The person's quota_reset_date when the unit was reserved: a unit of a month gone is not given back.</summary>
    public DateOnly QuotaPeriod { get; init; }

    /// <summary>Who may write now; a later writer takes it over.</summary>
    public Guid? LeaseToken { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public Guid? VideoId { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
