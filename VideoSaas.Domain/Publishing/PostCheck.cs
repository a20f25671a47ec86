namespace VideoSaas.Domain.Publishing;

/// <summary>How long before its time a post is looked at, so that a fault is known while it can still be mended.</summary>
public enum CheckStage
{
    Day,
    Hour,
    Minutes,
}

public static class CheckStages
{
    public static TimeSpan Before(this CheckStage stage) => stage switch
    {
        CheckStage.Day => TimeSpan.FromHours(24),
        CheckStage.Hour => TimeSpan.FromHours(1),
        CheckStage.Minutes => TimeSpan.FromMinutes(5),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No such stage."),
    };

    /// <summary>
    /// The check that is due: of those whose time has come the nearest to the post's own, so that a post that was scheduled late
    /// is checked once, not three times. Null before the first.
    /// </summary>
    public static CheckStage? DueAt(DateTimeOffset scheduledFor, DateTimeOffset now)
    {
        var left = scheduledFor - now;
        return left <= CheckStage.Minutes.Before() ? CheckStage.Minutes
            : left <= CheckStage.Hour.Before() ? CheckStage.Hour
            : left <= CheckStage.Day.Before() ? CheckStage.Day
            : null;
    }
}

/// <summary>What was found when a scheduled post was looked at ahead of its time.</summary>
public sealed class PostCheck
{
    public Guid Id { get; init; }

    public Guid PostId { get; init; }

    public Guid UserId { get; init; }

    public int Arming { get; init; }

    /// <summary>UNIQUE with post and arming: a stage is checked once.</summary>
    public CheckStage Stage { get; init; }

    /// <summary>The worst of the findings.</summary>
    public VerdictLevel Outcome { get; init; }

    public IReadOnlyList<CheckFinding> Findings { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }
}

/// <param name="Code">Its sentence is in the resources under <c>Verdict_{Code}</c> or <c>Refusal_{Code}</c>.</param>
/// <param name="Arguments">As text, in the order of the sentence.</param>
public sealed record CheckFinding(VerdictLevel Level, string Code, IReadOnlyList<string> Arguments);
