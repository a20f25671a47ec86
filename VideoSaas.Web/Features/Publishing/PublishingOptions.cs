using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>Waits of publishing, all in seconds so that tests can divide them. Section <c>Publishing</c>.</summary>
public sealed class PublishingOptions
{
    public const string Section = "Publishing";

    /// <summary>Waits shorter than this are sat out in the run; longer ones give the worker back.</summary>
    [Range(0, 60)]
    public double InlineWaitSeconds { get; set; } = 1;

    /// <summary>A commit that has not answered by then is unknown. Less than a job's lease.</summary>
    [Range(0.1, 300)]
    public double CommitTimeoutSeconds { get; set; } = 30;

    /// <summary>How long after the intent a lost answer is looked for before a person is asked.</summary>
    [Range(0.1, 86_400)]
    public double ReconcileWindowSeconds { get; set; } = 900;

    /// <summary>How long after the commit the address of the post is looked for.</summary>
    [Range(0, 86_400)]
    public double ReadBackWindowSeconds { get; set; } = 3_600;

    /// <summary>Between two looks for the address.</summary>
    [Range(0.01, 3_600)]
    public double ReadBackWaitSeconds { get; set; } = 15;

    /// <summary>New remote handles that one arming may begin before it fails.</summary>
    [Range(1, 20)]
    public int HandlesPerArming { get; set; } = 3;

    /// <summary>Attempts of the machine before a post fails: each is one broken step or one dead worker.</summary>
    [Range(1, 100)]
    public int JobAttempts { get; set; } = 8;

    /// <summary>The longest wait for a limit of the platform before it is looked at again.</summary>
    [Range(0.01, 86_400)]
    public double QuotaWaitSeconds { get; set; } = 900;

    /// <summary>Between two writes of the upload's percent.</summary>
    [Range(0.05, 10)]
    public double ProgressSeconds { get; set; } = 0.5;

    /// <summary>How often posts are looked for whose time has come.</summary>
    [Range(0.05, 60)]
    public double DueSweepSeconds { get; set; } = 2;

    /// <summary>A post that is later than this raises the alarm.</summary>
    [Range(0.1, 86_400)]
    public double LateAlarmSeconds { get; set; } = 60;

    /// <summary>
    /// Between a failure that passes by itself and the next round, by how many there were. None takes 5, 30 and 120 minutes.
    /// (Empty by default, because configuration adds to a list instead of replacing it.)
    /// </summary>
    public double[] RetryRestsSeconds { get; set; } = [];

    public IReadOnlyList<double> RetryRests => RetryRestsSeconds.Length > 0 ? RetryRestsSeconds : UsualRetryRests;

    /// <summary>A token that was renewed and is refused again is not renewed a second time within this.</summary>
    [Range(0, 86_400)]
    public double RenewalRestSeconds { get; set; } = 600;

    private static readonly double[] UsualRetryRests = [300, 1_800, 7_200];

    /// <summary>A consent must come back within this.</summary>
    [Range(1, 86_400)]
    public double ConnectStateSeconds { get; set; } = 900;
}
