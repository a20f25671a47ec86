namespace VideoSaas.Domain.Accounts;

public enum Tier
{
    Free,
    Pro,
    Business,
    Enterprise,
}

/// <summary>What one tier allows. A row an admin can edit; null means "no limit".</summary>
public sealed class SubscriptionTier
{
    public Tier Tier { get; init; }

    public int MonthlyVideos { get; set; }

    public long MaxFileSizeBytes { get; set; }

    public int MaxDurationSeconds { get; set; }

    /// <summary>Largest short side of a made file, in pixels.</summary>
    public int MaxResolution { get; set; }

    public long StorageBytes { get; set; }

    /// <summary>Jobs of one person that may run at once.</summary>
    public int ParallelJobs { get; set; }

    /// <summary>1 is the most urgent, 10 the least.</summary>
    public int JobPriority { get; set; }

    /// <summary>Platform words that may be connected.</summary>
    public string[] Platforms { get; set; } = [];

    public int ApiRequestsPerHour { get; set; }

    /// <summary>Words that are drawn over every video of this tier that has no mark of its own; null is none. At most 100 characters.</summary>
    public string? ForcedWatermark { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
