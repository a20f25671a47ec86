using System.ComponentModel.DataAnnotations;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>The Instagram platform by Facebook Login. Section <c>Instagram</c>.</summary>
public sealed class InstagramOptions : GraphOptions
{
    public const string Section = "Instagram";

    /// <summary>Rights without which nothing can be published.</summary>
    public static readonly IReadOnlyList<string> NeededScopes =
        ["instagram_basic", "instagram_content_publish", "pages_show_list", "pages_read_engagement"];

    /// <summary>Rights that are asked for beside the needed ones and may be refused.</summary>
    public static readonly IReadOnlyList<string> WishedScopes = ["instagram_manage_insights", "business_management"];

    /// <summary>Of 2026-09-11: what a reel can tell. Names that were taken away since are left out at the next question.</summary>
    private static readonly string[] UsualMetrics =
    [
        "views", "reach", "likes", "comments", "saved", "shares", "reposts", "total_interactions",
        "ig_reels_avg_watch_time", "ig_reels_video_view_total_time",
    ];

    /// <summary>None takes those of 2026-09-11; see <see cref="GraphOptions.PollWaitsSeconds"/> for why it is empty.</summary>
    public string[] MetricNames { get; set; } = [];

    public IReadOnlyList<string> Metrics => MetricNames.Length > 0 ? MetricNames : UsualMetrics;

    /// <summary>A container that was seen not published is looked at once more after this before the same commit is sent again.</summary>
    [Range(0.01, 3600)]
    public double SecondLookSeconds { get; set; } = 30;

    /// <summary>The platform throws unpublished containers away after 24 hours.</summary>
    [Range(0.001, 24)]
    public double ContainerHours { get; set; } = 24;

    /// <summary>How long before its minute a post is begun: its container waits, processed, for the one call that is left.</summary>
    [Range(0, 1200)]
    public double LeadMinutes { get; set; } = 30;

    /// <summary>Publications in 24 hours where the platform does not tell.</summary>
    [Range(1, 1000)]
    public int FallbackPublishesPerDay { get; set; } = 25;

    /// <summary>Documents say 300 MB and 1 GB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; set; } = 300_000_000;

    /// <summary>Where the person chose nothing. Sent explicitly, because the platform's default is not written down.</summary>
    public bool ShareToFeed { get; set; } = true;
}
