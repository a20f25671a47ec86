using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>
/// YouTube by the Data API v3 and the Analytics API v2. Section <c>Youtube</c>. Addresses that are left out are the real ones, or
/// those of the twin while the sandbox is on.
/// </summary>
public sealed class YoutubeOptions : IValidatableObject
{
    public const string Section = "Youtube";

    public const string AnalyticsScope = "https://www.googleapis.com/auth/yt-analytics.readonly";

    /// <summary>Of the OAuth client registered at Google.</summary>
    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>Where a person consents.</summary>
    public Uri? AccountsBase { get; set; }

    /// <summary>Where tokens are given.</summary>
    public Uri? OauthBase { get; set; }

    public Uri? ApiBase { get; set; }

    public Uri? AnalyticsBase { get; set; }

    /// <summary>Rights without which nothing can be published.</summary>
    public static readonly IReadOnlyList<string> NeededScopes =
    [
        "https://www.googleapis.com/auth/youtube.upload",
        "https://www.googleapis.com/auth/youtube.readonly",
        "https://www.googleapis.com/auth/youtube.force-ssl",
    ];

    /// <summary>Rights that are asked for beside the needed ones and may be refused.</summary>
    public static readonly IReadOnlyList<string> WishedScopes = [AnalyticsScope];

    private static readonly double[] UsualPollWaits = [15, 60, 300];

    /// <summary>
    /// Between two looks at the processing, the longer the older it is: the last one holds on. None takes 15, 60 and 300. (Empty by
    /// default, because configuration adds to a list instead of replacing it.)
    /// </summary>
    public double[] PollWaitsSeconds { get; set; } = [];

    public IReadOnlyList<double> PollWaits => PollWaitsSeconds.Length > 0 ? PollWaitsSeconds : UsualPollWaits;

    /// <summary>A video that was seen not public is looked at once more after this before the same update is sent again.</summary>
    [Range(0.01, 3600)]
    public double SecondLookSeconds { get; set; } = 15;

    [Range(0.1, 600)]
    public double RequestTimeoutSeconds { get; set; } = 30;

    /// <summary>An upload in which no byte moves, or that is not answered, for so long is broken off and resumed.</summary>
    [Range(0.1, 3600)]
    public double UploadIdleSeconds { get; set; } = 120;

    /// <summary>Between a break of an upload and the question how far it came.</summary>
    [Range(0.01, 600)]
    public double ResumeWaitSeconds { get; set; } = 2;

    /// <summary>Breaks that one run mends by resuming, before the job goes to the back of the queue.</summary>
    [Range(0, 100)]
    public int ResumesPerRun { get; set; } = 5;

    /// <summary>
    /// An upload session that vanished after its last bytes may have left a video: it is looked for this often before the file is
    /// sent anew.
    /// </summary>
    [Range(1, 20)]
    public int LooksForLostUpload { get; set; } = 3;

    /// <summary>Processing that lasts longer is given up; the file is never sent anew because of it.</summary>
    [Range(0.0001, 720)]
    public double ProcessingHours { get; set; } = 24;

    /// <summary>A video that is not listed so long after its upload is taken for deleted.</summary>
    [Range(0.01, 86_400)]
    public double MissingSeconds { get; set; } = 600;

    /// <summary>How long before its minute a post is begun: the video waits, private and processed, for the one call that is left.</summary>
    [Range(0, 1200)]
    public double LeadMinutes { get; set; } = 60;

    /// <summary>How long a private video is counted on to stay as it was left.</summary>
    [Range(1, 365)]
    public double PreparedDays { get; set; } = 30;

    /// <summary>How far the platform's clock may be off ours when a video is looked for by its time.</summary>
    [Range(0, 3600)]
    public double ClockSkewSeconds { get; set; } = 300;

    /// <summary>Wait for a throttle that does not say how long.</summary>
    [Range(0.01, 86_400)]
    public double ThrottleWaitSeconds { get; set; } = 300;

    /// <summary>A channel that uploaded too much may go on after a day.</summary>
    [Range(0.01, 172_800)]
    public double UploadLimitWaitSeconds { get; set; } = 86_400;

    /// <summary>videos.insert calls a day of one Cloud project, a bucket of its own since 2026-06-01.</summary>
    [Range(1, 1_000_000)]
    public int UploadsPerDay { get; set; } = 100;

    /// <summary>The zone at whose midnight quotas are whole again.</summary>
    [Required]
    public string QuotaZone { get; set; } = "America/Los_Angeles";

    /// <summary>The category of a post whose person chose none: 22 is "People and Blogs", open everywhere.</summary>
    [Required]
    [RegularExpression(@"\d{1,3}")]
    public string CategoryId { get; set; } = "22";

    /// <summary>Of a picture for the cover, since 2026-09-14.</summary>
    [Range(1, long.MaxValue)]
    public long MaxCoverBytes { get; set; } = 50_000_000;

    /// <summary>Of channels that are not verified.</summary>
    [Range(1, 720)]
    public double UnverifiedMinutes { get; set; } = 15;

    /// <summary>Shorts uploaded since 2024-10-15.</summary>
    [Range(1, 3600)]
    public double ShortSeconds { get; set; } = 180;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(QuotaZone, out _))
        {
            yield return new ValidationResult($"{QuotaZone} is no time zone of this system.", [nameof(QuotaZone)]);
        }
    }
}
