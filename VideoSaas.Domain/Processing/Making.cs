using VideoSaas.Domain.Media;

namespace VideoSaas.Domain.Processing;

/// <summary>One making of a video: what was asked for, and what was planned when the source was known. One row an asset set.</summary>
public sealed class Making
{
    public Guid VideoId { get; init; }

    public int AssetSet { get; init; }

    /// <summary>Null is none.</summary>
    public VideoEdits? Edits { get; init; }

    /// <summary>Null until the source was probed.</summary>
    public MakingPlan? Plan { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
