namespace VideoSaas.Domain.Media;

/// <summary>What a creator asked for; nothing asked for is the default. Edits never touch the source.</summary>
/// <param name="CoverAtMs">Where in the source the picture for the cover is.</param>
/// <param name="ForcedMark">What the plan of the person puts into every picture, beside a mark of their own.</param>
public sealed record VideoEdits(
    FrameEdit? Frame = null,
    TrimEdit? Trim = null,
    WatermarkEdit? Watermark = null,
    SoundEdit Sound = SoundEdit.AsItIs,
    CaptionsEdit? Captions = null,
    long? CoverAtMs = null,
    WatermarkEdit? ForcedMark = null)
{
    public static readonly VideoEdits None = new();

    /// <summary>Length of what remains of a source of that length.</summary>
    public long DurationOf(long sourceMs) => Math.Max(0, EndOf(sourceMs) - StartMs);

    public long StartMs => Trim?.StartMs ?? 0;

    public long EndOf(long sourceMs) => Math.Min(Trim?.EndMs ?? sourceMs, sourceMs);

    /// <summary>
    /// The chosen cover as a moment of the file that these edits made: the source's moment less what was cut off before it. Null
    /// where nothing was chosen, and where the moment itself was cut away.
    /// </summary>
    /// <param name="fileMs">Length of that file; null when not known.</param>
    public long? CoverInFileMs(long? fileMs) => CoverAtMs is not { } at || at < StartMs || at >= Trim?.EndMs
        ? null
        : Math.Max(0, Math.Min(at - StartMs, (fileMs ?? long.MaxValue) - 1));

    public bool ChangesPicture =>
        Frame is not null || Trim is not null || Watermark is not null || Captions is not null || ForcedMark is not null;
}

public enum FrameShape
{
    Vertical,
    Square,
    Portrait,
    Wide,
}

public enum FrameFill
{
    /// <summary>What does not fit is cut off around the focus.</summary>
    Crop,

    /// <summary>Bars of one colour.</summary>
    Colour,

    /// <summary>The picture itself, large and blurred, behind it.</summary>
    Blur,
}

/// <param name="FocusX">0 is the left edge, 1 the right one: what stays in sight of a crop.</param>
/// <param name="Colour">Six hexadecimal digits, of bars.</param>
public sealed record FrameEdit(FrameShape Shape, FrameFill Fill, double FocusX = 0.5, double FocusY = 0.5, string Colour = "000000")
{
    /// <summary>Width and height in lowest terms.</summary>
    public static (int Width, int Height) RatioOf(FrameShape shape) => shape switch
    {
        FrameShape.Vertical => (9, 16),
        FrameShape.Square => (1, 1),
        FrameShape.Portrait => (4, 5),
        _ => (16, 9),
    };
}

/// <param name="EndMs">In the source's time; null is its end.</param>
public sealed record TrimEdit(long StartMs, long? EndMs)
{
    /// <summary>Nothing shorter is taken by any platform.</summary>
    public const int ShortestMs = 500;
}

public enum Corner
{
    TopLeft,
    TopRight,
    BottomLeft,
    BottomRight,
}

/// <summary>A line of text or a picture of the person's own.</summary>
/// <param name="Image">Stored PNG; null when <paramref name="Text"/> is the mark.</param>
/// <param name="Size">Share of the frame's width that the picture takes, or of its height that a line of text takes.</param>
/// <param name="Opacity">0.1 to 1.</param>
public sealed record WatermarkEdit(string? Text, StoredPiece? Image, Corner Corner, double Size, double Opacity);

public enum SoundEdit
{
    AsItIs,

    /// <summary>-14 LUFS with true peaks of at most -1 dB, measured first.</summary>
    Loudness,
    Mute,
}

/// <summary>Burned into the picture.</summary>
/// <param name="File">Stored SubRip or WebVTT.</param>
public sealed record CaptionsEdit(StoredPiece File);

/// <summary>A stored file that an edit needs; its content is part of what is made.</summary>
public sealed record StoredPiece(string Key, string Sha256);
