namespace VideoSaas.Domain.Analytics;

/// <summary>One raw snapshot of a post, as the platform gave it.</summary>
public sealed class PostAnalytics
{
    public Guid Id { get; init; }

    public Guid PostId { get; init; }

    public Guid UserId { get; init; }

    /// <summary>JSON object: the platform's metric name → number.</summary>
    public string Metrics { get; init; } = "{}";

    /// <summary>The platform's answer, JSON.</summary>
    public string? Raw { get; init; }

    public DateTimeOffset FetchedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
