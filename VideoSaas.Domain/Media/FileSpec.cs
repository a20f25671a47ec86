namespace VideoSaas.Domain.Media;

/// <summary>
/// One file as it shall be: the whole of what decides its content beside the source, so that the same source with the same spec needs no second
/// encode. Stored with the file it made.
/// </summary>
/// <param name="PictureStream">Stream numbers in the source.</param>
/// <param name="SoundStream">Null: no sound is taken from the source.</param>
/// <param name="Picture">Null: copied as it is.</param>
/// <param name="Sound">Null: copied as it is, or none when there is no <paramref name="SoundStream"/>.</param>
/// <param name="StartMs">In the source's time.</param>
/// <param name="EndMs">Null: to the end.</param>
public sealed record FileSpec(
    FileWork Work, int PictureStream, int? SoundStream, PictureSpec? Picture = null, SoundSpec? Sound = null, long StartMs = 0, long? EndMs = null)
{
    /// <summary>The source itself.</summary>
    public static FileSpec AsItIs(MediaFacts facts) =>
        new(FileWork.Keep, facts.Picture!.StreamIndex, facts.Sound?.StreamIndex);

    public bool HasSound => SoundStream is not null || Sound is not null;

    public long DurationOf(long sourceMs) => Math.Max(0, Math.Min(EndMs ?? sourceMs, sourceMs) - StartMs);
}

/// <summary>An H.264 picture.</summary>
/// <param name="Width">Even; square pixels, turned for display.</param>
/// <param name="Rate">Constant frames a second.</param>
/// <param name="MaxBitsPerSecond">Ceiling over two seconds; below it the quality decides.</param>
/// <param name="KeyframeEvery">Frames between key frames at most.</param>
/// <param name="ToneMap">HDR is brought to BT.709.</param>
/// <param name="Watermark">Drawn into it.</param>
/// <param name="Captions">Drawn into it; SHA-256 of the text they come from.</param>
/// <param name="ForcedMark">Drawn into it too; words alone.</param>
public sealed record PictureSpec(
    int Width,
    int Height,
    Placement Placement,
    Fraction Rate,
    int Crf,
    string Preset,
    int MaxBitsPerSecond,
    int KeyframeEvery,
    bool ToneMap,
    bool Deinterlace,
    WatermarkEdit? Watermark = null,
    string? Captions = null,
    WatermarkEdit? ForcedMark = null);

/// <summary>How the source's picture lies in the frame.</summary>
/// <param name="CropWidth">Share of the source's width that is in sight: 1 is all of it.</param>
/// <param name="FocusX">Where the part in sight lies: 0 is the left edge, 1 the right one.</param>
/// <param name="InnerWidth">Pixels of the frame that the picture takes; the rest is filled.</param>
/// <param name="Fill">Of what is not covered.</param>
public sealed record Placement(
    double CropWidth, double CropHeight, double FocusX, double FocusY, int InnerWidth, int InnerHeight, FrameFill Fill, string Colour = "000000")
{
    public bool IsCropped => CropWidth < 0.9999 || CropHeight < 0.9999;

    public bool FillsFrame(int width, int height) => InnerWidth == width && InnerHeight == height;

    /// <summary>The whole picture, filling the frame.</summary>
    public static Placement Whole(int width, int height) => new(1, 1, 0.5, 0.5, width, height, FrameFill.Colour);
}

/// <summary>AAC-LC, two channels.</summary>
/// <param name="Loudness">Brought to <see cref="LoudnessTarget"/> with what was measured before.</param>
/// <param name="Silence">Made of nothing, as long as the picture.</param>
public sealed record SoundSpec(int BitsPerSecond, int RateHz, bool Loudness = false, bool Silence = false);

/// <summary>What the platforms themselves play at: integrated LUFS and true peak in dB (their documents of 2026).</summary>
public static class LoudnessTarget
{
    public const double IntegratedLufs = -14;
    public const double TruePeakDb = -1;
    public const double RangeLu = 11;
}

/// <summary>The small files beside a video.</summary>
/// <param name="Width">Of the moving picture for hovering and of the animated thumbnail.</param>
/// <param name="DurationMs">From where the edits begin.</param>
/// <param name="CoversAtMs">Where in the source the pictures are that are suggested for the cover.</param>
public sealed record PreviewSpec(
    int PictureStream, int Width, int Height, Fraction Rate, int Crf, long StartMs, long DurationMs, int MaxBitsPerSecond,
    int AnimationWidth, int AnimationHeight, int CoverWidth, int CoverHeight, IReadOnlyList<long> CoversAtMs);
