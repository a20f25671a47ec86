namespace VideoSaas.Domain.Media;

/// <summary>What is known of a media file, told in our words and free of any tool's quirks. Unknown is null.</summary>
/// <param name="Container">One of mp4, mov, 3gp, matroska, webm, avi, mpegts …; the tool's first word when we have none.</param>
/// <param name="DurationMs">Of the whole file; 0 when it has no length.</param>
/// <param name="Picture">The first real video stream: cover art is none.</param>
/// <param name="StreamCount">Of every kind, cover art and data too.</param>
/// <param name="Layout">Of MP4 and MOV only, and only where the file itself was read.</param>
public sealed record MediaFacts(
    string Container,
    long DurationMs,
    long? SizeBytes,
    long? BitsPerSecond,
    PictureFacts? Picture,
    SoundFacts? Sound,
    int StreamCount,
    IReadOnlyDictionary<string, string> Tags,
    Mp4Layout? Layout = null)
{
    /// <summary>
    /// What a walk over the packets counted wins over what a header says: Matroska and MPEG-TS name the rate that was meant, whatever came.
    /// </summary>
    /// <param name="frames">Packets of the picture, or null when they were not counted.</param>
    public MediaFacts WithCounted(long? frames)
    {
        if (Picture is not { IsInterlaced: false, FrameRate: { } named } picture || Container is not ("matroska" or "webm" or "mpegts")
            || frames is not > 1 || DurationMs <= 0)
        {
            return this;
        }

        var counted = new Fraction(frames.Value * 1000, DurationMs);
        return Math.Abs(counted.Value - named.Value) < NoticeableShare * named.Value
            ? this
            : this with { Picture = picture with { FrameRate = counted, HasVariableRate = true } };
    }

    /// <summary>Ends of streams are uneven: of a short clip a few frames are no other rate.</summary>
    private const double NoticeableShare = 0.08;

    public int DurationWholeSeconds => (int)Math.Min(int.MaxValue, Math.Round(DurationMs / 1000d, MidpointRounding.AwayFromZero));
}

/// <param name="StreamIndex">The number of the stream in the file, for <c>-map 0:N</c>.</param>
/// <param name="CodedWidth">As stored: before pixel shape and rotation.</param>
/// <param name="SampleAspect">Width of a pixel by its height.</param>
/// <param name="RotationDegrees">Clockwise turn for display: 0, 90, 180 or 270.</param>
/// <param name="IsMirrored">Shown as in a mirror, left and right changed, beside the turn.</param>
/// <param name="StartMs">When its first frame is shown.</param>
/// <param name="Width">As a person sees it: square pixels, turned.</param>
/// <param name="FrameRate">Frames a second; the average where the rate varies.</param>
/// <param name="HasVariableRate">Frames come at uneven times.</param>
/// <param name="HdrTransfer">smpte2084 or arib-std-b67; null for SDR.</param>
public sealed record PictureFacts(
    int StreamIndex,
    string Codec,
    string? Profile,
    int CodedWidth,
    int CodedHeight,
    Fraction SampleAspect,
    int RotationDegrees,
    int Width,
    int Height,
    Fraction? FrameRate,
    bool HasVariableRate,
    string? PixelFormat,
    bool IsFullRange,
    bool IsInterlaced,
    string? ColorSpace,
    string? ColorPrimaries,
    string? ColorTransfer,
    string? HdrTransfer,
    long? DurationMs,
    long? BitsPerSecond,
    bool IsMirrored = false,
    long StartMs = 0)
{
    /// <summary>In lowest terms, such as <c>9:16</c>.</summary>
    public string AspectRatio
    {
        get
        {
            if (Width <= 0 || Height <= 0)
            {
                return "";
            }

            var ratio = new Fraction(Width, Height);
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ratio.Numerator}:{ratio.Denominator}");
        }
    }

    public int ShortSide => Math.Min(Width, Height);
}

/// <param name="Profile">Of AAC: <c>LC</c>, <c>HE-AAC</c> …</param>
public sealed record SoundFacts(
    int StreamIndex, string Codec, int Channels, int SampleRateHz, long? DurationMs, long? BitsPerSecond,
    string? Profile = null, long StartMs = 0);
