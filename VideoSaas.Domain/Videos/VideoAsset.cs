namespace VideoSaas.Domain.Videos;

public enum AssetKind
{
    Source,
    Rendition,
    Thumbnail,
    Preview,

    /// <summary>A moving picture for lists.</summary>
    Animation,

    /// <summary>One of the pictures suggested for the cover.</summary>
    Cover,
    Captions,

    /// <summary>A picture of the person's own, to be drawn over the video.</summary>
    Watermark,
}

/// <summary>One stored file of a video. A stored file is removed only when no row names it.</summary>
public sealed class VideoAsset
{
    public Guid Id { get; init; }

    public Guid VideoId { get; init; }

    public Guid UserId { get; init; }

    public AssetKind Kind { get; init; }

    /// <summary>Which making of the video it belongs to; 0 is the source.</summary>
    public int AssetSet { get; init; }

    public required string StorageKey { get; init; }

    public required string ContentType { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>Lower-case hex.</summary>
    public string? Sha256 { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public long? DurationMs { get; init; }

    /// <summary>Of a cover: where in the source the picture is.</summary>
    public long? AtMs { get; init; }

    /// <summary>JSON of the encode spec that made it; null for a source.</summary>
    public string? Spec { get; init; }

    /// <summary>Platform words that this file serves.</summary>
    public string[] Platforms { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }
}
