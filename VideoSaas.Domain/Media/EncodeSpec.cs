namespace VideoSaas.Domain.Media;

/// <summary>
/// One H.264/AAC MP4 as it shall be: the whole of what decides its content, so that the same source with the same spec needs no second encode.
/// Stored with the file it made.
/// </summary>
/// <param name="PictureStream">Stream numbers in the source.</param>
/// <param name="Width">Even; square pixels, turned for display.</param>
/// <param name="Rate">Constant frames a second; null keeps the source's own even rate.</param>
/// <param name="MaxBitsPerSecond">Ceiling over two seconds; below it the quality decides.</param>
/// <param name="KeyframeEvery">Frames between key frames at most.</param>
/// <param name="ToneMap">HDR is brought to BT.709.</param>
/// <param name="LimitMs">Only so much from the start; null is all of it.</param>
public sealed record EncodeSpec(
    int PictureStream,
    int? SoundStream,
    int Width,
    int Height,
    Fraction Rate,
    int Crf,
    string Preset,
    int MaxBitsPerSecond,
    int KeyframeEvery,
    bool ToneMap,
    bool Deinterlace,
    int SoundBitsPerSecond,
    int SoundRateHz,
    int? LimitMs)
{
    /// <summary>Bits a second at 1080 on the short side: under what every platform we know accepts.</summary>
    public const int MaxBitsPerSecondAt1080 = 20_000_000;

    public const int LargestShortSide = 1080;

    /// <summary>Stored words of the platforms that take H.264 and AAC in a fast-start MP4 of this size: all of them.</summary>
    public static IReadOnlyList<string> PlatformsServed { get; } = ["instagram", "tiktok", "youtube", "facebook", "twitter"];

    private const double MaxRate = 60;

    /// <summary>Instagram and TikTok take no fewer (their documents of 2026); 23.976 is above it.</summary>
    private const double MinRate = 23;

    private static readonly Fraction[] StandardRates =
        [new(24000, 1001), new(24, 1), new(25, 1), new(30000, 1001), new(30, 1), new(50, 1), new(60000, 1001), new(60, 1)];

    /// <summary>The one file for everybody: at most 1080 on the short side, never larger than the source.</summary>
    /// <param name="maxShortSide">Of the person's tier.</param>
    public static EncodeSpec Rendition(MediaFacts facts, int maxShortSide = LargestShortSide)
    {
        var picture = PictureOf(facts);
        var (width, height) = Fit(picture, Math.Min(maxShortSide, LargestShortSide));
        var rate = RateFor(picture);
        return new EncodeSpec(
            picture.StreamIndex, facts.Sound?.StreamIndex, width, height, rate,
            Crf: 20, Preset: "faster", CeilingFor(width, height), KeyframeEvery: (int)Math.Max(1, Math.Round(rate.Value * 2)),
            ToneMap: picture.HdrTransfer is not null, picture.IsInterlaced,
            SoundBitsPerSecond: 160_000, SoundRateHz: SoundRateFor(facts.Sound), LimitMs: null);
    }

    /// <summary>Small and silent, for hovering: the first six seconds.</summary>
    public static EncodeSpec Preview(MediaFacts facts)
    {
        var rendition = Rendition(facts, maxShortSide: 360);
        return rendition with
        {
            SoundStream = null,
            Crf = 30,
            Preset = "veryfast",
            MaxBitsPerSecond = 1_000_000,
            LimitMs = 6000,
        };
    }

    /// <summary>The largest even size of the same shape with at most that short side, never above the source's own.</summary>
    internal static (int Width, int Height) Fit(PictureFacts picture, int maxShortSide)
    {
        var scale = Math.Min(1, (double)maxShortSide / picture.ShortSide);
        return (Even(picture.Width * scale), Even(picture.Height * scale));
    }

    /// <summary>
    /// An even rate is kept, halved (or thirded …) when above 60, doubled (or trebled …) when below 23, so that every frame is shown
    /// equally often; an uneven one becomes the next standard rate that loses no frame on average.
    /// </summary>
    internal static Fraction RateFor(PictureFacts picture)
    {
        if (picture.FrameRate is not { } rate)
        {
            return new Fraction(30, 1);
        }

        if (picture.HasVariableRate)
        {
            var average = rate.Value;
            return StandardRates.Where(standard => standard.Value >= average * 0.995)
                .DefaultIfEmpty(StandardRates[^1])
                .First();
        }

        var divisor = (long)Math.Ceiling(rate.Value / MaxRate - 0.001);
        var multiple = (long)Math.Ceiling(MinRate / rate.Value - 0.001);
        return new Fraction(rate.Numerator * Math.Max(1, multiple), rate.Denominator * Math.Max(1, divisor));
    }

    private static int Even(double pixels) => Math.Max(2, (int)Math.Round(pixels / 2, MidpointRounding.ToZero) * 2);

    private static int CeilingFor(int width, int height)
    {
        var share = (double)((long)width * height) / (1920 * 1080);
        return (int)Math.Clamp(MaxBitsPerSecondAt1080 * Math.Sqrt(share), 1_500_000, MaxBitsPerSecondAt1080);
    }

    private static int SoundRateFor(SoundFacts? sound) =>
        sound?.SampleRateHz is > 0 and var rate && rate % 11025 == 0 ? 44100 : 48000;

    private static PictureFacts PictureOf(MediaFacts facts) => facts.Picture
        ?? throw new ArgumentException("Only what has a picture can be encoded: ask the verdict first.", nameof(facts));
}
