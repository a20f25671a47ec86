namespace VideoSaas.Domain.Media;

/// <summary>A picture that stands for the video: the creator's own frame, or the most typical of some, a tenth into it.</summary>
/// <param name="SeekMs">Where the search begins: the first frame from there on is taken.</param>
/// <param name="Candidates">How many frames are compared, held in memory, scaled down; 1 takes exactly that frame.</param>
public sealed record ThumbnailSpec(int PictureStream, int Width, int Height, Placement Placement, int SeekMs, int Candidates)
{
    private const int LargestShortSide = 720;
    private const int MostCandidates = 16;

    /// <param name="edits">Cut to the shape that was asked for; bars are left away, since a picture needs none.</param>
    public static ThumbnailSpec For(MediaFacts facts, VideoEdits edits)
    {
        var picture = facts.Picture
            ?? throw new ArgumentException("Only what has a picture has a thumbnail: ask the verdict first.", nameof(facts));
        var frame = edits.Frame is { Fill: FrameFill.Crop } crop ? crop : null;
        var bounds = new EncodeBounds(2, 2, 8192, 8192, 0.01, 100, 1, 60, null, NeedsSound: false);
        var (width, height, placement) = FrameGeometry.Fit(picture, frame, bounds, LargestShortSide);
        if (edits.CoverAtMs is { } chosen)
        {
            // A search finds the next frame that begins; the one that is shown then began up to a frame's time before.
            var frameMs = 1000 / Math.Max(1, picture.FrameRate?.Value ?? 25);
            return new(
                picture.StreamIndex, width, height, placement,
                (int)Math.Clamp(Math.Floor(chosen - frameMs + 1), 0, Math.Max(0, facts.DurationMs - 1)), 1);
        }

        // The first frames are often black; ten minutes in is far enough for the longest film.
        var duration = edits.DurationOf(facts.DurationMs);
        var seek = edits.StartMs + Math.Min(duration / 10, 600_000);
        var framesLeft = (edits.EndOf(facts.DurationMs) - seek) / 1000d * (picture.FrameRate?.Value ?? 25);
        return new(picture.StreamIndex, width, height, placement, (int)seek, (int)Math.Clamp(framesLeft / 2, 2, MostCandidates));
    }

    /// <summary>When the place sought has no frame: the very first one.</summary>
    public ThumbnailSpec FromTheStart() => this with { SeekMs = 0, Candidates = 2 };
}
