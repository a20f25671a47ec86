using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>
/// X over its API v2. Section <c>Twitter</c>, the stored word of X. Figures are of 2026-11-22. Addresses that are left out are the
/// real ones, or those of the twin while the sandbox is on.
/// </summary>
public sealed class TwitterOptions
{
    public const string Section = "Twitter";

    /// <summary>Of the app's registration at X.</summary>
    public string? ClientId { get; set; }

    /// <summary>None for a public client, which names itself in the body instead.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Where people consent and look at posts.</summary>
    public Uri? SiteBase { get; set; }

    public Uri? ApiBase { get; set; }

    /// <summary>Rights without which nothing can be published; without the last a connection would end after two hours.</summary>
    public static readonly IReadOnlyList<string> NeededScopes =
        ["tweet.read", "tweet.write", "users.read", "media.write", "offline.access"];

    /// <summary>The specification renamed it to <c>post.fields</c> on 2026-08-07; what answers still knows the older word.</summary>
    [Required]
    [RegularExpression(@"(tweet|post)\.fields")]
    public string FieldsName { get; set; } = "tweet.fields";

    /// <summary>At most 5 MB; larger where the file would need more than 1000 of them.</summary>
    [Range(1024, 5_000_000)]
    public int ChunkBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Chunks that are sent before what the platform has is stored: after a crash at most so many go again.</summary>
    [Range(1, 100)]
    public int ChunksPerStep { get; set; } = 4;

    /// <summary>Between two looks at the processing where the platform names no time.</summary>
    [Range(0.01, 600)]
    public double StatusWaitSeconds { get; set; } = 5;

    /// <summary>However long the platform says.</summary>
    [Range(0.01, 600)]
    public double LongestStatusWaitSeconds { get; set; } = 60;

    /// <summary>Processing that takes longer has come to nothing.</summary>
    [Range(0.01, 1440)]
    public double ProcessingMinutes { get; set; } = 30;

    /// <summary>Finished media must be attached within 24 hours.</summary>
    [Range(0.5, 24)]
    public double MediaHours { get; set; } = 24;

    /// <summary>So long before its end media is no longer trusted to be taken.</summary>
    [Range(0, 29)]
    public double MediaMarginMinutes { get; set; } = 10;

    /// <summary>How long before its minute a post is begun: its video waits, processed, for the one call that is left.</summary>
    [Range(0, 1200)]
    public double LeadMinutes { get; set; } = 30;

    /// <summary>
    /// Between two looks at a timeline that does not show the post; only after both is it believed not to be out. How far a timeline
    /// may be behind is written nowhere.
    /// </summary>
    [Range(0.01, 3600)]
    public double SecondLookSeconds { get; set; } = 60;

    /// <summary>Between two tries to read a timeline that could not be read.</summary>
    [Range(0.01, 3600)]
    public double LookAgainSeconds { get; set; } = 15;

    /// <summary>How far the platform's clock may be off ours when a publication is looked for by its time.</summary>
    [Range(0, 3600)]
    public double ClockSkewSeconds { get; set; } = 60;

    [Range(0.1, 600)]
    public double RequestTimeoutSeconds { get; set; } = 30;

    /// <summary>A chunk of which no byte moves for so long is broken off and sent again.</summary>
    [Range(0.1, 3600)]
    public double UploadIdleSeconds { get; set; } = 60;

    /// <summary>Wait for a limit that does not say when it opens: the length of its window.</summary>
    [Range(0.01, 86_400)]
    public double ThrottleWaitSeconds { get; set; } = 900;

    /// <summary>While the product's own account at X has no credit, or X has closed itself to the product.</summary>
    [Range(0.01, 86_400)]
    public double PausedWaitSeconds { get; set; } = 3600;

    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; set; } = 512_000_000;

    [Range(1, 36_000)]
    public double LongestVideoSeconds { get; set; } = 140;

    /// <summary>Of accounts with a subscription; no document says it, clients saw about ten minutes.</summary>
    [Range(1, 36_000)]
    public double LongestSubscribedVideoSeconds { get; set; } = 600;

    /// <summary>Weighted units of a text of accounts with a subscription.</summary>
    [Range(280, 100_000)]
    public int SubscribedTextUnits { get; set; } = 25_000;
}
