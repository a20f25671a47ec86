using System.ComponentModel.DataAnnotations;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Facebook;

/// <summary>Facebook Pages: their reels and their videos. Section <c>Facebook</c>.</summary>
public sealed class FacebookOptions : GraphOptions
{
    public const string Section = "Facebook";

    /// <summary>Rights without which nothing can be published.</summary>
    public static readonly IReadOnlyList<string> NeededScopes = ["pages_show_list", "pages_read_engagement", "pages_manage_posts"];

    /// <summary>Rights that are asked for beside the needed ones and may be refused.</summary>
    public static readonly IReadOnlyList<string> WishedScopes = ["read_insights", "business_management"];

    /// <summary>Of 2026-06-15, when the family of impressions was retired.</summary>
    private static readonly string[] UsualReelMetrics =
    [
        "blue_reels_play_count", "fb_reels_total_plays", "fb_reels_replay_count", "post_total_media_view_unique", "post_video_view_time",
        "post_video_avg_time_watched", "post_video_likes_by_reaction_type", "post_video_social_actions", "post_video_followers",
    ];

    private static readonly string[] UsualVideoMetrics =
    [
        "total_video_views", "total_video_view_total_time", "total_video_avg_time_watched", "post_media_view",
        "post_total_media_view_unique", "post_video_likes_by_reaction_type", "post_video_social_actions",
    ];

    /// <summary>Where the bytes of videos that are no reels go.</summary>
    public Uri? GraphVideoBase { get; set; }

    /// <summary>Where people see what was published; permalinks may come without it.</summary>
    public Uri? WwwBase { get; set; }

    /// <summary>None takes those of 2026-06-15; see <see cref="GraphOptions.PollWaitsSeconds"/> for why it is empty.</summary>
    public string[] ReelMetricNames { get; set; } = [];

    public IReadOnlyList<string> ReelMetrics => ReelMetricNames.Length > 0 ? ReelMetricNames : UsualReelMetrics;

    public string[] VideoMetricNames { get; set; } = [];

    public IReadOnlyList<string> VideoMetrics => VideoMetricNames.Length > 0 ? VideoMetricNames : UsualVideoMetrics;

    /// <summary>A video that was seen whole and not told to publish is looked at once more after this before the same finish is sent again.</summary>
    [Range(0.01, 3600)]
    public double SecondLookSeconds { get; set; } = 120;

    /// <summary>A video that is said not to exist is asked for again for so long before that is believed.</summary>
    [Range(0, 86_400)]
    public double MissingPatienceSeconds { get; set; } = 300;

    /// <summary>A finished video that is still a draft so long after the finish stays one.</summary>
    [Range(0, 86_400)]
    public double DraftPatienceSeconds { get; set; } = 600;

    /// <summary>How long before its minute a post is begun: its bytes wait, unpublished, for the one call that is left.</summary>
    [Range(0, 1200)]
    public double LeadMinutes { get; set; } = 30;

    /// <summary>How long an upload that is not finished is kept is written down nowhere: a day is what its neighbour gives.</summary>
    [Range(0.001, 72)]
    public double PreparedHours { get; set; } = 24;

    /// <summary>Of videos that are no reels: after so many bytes the offset is stored, so that a crash asks for less again.</summary>
    [Range(1, long.MaxValue)]
    public long StoreOffsetEveryBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Reels a Page may publish by way of the API in 24 hours; of 2026-07-30.</summary>
    [Range(1, 1000)]
    public int ReelsPerDay { get; set; } = 30;

    /// <summary>Of a picture for the cover.</summary>
    [Range(1, long.MaxValue)]
    public long MaxCoverBytes { get; set; } = 10_000_000;

    /// <summary>Not stated; our own limit of 2026-11-22.</summary>
    [Range(1, long.MaxValue)]
    public long MaxReelBytes { get; set; } = 1_000_000_000;

    /// <summary>Not stated by the reference of 2026.</summary>
    [Range(1, long.MaxValue)]
    public long MaxVideoBytes { get; set; } = 10_000_000_000;
}
