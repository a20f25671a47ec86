using VideoSaas.Domain.Media;

namespace VideoSaas.Domain.Processing;

/// <summary>The small files beside a video: for hovering, for lists, for choosing a cover.</summary>
internal static class PreviewPlan
{
    private const int LongestMs = 6000;
    private const int ShortSide = 360;
    private const int AnimationShortSide = 180;
    private const int CoverShortSide = 360;
    private const int Covers = 8;

    public static PreviewSpec For(MediaFacts facts, VideoEdits edits)
    {
        var picture = facts.Picture!;
        var (width, height, _) = FrameGeometry.Fit(picture, edits.Frame, Anything, FrameGeometry.LargestShortSide);
        var small = FrameGeometry.Within(width, height, ShortSide);
        var animation = FrameGeometry.Within(width, height, AnimationShortSide);
        var cover = FrameGeometry.Within(width, height, CoverShortSide);
        var duration = edits.DurationOf(facts.DurationMs);
        return new PreviewSpec(
            picture.StreamIndex, small.Width, small.Height, RateOf(picture), Crf: 30, edits.StartMs, Math.Min(LongestMs, duration), 1_000_000,
            animation.Width, animation.Height, cover.Width, cover.Height,
            [.. Enumerable.Range(0, Covers).Select(place => edits.StartMs + (duration * ((2 * place) + 1) / (2 * Covers)))]);
    }

    private static EncodeBounds Anything { get; } = new(2, 2, 8192, 8192, 0.01, 100, 1, 60, null, NeedsSound: false);

    /// <summary>At most 30 a second: it is looked at in passing.</summary>
    private static Fraction RateOf(PictureFacts picture)
    {
        var rate = FrameGeometry.RateFor(picture, 1);
        return rate.Value > 30.01 ? new Fraction(rate.Numerator, rate.Denominator * 2) : rate;
    }
}
