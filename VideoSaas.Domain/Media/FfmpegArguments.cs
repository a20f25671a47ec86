using System.Globalization;

namespace VideoSaas.Domain.Media;

/// <summary>Specs to arguments. Pure, so that every choice is tested without running anything.</summary>
public static class FfmpegArguments
{
    /// <summary>One decode for all outputs.</summary>
    public static FfmpegCommand Encode(string sourcePath, IReadOnlyList<(EncodeSpec Spec, string Path)> outputs) =>
        new(Demuxers.SafeInput, sourcePath, [.. outputs.Select(output => Mp4(output.Spec, output.Path))]);

    /// <summary>One picture as JPEG.</summary>
    public static FfmpegCommand Thumbnail(string sourcePath, ThumbnailSpec spec, string path) => new(
        [.. Demuxers.SafeInput, "-ss", Seconds(spec.SeekMs)],
        sourcePath,
        [
            new FfmpegOutput(
                [
                    "-map", $"0:{spec.PictureStream}", "-an", "-sn", "-dn", "-map_metadata", "-1",
                    "-vf", string.Join(',', (string[])
                    [
                        .. spec.Deinterlace ? (string[])["yadif=deint=interlaced"] : [],
                        .. spec.ToneMap ? ToneMapping : [],
                        $"scale={spec.Width}:{spec.Height}:flags=bicubic:out_range=full", "setsar=1", "format=yuvj420p",
                        $"thumbnail=n={spec.Candidates}",
                    ]),
                    "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-f", "mjpeg",
                ],
                path),
        ]);

    /// <summary>Walks all packets of picture and sound without decoding: shows whether the file is whole.</summary>
    public static FfmpegCommand ReadThrough(string sourcePath, MediaFacts facts) => new(
        Demuxers.SafeInput,
        sourcePath,
        [
            new FfmpegOutput(
                [
                    .. facts.Picture is { } picture ? (string[])["-map", $"0:{picture.StreamIndex}"] : [],
                    .. facts.Sound is { } sound ? (string[])["-map", $"0:{sound.StreamIndex}"] : [],
                    "-c", "copy", "-f", "null",
                ],
                "-"),
        ]);

    /// <summary>Draws one frame and throws it away.</summary>
    public static FfmpegCommand FirstPicture(string sourcePath, PictureFacts picture) => new(
        Demuxers.SafeInput,
        sourcePath,
        [new FfmpegOutput(["-map", $"0:{picture.StreamIndex}", "-frames:v", "1", "-f", "null"], "-")]);

    private static FfmpegOutput Mp4(EncodeSpec spec, string path) => new(
        [
            "-map", $"0:{spec.PictureStream}",
            .. spec.SoundStream is { } sound ? (string[])["-map", $"0:{sound}"] : ["-an"],
            "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1",
            .. spec.LimitMs is { } limit ? (string[])["-t", Seconds(limit)] : [],
            "-vf", string.Join(',', Filters(spec)),
            "-fps_mode", "cfr", "-r", spec.Rate.ToString(),
            "-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p", "-color_range", "tv",
            "-preset", spec.Preset, "-crf", Number(spec.Crf),
            "-maxrate", Number(spec.MaxBitsPerSecond), "-bufsize", Number(spec.MaxBitsPerSecond * 2L),
            "-g", Number(spec.KeyframeEvery), "-flags", "+cgop",
            .. spec.ToneMap ? (string[])["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"] : [],
            .. spec.SoundStream is null ? [] : Sound(spec),
            "-max_muxing_queue_size", "4096", "-movflags", "+faststart", "-f", "mp4",
        ],
        path);

    private static string[] Sound(EncodeSpec spec) =>
    [
        // Fills gaps and a late start with silence, so that sound stays with the picture after edit lists and dropped packets.
        "-af", "aresample=async=1:first_pts=0",
        "-c:a", "aac", "-b:a", Number(spec.SoundBitsPerSecond), "-ar", Number(spec.SoundRateHz), "-ac", "2",
    ];

    /// <summary>The tool turns the picture by its own matrix before the first of these.</summary>
    private static IEnumerable<string> Filters(EncodeSpec spec) =>
    [
        .. spec.Deinterlace ? (string[])["yadif=deint=interlaced"] : [],
        .. spec.ToneMap ? ToneMapping : [],
        $"scale={spec.Width}:{spec.Height}:flags=bicubic:out_range=limited",
        "setsar=1",
        "format=yuv420p",
    ];

    private static readonly string[] ToneMapping =
    [
        "zscale=transfer=linear:npl=100", "format=gbrpf32le", "zscale=primaries=bt709", "tonemap=hable:desat=0",
        "zscale=transfer=bt709:matrix=bt709:range=limited",
    ];

    private static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
