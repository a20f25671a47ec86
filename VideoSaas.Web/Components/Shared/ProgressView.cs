namespace VideoSaas.Web.Components.Shared;

public enum StageState
{
    Done,
    Now,
    Next,
    Failed,
}

/// <param name="Fact">One short fact under the segment: a size, a count.</param>
/// <param name="Fraction">0 to 1 of the segment that is filled while it is the present one; null when unknown.</param>
public sealed record ProgressStage(string Name, StageState State, string? Fact = null, double? Fraction = null);

/// <summary>Where long work stands, ready to be drawn by <c>LiveProgress</c> in any of its sizes.</summary>
/// <param name="Percent">Of the present stage, 0 to 100; null when its length is unknown.</param>
/// <param name="SecondsLeft">The machine's own estimate, unrounded.</param>
/// <param name="StartedAt">When the present stage began; a time left is not shown in its first seconds.</param>
/// <param name="LastProgressAt">When the machine last said anything; null: silence is no sign of trouble.</param>
/// <param name="Usually">In place of a time left where the length is unknown: "usually under 2 min".</param>
/// <param name="Facts">After the time left: speed, when it started.</param>
/// <param name="Reason">Why it failed; takes the place of the time.</param>
public sealed record ProgressView(
    StatusView Status,
    string Word,
    IReadOnlyList<ProgressStage> Stages,
    int? Percent = null,
    double? SecondsLeft = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? LastProgressAt = null,
    string? Usually = null,
    IReadOnlyList<string>? Facts = null,
    string? Reason = null);

public enum ProgressSize
{
    /// <summary>A card of its own: percent, word, time, named segments.</summary>
    Full,

    /// <summary>A list's row: word, percent, time, segments.</summary>
    Compact,

    /// <summary>A bar on a thumbnail's lower edge.</summary>
    Micro,
}
