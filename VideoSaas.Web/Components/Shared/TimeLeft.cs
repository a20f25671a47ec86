namespace VideoSaas.Web.Components.Shared;

/// <summary>
/// Calms an estimate for the eye: shown after 3 s, rounded up to 5 s below a minute and to half minutes above, and never
/// more than one step higher than it was.
/// </summary>
public sealed class TimeLeft
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private int? _shownSeconds;

    /// <param name="estimatedSeconds">Null: unknown.</param>
    /// <param name="running">How long the present stage runs already.</param>
    /// <returns>Seconds to show, or null to show none.</returns>
    public int? Next(double? estimatedSeconds, TimeSpan running)
    {
        if (estimatedSeconds is not { } estimate || !double.IsFinite(estimate) || running < Patience)
        {
            _shownSeconds = null;
            return null;
        }

        var rounded = RoundUp(estimate);
        if (_shownSeconds is { } shown && rounded > shown)
        {
            rounded = Math.Min(rounded, shown + StepAbove(shown));
        }

        _shownSeconds = rounded;
        return rounded;
    }

    /// <summary>A new stage: its first estimate may be anything.</summary>
    public void Forget() => _shownSeconds = null;

    public static int RoundUp(double seconds)
    {
        var step = seconds <= 60 ? 5 : 30;
        return Math.Max(step, (int)Math.Ceiling(seconds / step) * step);
    }

    private static int StepAbove(int shown) => shown < 60 ? 5 : 30;
}
