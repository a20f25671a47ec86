using VideoSaas.Domain.Publishing;

namespace VideoSaas.Domain.Analytics;

/// <summary>The normalised series of one video on one platform.</summary>
public sealed class VideoAnalytics
{
    public Guid Id { get; init; }

    public Guid VideoId { get; init; }

    public Guid UserId { get; init; }

    public Platform Platform { get; init; }

    public string? PlatformPostId { get; init; }

    /// <summary>Null: the platform did not say.</summary>
    public int? Views { get; init; }

    public int? Likes { get; init; }

    public int? Comments { get; init; }

    public int? Shares { get; init; }

    public int? Saves { get; init; }

    /// <summary>(likes + comments + shares) / views × 100, two decimals.</summary>
    public decimal? EngagementRate { get; init; }

    public DateTimeOffset FetchedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
