using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Platforms.Graph;

/// <summary>
/// What every platform behind the Graph API has to be told. Addresses that are left out are the real ones, or those of the
/// twin while the sandbox is on.
/// </summary>
public abstract class GraphOptions
{
    private static readonly double[] UsualPollWaits = [5, 10, 30, 60];

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

    /// <summary>
    /// Between two looks at the platform's own work, the longer the older it is: the last one holds on. None takes 5, 10, 30 and
    /// 60. (Empty by default, because configuration adds to a list instead of replacing it.)
    /// </summary>
    public double[] PollWaitsSeconds { get; set; } = [];

    public IReadOnlyList<double> PollWaits => PollWaitsSeconds.Length > 0 ? PollWaitsSeconds : UsualPollWaits;

    [Range(0.1, 600)]
    public double RequestTimeoutSeconds { get; set; } = 30;

    /// <summary>An upload in which no byte moves for so long is broken off and resumed.</summary>
    [Range(0.1, 3600)]
    public double UploadIdleSeconds { get; set; } = 60;

    /// <summary>Cuts that one run mends by resuming, before the job goes to the back of the queue.</summary>
    [Range(0, 100)]
    public int ResumesPerRun { get; set; } = 5;

    /// <summary>How far the platform's clock may be off ours when a publication is looked for by its time.</summary>
    [Range(0, 3600)]
    public double ClockSkewSeconds { get; set; } = 300;

    /// <summary>Wait for a throttle that does not say how long.</summary>
    [Range(0.01, 86_400)]
    public double ThrottleWaitSeconds { get; set; } = 300;
}
