namespace VideoSaas.Domain.Media;

/// <summary>Questions to a source, and single pictures of it. Pure, so that every choice is tested without running anything.</summary>
public static class FfmpegArguments
{
    /// <summary>One picture as JPEG.</summary>
    public static FfmpegCommand Thumbnail(string sourcePath, MediaFacts facts, ThumbnailSpec spec, string path) => new(
        [
            new FfmpegInput(
                [
                    .. Demuxers.SafeInput,

                    // Frames that others refer to are the better pictures and half the work.
                    .. spec.Candidates > 1 ? (string[])["-skip_frame", "noref"] : [],
                    "-ss", Number.Seconds(spec.SeekMs),
                ],
                sourcePath),
        ],
        [
            new FfmpegOutput(
                [
                    "-map", $"0:{spec.PictureStream}", "-an", "-sn", "-dn", "-map_metadata", "-1",
                    "-vf", string.Join(',', (string[])
                    [
                        .. FilterChains.Prepare(facts),
                        .. FilterChains.Crop(spec.Placement),
                        $"scale={spec.Width}:{spec.Height}:flags=bicubic", "setsar=1",
                        .. spec.Candidates > 1 ? (string[])[$"thumbnail=n={spec.Candidates}"] : [],
                        "scale=out_range=full", "format=yuvj420p",
                    ]),
                    "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-f", "mjpeg",
                ],
                path),
        ]);

    /// <summary>Walks all packets of picture and sound without decoding, which shows whether the file is whole.</summary>
    public static FfmpegCommand ReadThrough(string sourcePath, MediaFacts facts) => new(
        [new FfmpegInput(Demuxers.SafeInput, sourcePath)],
        [
            new FfmpegOutput(
                [
                    "-map", $"0:{facts.Picture!.StreamIndex}",
                    .. facts.Sound is { } sound ? (string[])["-map", $"0:{sound.StreamIndex}"] : [],
                    "-c", "copy", "-f", "null",
                ],
                "-"),
        ]);

    /// <summary>Draws the first frame that there is, however late, and throws it away.</summary>
    public static FfmpegCommand FirstPicture(string sourcePath, PictureFacts picture) => new(
        [new FfmpegInput([.. Demuxers.SafeInput, "-threads", "1"], sourcePath)],
        [new FfmpegOutput(["-map", $"0:{picture.StreamIndex}", "-frames:v", "1", "-f", "null"], "-")]);

    /// <summary>The first of two passes: what the sound measures, told as JSON at the end.</summary>
    public static FfmpegCommand MeasureLoudness(string sourcePath, MediaFacts facts, FileSpec spec)
    {
        var cut = Cutting.Of(facts, spec.StartMs, spec.EndMs);
        return new(
            [new FfmpegInput([.. Demuxers.SafeInput, .. cut.Input], sourcePath)],
            [
                new FfmpegOutput(
                    [
                        "-map", $"0:{facts.Sound!.StreamIndex}",
                        "-af", string.Join(',', (string[])
                            [.. cut.SoundFilters, "aformat=channel_layouts=stereo", $"{FilterChains.Loudnorm}:print_format=json"]),
                        "-f", "null",
                    ],
                    "-"),
            ],
            IsTalkative: true);
    }
}
