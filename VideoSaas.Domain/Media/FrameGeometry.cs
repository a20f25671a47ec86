namespace VideoSaas.Domain.Media;

/// <summary>What a frame may measure: one platform's bounds, or what several have in common.</summary>
/// <param name="MaxBitsPerSecond">Of picture and sound together, by rate or by size; null is unbounded.</param>
public sealed record EncodeBounds(
    int MinShortSide, int MinLongSide, int MaxWidth, int MaxHeight, double MinAspect, double MaxAspect,
    double MinRate, double MaxRate, long? MaxBitsPerSecond, bool NeedsSound)
{
    /// <summary>A file that fills its size to the last byte would be over by its own wrapper.</summary>
    private const double SizeMargin = 0.97;

    public static EncodeBounds Of(MediaRules rules, long durationMs)
    {
        long? bySize = durationMs > 0 ? (long)Math.Min(long.MaxValue / 2d, rules.MaxSizeBytes * SizeMargin * 8000 / durationMs) : null;
        var picture = rules.Picture;
        return new EncodeBounds(
            picture.MinShortSide, picture.MinLongSide, picture.MaxWidth, picture.MaxHeight, picture.MinAspect, picture.MaxAspect,
            picture.MinRate, picture.MaxRate,
            rules.MaxBitsPerSecond is { } byRate ? Math.Min(bySize ?? byRate, byRate) : bySize,
            rules.Sound.Track == Demand.Made);
    }

    public EncodeBounds And(EncodeBounds other) => new(
        Math.Max(MinShortSide, other.MinShortSide), Math.Max(MinLongSide, other.MinLongSide),
        Math.Min(MaxWidth, other.MaxWidth), Math.Min(MaxHeight, other.MaxHeight),
        Math.Max(MinAspect, other.MinAspect), Math.Min(MaxAspect, other.MaxAspect),
        Math.Max(MinRate, other.MinRate), Math.Min(MaxRate, other.MaxRate),
        MaxBitsPerSecond is { } one && other.MaxBitsPerSecond is { } two ? Math.Min(one, two) : MaxBitsPerSecond ?? other.MaxBitsPerSecond,
        NeedsSound || other.NeedsSound);
}

/// <summary>Sizes and places of pictures. Pixels are square and turned for display.</summary>
public static class FrameGeometry
{
    /// <summary>Larger is shown by no platform of short videos.</summary>
    public const int LargestShortSide = 1080;

    private const double MaxRate = 60;

    private static readonly Fraction[] StandardRates =
        [new(24000, 1001), new(24, 1), new(25, 1), new(30000, 1001), new(30, 1), new(50, 1), new(60000, 1001), new(60, 1)];

    /// <summary>Width divided by height of what is made: of the creator's shape, or of the source.</summary>
    public static double AspectOf(PictureFacts picture, FrameEdit? frame) =>
        frame is null ? (double)picture.Width / picture.Height : Ratio(frame.Shape);

    /// <summary>The size of the frame and how the picture lies in it.</summary>
    /// <param name="maxShortSide">Of the person's tier.</param>
    public static (int Width, int Height, Placement Placement) Fit(
        PictureFacts picture, FrameEdit? frame, EncodeBounds bounds, int maxShortSide)
    {
        var source = (double)picture.Width / picture.Height;
        var wanted = Math.Clamp(AspectOf(picture, frame), bounds.MinAspect, Math.Max(bounds.MinAspect, bounds.MaxAspect));
        var isReshaped = Math.Abs(wanted - source) > 0.005 * source;
        var fill = isReshaped ? frame?.Fill ?? FrameFill.Colour : FrameFill.Crop;

        // The frame in the source's own pixels: within the picture for a crop, around it for bars.
        var (width, height) = (fill == FrameFill.Crop) == wanted < source
            ? (picture.Height * wanted, (double)picture.Height)
            : (picture.Width, picture.Width / wanted);
        var scale = ScaleOf(width, height, bounds, Math.Min(maxShortSide, LargestShortSide));
        var (evenWidth, evenHeight) = scale > 1 ? (EvenUp(width * scale), EvenUp(height * scale)) : (Even(width * scale), Even(height * scale));
        if (!isReshaped)
        {
            return (evenWidth, evenHeight, Placement.Whole(evenWidth, evenHeight));
        }

        var (focusX, focusY) = (Math.Clamp(frame?.FocusX ?? 0.5, 0, 1), Math.Clamp(frame?.FocusY ?? 0.5, 0, 1));
        return fill == FrameFill.Crop
            ? (evenWidth, evenHeight, new Placement(
                Math.Min(1, width / picture.Width), Math.Min(1, height / picture.Height), focusX, focusY, evenWidth, evenHeight, fill))
            : (evenWidth, evenHeight, new Placement(
                1, 1, 0.5, 0.5, Math.Min(evenWidth, Even(picture.Width * scale)), Math.Min(evenHeight, Even(picture.Height * scale)),
                fill, frame?.Colour ?? "000000"));
    }

    /// <summary>The largest even size of the same shape with at most that short side, never above the source's own.</summary>
    public static (int Width, int Height) Within(int width, int height, int maxShortSide)
    {
        var scale = Math.Min(1, (double)maxShortSide / Math.Min(width, height));
        return (Even(width * scale), Even(height * scale));
    }

    /// <summary>
    /// An even rate is kept, halved (or thirded …) when above the most, doubled (or trebled …) when below the least, so that every frame is
    /// shown equally often; an uneven one becomes the next standard rate that loses no frame on average.
    /// </summary>
    public static Fraction RateFor(PictureFacts picture, double minRate)
    {
        if (picture.FrameRate is not { } rate)
        {
            return new Fraction(30, 1);
        }

        if (picture.HasVariableRate)
        {
            return StandardRates.Where(standard => standard.Value >= rate.Value * 0.995).DefaultIfEmpty(StandardRates[^1]).First();
        }

        var divisor = (long)Math.Ceiling(rate.Value / MaxRate - 0.001);
        var multiple = (long)Math.Ceiling(minRate / rate.Value - 0.003);
        return new Fraction(rate.Numerator * Math.Max(1, multiple), rate.Denominator * Math.Max(1, divisor));
    }

    private static double ScaleOf(double width, double height, EncodeBounds bounds, int maxShortSide)
    {
        var (shortSide, longSide) = (Math.Min(width, height), Math.Max(width, height));
        var most = Math.Min(Math.Min(1, maxShortSide / shortSide), Math.Min(bounds.MaxWidth / width, bounds.MaxHeight / height));
        var least = Math.Max(bounds.MinShortSide / shortSide, bounds.MinLongSide / longSide);
        return Math.Max(most, Math.Min(least, Math.Min(bounds.MaxWidth / width, bounds.MaxHeight / height)));
    }

    private static double Ratio(FrameShape shape)
    {
        var (width, height) = FrameEdit.RatioOf(shape);
        return (double)width / height;
    }

    private static int Even(double pixels) => Math.Max(2, (int)Math.Round(pixels / 2, MidpointRounding.ToZero) * 2);

    private static int EvenUp(double pixels) => Math.Max(2, (int)Math.Ceiling((pixels / 2) - 0.001) * 2);
}
