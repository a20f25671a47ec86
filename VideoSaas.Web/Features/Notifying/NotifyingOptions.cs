using System.ComponentModel.DataAnnotations;
using VideoSaas.Domain.Notifying;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>Section <c>Notifying</c>. Seconds that a letter waits, so that what mends itself is no mail.</summary>
public sealed class NotifyingOptions
{
    public const string Section = "Notifying";

    [Range(0, 86_400)]
    public double FailedPostSeconds { get; set; } = 60;

    [Range(0, 86_400)]
    public double UnconfirmedPostSeconds { get; set; } = 300;

    [Range(0, 86_400)]
    public double WarningSeconds { get; set; } = 600;

    [Range(0, 86_400)]
    public double ReconnectSeconds { get; set; } = 300;

    [Range(0, 86_400)]
    public double QuotaSeconds { get; set; } = 60;

    [Range(0, 86_400)]
    public double FailedVideoSeconds { get; set; } = 120;

    /// <summary>Letters of one kind that fall within this are one mail, and no second one goes out before it is over.</summary>
    [Range(0, 86_400)]
    public double TogetherSeconds { get; set; } = 600;

    /// <summary>How long one sending may last before another run takes the letter over.</summary>
    [Range(0.1, 3600)]
    public double LeaseSeconds { get; set; } = 120;

    [Range(1, 20)]
    public int MaxAttempts { get; set; } = 6;

    /// <summary>Rest after the first failed sending; doubled each time.</summary>
    [Range(0.01, 86_400)]
    public double FirstRestSeconds { get; set; } = 60;

    public TimeSpan PatienceOf(NotificationKind kind) => TimeSpan.FromSeconds(kind switch
    {
        NotificationKind.PostFailed => FailedPostSeconds,
        NotificationKind.PostUnconfirmed => UnconfirmedPostSeconds,
        NotificationKind.PostWarning => WarningSeconds,
        NotificationKind.ChannelReconnect => ReconnectSeconds,
        NotificationKind.QuotaLow => QuotaSeconds,
        NotificationKind.VideoFailed => FailedVideoSeconds,
        _ => 0,
    });
}
