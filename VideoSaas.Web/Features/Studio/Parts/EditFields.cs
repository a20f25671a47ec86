using VideoSaas.Domain.Media;

namespace VideoSaas.Web.Features.Studio.Parts;

/// <summary>The fields of the editor; what is left as it is asks for nothing.</summary>
public sealed class EditFields
{
    private readonly long _lengthMs;

    public EditFields(VideoEdits edits, long lengthMs)
    {
        _lengthMs = lengthMs;
        Shape = edits.Frame?.Shape;
        Fill = edits.Frame?.Fill ?? FrameFill.Crop;
        Colour = $"#{edits.Frame?.Colour ?? "000000"}";
        FocusX = (edits.Frame?.FocusX ?? 0.5) * 100;
        FocusY = (edits.Frame?.FocusY ?? 0.5) * 100;
        StartSeconds = edits.StartMs / 1000d;
        EndSeconds = edits.EndOf(lengthMs) / 1000d;
        Sound = edits.Sound;
        MarkText = edits.Watermark?.Text;
        MarkImage = edits.Watermark?.Image;
        MarkCorner = edits.Watermark?.Corner ?? Corner.BottomRight;
        MarkSize = (edits.Watermark?.Size ?? DefaultMarkSize) * 100 / (MarkImage is null ? 1 : ImageFactor);
        MarkOpacity = (edits.Watermark?.Opacity ?? 0.8) * 100;
        Captions = edits.Captions?.File;
        CoverAtMs = edits.CoverAtMs;
    }

    /// <summary>A line of text reads well at this share of the height.</summary>
    private const double DefaultMarkSize = 0.04;

    /// <summary>A picture takes a share of the width, and more of it than a line of text does of the height.</summary>
    private const double ImageFactor = 5;

    public FrameShape? Shape { get; set; }

    public FrameFill Fill { get; set; }

    /// <summary>Of bars, as browsers write it: <c>#000000</c>.</summary>
    public string Colour { get; set; }

    /// <summary>Percent, like all shares of the form.</summary>
    public double FocusX { get; set; }

    public double FocusY { get; set; }

    public double StartSeconds { get; set; }

    public double EndSeconds { get; set; }

    public double LengthSeconds => _lengthMs / 1000d;

    public double KeptSeconds => Math.Max(0, EndSeconds - StartSeconds);

    public SoundEdit Sound { get; set; }

    public string? MarkText { get; set; }

    public StoredPiece? MarkImage { get; set; }

    public Corner MarkCorner { get; set; }

    public double MarkSize { get; set; }

    public double MarkOpacity { get; set; }

    public StoredPiece? Captions { get; set; }

    public long? CoverAtMs { get; set; }

    /// <summary>Of the frame's width that a picture takes.</summary>
    public double ImageShare => Math.Min(1, MarkSize / 100 * ImageFactor);

    public bool HasMark => MarkImage is not null || !string.IsNullOrWhiteSpace(MarkText);

    public VideoEdits ToEdits()
    {
        var (start, end) = ((long)Math.Round(StartSeconds * 1000), (long)Math.Round(EndSeconds * 1000));
        var isCut = start > 0 || end < _lengthMs;
        return new VideoEdits(
            Shape is { } shape ? new FrameEdit(shape, Fill, FocusX / 100, FocusY / 100, Colour.TrimStart('#')) : null,
            isCut ? new TrimEdit(start, end < _lengthMs ? end : null) : null,
            HasMark
                ? new WatermarkEdit(
                    MarkImage is null ? MarkText!.Trim() : null, MarkImage, MarkCorner,
                    MarkImage is null ? MarkSize / 100 : ImageShare, MarkOpacity / 100)
                : null,
            Sound,
            Captions is null ? null : new CaptionsEdit(Captions),
            CoverAtMs);
    }
}
