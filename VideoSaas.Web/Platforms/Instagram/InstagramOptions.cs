using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>
/// The Instagram platform by Facebook Login. Section <c>Instagram</c>. Addresses that are left out are the real ones, or those
/// of the twin while the sandbox is on.
/// </summary>
public sealed class InstagramOptions
{
    public const string Section = "Instagram";

    /// <summary>Of the app's registration at Meta.</summary>
    public string? AppId { get; set; }

    public string? AppSecret { get; set; }

    /// <summary>Of 2026-02-18, usable until 2028-07-29. A retired one does not fail, it is served by the oldest usable.</summary>
    [Required]
    [RegularExpression(@"v\d+\.\d+")]
    public string Version { get; set; } = "v25.0";

    public Uri? DialogBase { get; set; }

    public Uri? GraphBase { get; set; }

    public Uri? RuploadBase { get; set; }

    /// <summary>Rights without which nothing can be published.</summary>
    public static readonly IReadOnlyList<string> NeededScopes =
        ["instagram_basic", "instagram_content_publish", "pages_show_list", "pages_read_engagement"];

    /// <summary>Rights that are asked for beside the needed ones and may be refused.</summary>
    public static readonly IReadOnlyList<string> WishedScopes = ["instagram_manage_insights", "business_management"];

    private static readonly double[] UsualPollWaits = [5, 10, 30, 60];

    /// <summary>
    /// Between two looks at a container, the longer the older it is: the last one holds on. None takes 5, 10, 30 and 60. (Empty
    /// by default, because configuration adds to a list instead of replacing it.)
    /// </summary>
    public double[] PollWaitsSeconds { get; set; } = [];

    public IReadOnlyList<double> PollWaits => PollWaitsSeconds.Length > 0 ? PollWaitsSeconds : UsualPollWaits;

    /// <summary>A container that was seen not published is looked at once more after this before the same commit is sent again.</summary>
    [Range(0.01, 3600)]
    public double SecondLookSeconds { get; set; } = 30;

    [Range(0.1, 600)]
    public double RequestTimeoutSeconds { get; set; } = 30;

    /// <summary>An upload in which no byte moves for so long is broken off and resumed.</summary>
    [Range(0.1, 3600)]
    public double UploadIdleSeconds { get; set; } = 60;

    /// <summary>Cuts that one run mends by resuming, before the job goes to the back of the queue.</summary>
    [Range(0, 100)]
    public int ResumesPerRun { get; set; } = 5;

    /// <summary>The platform throws unpublished containers away after 24 hours.</summary>
    [Range(0.001, 24)]
    public double ContainerHours { get; set; } = 24;

    /// <summary>How long before its minute a post is begun: its container waits, processed, for the one call that is left.</summary>
    [Range(0, 1200)]
    public double LeadMinutes { get; set; } = 30;

    /// <summary>How far the platform's clock may be off ours when a publication is looked for by its time.</summary>
    [Range(0, 3600)]
    public double ClockSkewSeconds { get; set; } = 300;

    /// <summary>Wait for a throttle that does not say how long.</summary>
    [Range(0.01, 86_400)]
    public double ThrottleWaitSeconds { get; set; } = 300;

    /// <summary>Publications in 24 hours where the platform does not tell.</summary>
    [Range(1, 1000)]
    public int FallbackPublishesPerDay { get; set; } = 25;

    /// <summary>Documents say 300 MB and 1 GB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; set; } = 300_000_000;

    /// <summary>Sent explicitly, because the platform's default is not written down.</summary>
    public bool ShareToFeed { get; set; } = true;
}
