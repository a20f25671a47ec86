namespace VideoSaas.Domain.Media;

/// <summary>A picture that stands for the video: the most typical of some frames, a tenth into it.</summary>
/// <param name="SeekMs">Where the search begins.</param>
/// <param name="Candidates">How many frames are compared; they are held in memory, scaled down.</param>
public sealed record ThumbnailSpec(
    int PictureStream, int Width, int Height, int SeekMs, int Candidates, bool ToneMap, bool Deinterlace)
{
    private const int LargestShortSide = 720;
    private const int MostCandidates = 50;

    public static ThumbnailSpec For(MediaFacts facts)
    {
        var picture = facts.Picture
            ?? throw new ArgumentException("Only what has a picture has a thumbnail: ask the verdict first.", nameof(facts));
        var (width, height) = EncodeSpec.Fit(picture, LargestShortSide);

        // The first frames are often black; ten minutes in is far enough for the longest film.
        var seek = (int)Math.Min(facts.DurationMs / 10, 600_000);
        var framesLeft = (facts.DurationMs - seek) / 1000d * (picture.FrameRate?.Value ?? 25);
        return new ThumbnailSpec(
            picture.StreamIndex, width, height, seek, (int)Math.Clamp(framesLeft / 2, 2, MostCandidates),
            picture.HdrTransfer is not null, picture.IsInterlaced);
    }

    /// <summary>When the place sought has no frame: the very first one.</summary>
    public ThumbnailSpec FromTheStart() => this with { SeekMs = 0, Candidates = 2 };
}
