using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>
/// TikTok by its Content Posting and Display APIs, version 2. Section <c>Tiktok</c>. Addresses that are left out are the real
/// ones, or those of the twin while the sandbox is on.
/// </summary>
public sealed class TiktokOptions
{
    public const string Section = "Tiktok";

    /// <summary>Of the app's registration at TikTok, which calls it the client key.</summary>
    public string? ClientKey { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>
    /// Whether TikTok has audited the app. One that is not may post for private accounts only, to be seen by nobody else. Null: no, and
    /// yes in the sandbox.
    /// </summary>
    public bool? IsAudited { get; set; }

    public Uri? AuthorizeBase { get; set; }

    public Uri? ApiBase { get; set; }

    /// <summary>Hosts that bytes may be sent to, beside those below <c>tiktokapis.com</c> and the sandbox.</summary>
    public string[] UploadHosts { get; set; } = [];

    /// <summary>Rights without which nothing can be published.</summary>
    public static readonly IReadOnlyList<string> NeededScopes = ["user.info.basic", "video.publish"];

    /// <summary>Rights that are asked for beside the needed ones and may be refused: inbox, numbers, the account's name.</summary>
    public static readonly IReadOnlyList<string> WishedScopes = ["video.upload", "video.list", "user.info.profile", "user.info.stats"];

    private static readonly double[] UsualPollWaits = [5, 10, 30, 60];

    /// <summary>
    /// Between two looks at a post that TikTok processes, the longer the older it is: the last one holds on. None takes 5, 10, 30 and
    /// 60. (Empty by default, because configuration adds to a list instead of replacing it.)
    /// </summary>
    public double[] PollWaitsSeconds { get; set; } = [];

    public IReadOnlyList<double> PollWaits => PollWaitsSeconds.Length > 0 ? PollWaitsSeconds : UsualPollWaits;

    /// <summary>A last chunk that was seen missing is looked for once more after this before it is sent again.</summary>
    [Range(0.01, 3600)]
    public double SecondLookSeconds { get; set; } = 30;

    [Range(0.1, 600)]
    public double RequestTimeoutSeconds { get; set; } = 30;

    /// <summary>A chunk of which no byte moves for so long is broken off and sent again.</summary>
    [Range(0.1, 3600)]
    public double UploadIdleSeconds { get; set; } = 60;

    /// <summary>Slower than this the chunk that commits a post is given up waiting for.</summary>
    [Range(1, long.MaxValue)]
    public long SlowestBytesPerSecond { get; set; } = 128_000;

    /// <summary>Breaks that one chunk mends by being sent again, before the job goes to the back of the queue.</summary>
    [Range(0, 100)]
    public int ResumesPerChunk { get; set; } = 3;

    /// <summary>
    /// Bytes of the smallest chunk before the last, 2026-09-11: "5 MB", and in either reading of it. The last chunk, which the commit
    /// carries, is hardly larger.
    /// </summary>
    [Range(1, 64_000_000)]
    public long SmallestChunkBytes { get; set; } = 5_242_880;

    /// <summary>Fewer than the 1000 that are allowed: each is a request, and a row written.</summary>
    [Range(1, 1000)]
    public int MostChunks { get; set; } = 200;

    /// <summary>An address for bytes lives one hour, 2026-09-11.</summary>
    [Range(0.001, 1440)]
    public double UploadMinutes { get; set; } = 60;

    /// <summary>How much of that hour is kept for sending chunks: a post that is prepared waits no longer than the rest.</summary>
    [Range(0, 1440)]
    public double UploadReserveMinutes { get; set; } = 15;

    /// <summary>How long before its minute a post is begun: all bytes but the last chunk are with TikTok by then.</summary>
    [Range(0, 50)]
    public double LeadMinutes { get; set; } = 20;

    /// <summary>TikTok names no time: its documents advise a minute at least.</summary>
    [Range(0.01, 86_400)]
    public double ThrottleWaitSeconds { get; set; } = 60;

    /// <summary>A day's limit is a moving window of 24 hours that does not say when it opens.</summary>
    [Range(0.01, 172_800)]
    public double DailyLimitWaitSeconds { get; set; } = 86_400;

    /// <summary>How far the platform's clock may be off ours when a post is looked for by its time.</summary>
    [Range(0, 3600)]
    public double ClockSkewSeconds { get; set; } = 300;
}
