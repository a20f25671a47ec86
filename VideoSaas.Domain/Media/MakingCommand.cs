namespace VideoSaas.Domain.Media;

/// <summary>One file to be made, and where it is written.</summary>
public sealed record MadeOutput(FileSpec Spec, string Path);

/// <summary>The small files beside a video and where they are written.</summary>
/// <param name="CoverPattern">With <c>%d</c> for the milliseconds after <see cref="PreviewSpec.StartMs"/> at which the frame is shown.</param>
public sealed record PreviewOutput(PreviewSpec Spec, string MoviePath, string AnimationPath, string CoverPattern);

/// <summary>What is drawn over the picture: files of ours in the run's folder.</summary>
/// <param name="TextFile">Advanced SubStation: captions and a watermark of words.</param>
/// <param name="ImageFile">PNG watermark.</param>
public sealed record Overlays(string? TextFile, string? ImageFile)
{
    public static readonly Overlays None = new(null, null);
}

/// <summary>One run of ffmpeg that makes all files of a plan from one decode.</summary>
public static class MakingCommand
{
    /// <summary>Up to here it is cheaper to draw every key frame than to open the file once for each cover.</summary>
    private const long LongestWalkMs = 180_000;

    /// <param name="outputs">All of one kind of work, but never those kept as they are.</param>
    public static FfmpegCommand Build(
        string sourcePath, MediaFacts facts, IReadOnlyList<MadeOutput> outputs, PreviewOutput preview, Overlays overlays,
        MeasuredLoudness? measured, string folder)
    {
        var encodes = outputs.Where(output => output.Spec.Work == FileWork.Encode).ToList();
        return encodes.Count > 0
            ? OneDecode(sourcePath, facts, encodes, preview, overlays, measured, folder)
            : Copies(sourcePath, facts, outputs, preview, measured, folder);
    }

    private static FfmpegCommand OneDecode(
        string sourcePath, MediaFacts facts, List<MadeOutput> outputs, PreviewOutput preview, Overlays overlays,
        MeasuredLoudness? measured, string folder)
    {
        var first = outputs[0].Spec;
        var cut = Cutting.Of(facts, first.StartMs, first.EndMs);
        var graph = new List<string>
        {
            $"[0:{first.PictureStream}]{string.Join(',', [.. cut.PictureFilters, .. FilterChains.Prepare(facts), .. Split(outputs.Count)])}"
                + string.Concat(outputs.Select((_, i) => $"[base{i}]")),
        };
        var made = new List<FfmpegOutput>();
        for (var i = 0; i < outputs.Count; i++)
        {
            var (spec, path) = outputs[i];
            graph.AddRange(PictureGraph(spec.Picture!, facts, i, overlays));
            if (SoundGraph(spec, cut, measured, facts, i) is { } sound)
            {
                graph.Add(sound);
            }

            made.Add(new FfmpegOutput(
                [
                    "-map", $"[out{i}]", .. spec.Sound is null ? (string[])["-an"] : ["-map", $"[sound{i}]"],
                    .. Plain, .. PictureCodec(spec.Picture!, facts), .. SoundCodec(spec.Sound), .. Mp4,
                ],
                path));
        }

        // The small files are drawn from the first file's own frames: nothing is decoded, turned or mapped twice.
        var small = preview.Spec;
        graph.Add($"[drawn0]split=3[out0][small][covers]");
        graph.Add(
            $"[small]trim=duration={Number.Seconds(small.DurationMs)},{FilterChains.Rate(small.Rate)},"
            + $"scale={small.Width}:{small.Height}:flags=fast_bilinear,split=2[movie][moving]");
        graph.Add(AnimationGraph(small));
        graph.Add($"[covers]select='{CoverTimes(small, first.Picture!.Rate)}',{CoverPicture(small)}[cover]");
        return new FfmpegCommand(
            [
                new FfmpegInput([.. Demuxers.SafeInput, .. cut.Input], sourcePath),
                .. overlays.ImageFile is { } image ? (FfmpegInput[])[new(["-protocol_whitelist", "file", "-f", "png_pipe"], image)] : [],
            ],
            [
                new FfmpegOutput(["-filter_complex", string.Join(';', graph), .. made[0].Options], made[0].Path),
                .. made.Skip(1),
                .. SmallOutputs(preview),
                NamedByTime("[cover]", [], preview),
            ],
            folder);
    }

    /// <summary>
    /// What is copied is never decoded. The small files have inputs of their own that read and decode no more than they need.
    /// </summary>
    private static FfmpegCommand Copies(
        string sourcePath, MediaFacts facts, IReadOnlyList<MadeOutput> outputs, PreviewOutput preview, MeasuredLoudness? measured, string folder)
    {
        var small = preview.Spec;

        // Where every file is kept as it is there is nothing to copy, and opening a file costs time.
        FfmpegInput[] copied = outputs.Count > 0 ? [new(Demuxers.SafeInput, sourcePath)] : [];
        var graph = new List<string>
        {
            $"[{copied.Length}:{small.PictureStream}]{string.Join(',', [.. FilterChains.Prepare(facts), FilterChains.Rate(small.Rate)])},"
                + $"{FilterChains.Scale(small.Width, small.Height)},setsar=1,format=yuv420p,split=2[movie][moving]",
            AnimationGraph(small),
        };
        var made = new List<FfmpegOutput>();
        for (var i = 0; i < outputs.Count; i++)
        {
            var (spec, path) = outputs[i];
            if (SoundGraph(spec, Cutting.Of(facts, 0, null), measured, facts, i) is { } sound)
            {
                graph.Add(sound);
            }

            made.Add(new FfmpegOutput(
                [
                    "-map", $"0:{spec.PictureStream}",
                    .. spec.Sound is not null ? (string[])["-map", $"[sound{i}]"]
                        : spec.SoundStream is { } stream ? ["-map", $"0:{stream}"]
                        : ["-an"],
                    .. Plain, "-c:v", "copy", .. facts.Picture!.Codec == "hevc" ? (string[])["-tag:v", "hvc1"] : [],
                    .. spec.Sound is not null ? SoundCodec(spec.Sound) : spec.SoundStream is not null ? ["-c:a", "copy"] : [], .. Mp4,
                ],
                path));
        }

        var (coverInputs, covers) = facts.DurationMs <= LongestWalkMs
            ? CoversOnTheWay(sourcePath, facts, preview, copied.Length + 1)
            : SoughtCovers(sourcePath, facts, preview, copied.Length + 1);
        FfmpegOutput[] all = [.. made, .. SmallOutputs(preview), .. covers];
        return new FfmpegCommand(
            [
                .. copied,
                new FfmpegInput([.. Demuxers.SafeInput, "-t", Number.Seconds(small.DurationMs)], sourcePath),
                .. coverInputs,
            ],
            [new FfmpegOutput(["-filter_complex", string.Join(';', graph), .. all[0].Options], all[0].Path), .. all.Skip(1)],
            folder);
    }

    /// <summary>The first key frame of each part of the film, from one input of which nothing but key frames is decoded.</summary>
    private static (FfmpegInput[] Inputs, FfmpegOutput[] Outputs) CoversOnTheWay(
        string sourcePath, MediaFacts facts, PreviewOutput preview, int input)
    {
        var small = preview.Spec;
        var part = Number.Of(Math.Max(1, facts.DurationMs / small.CoversAtMs.Count) / 1000d);
        string[] filters =
        [
            $"select='isnan(prev_selected_t)+gt(floor(t/{part}),floor(prev_selected_t/{part}))'", .. FilterChains.Prepare(facts), CoverPicture(small),
        ];
        return (
            [new([.. Demuxers.SafeInput, .. KeyFramesAlone], sourcePath)],
            [NamedByTime($"{input}:{small.PictureStream}", ["-vf", string.Join(',', filters)], preview)]);
    }

    /// <summary>The key frame before each of the times: nothing between them is read.</summary>
    private static (FfmpegInput[] Inputs, FfmpegOutput[] Outputs) SoughtCovers(
        string sourcePath, MediaFacts facts, PreviewOutput preview, int firstInput)
    {
        var small = preview.Spec;
        var filters = string.Join(',', [.. FilterChains.Prepare(facts), CoverPicture(small)]);
        return (
            [
                .. small.CoversAtMs.Select(at => new FfmpegInput(
                    [.. Demuxers.SafeInput, .. KeyFramesAlone, "-noaccurate_seek", "-ss", Number.Seconds(at)], sourcePath)),
            ],
            [
                .. small.CoversAtMs.Select((at, i) => new FfmpegOutput(
                    ["-map", $"{firstInput + i}:{small.PictureStream}", "-an", .. Plain, "-vf", filters, "-frames:v", "1", .. Jpeg, "-f", "mjpeg"],
                    preview.CoverPattern.Replace("%d", Number.Of(at), StringComparison.Ordinal))),
            ]);
    }

    private static string CoverPicture(PreviewSpec small) =>
        $"scale={small.CoverWidth}:{small.CoverHeight}:flags=bicubic:out_range=full,setsar=1,format=yuvj420p";

    private static FfmpegOutput NamedByTime(string from, string[] filters, PreviewOutput preview) => new(
        [
            "-map", from, "-an", .. Plain, .. filters, "-fps_mode", "passthrough", "-enc_time_base", "1:1000", .. Jpeg,
            "-frames:v", Number.Of(preview.Spec.CoversAtMs.Count), "-frame_pts", "1", "-f", "image2",
        ],
        preview.CoverPattern);

    private static IEnumerable<string> PictureGraph(PictureSpec spec, MediaFacts facts, int i, Overlays overlays)
    {
        // Frames that are dropped need no scaling, and those that are shown twice need it once.
        var isThinned = facts.Picture!.FrameRate?.Value > spec.Rate.Value * 1.01;
        var source = $"[base{i}]";
        if (isThinned)
        {
            yield return $"{source}{FilterChains.Rate(spec.Rate)}[thin{i}]";
            source = $"[thin{i}]";
        }

        yield return FilterChains.Place(source, spec, $"p{i}", $"[placed{i}]");
        var placed = $"[placed{i}]";
        if (overlays.ImageFile is not null && spec.Watermark is { } mark)
        {
            var width = Math.Max(2, (int)(spec.Width * mark.Size));
            yield return $"[1:0]scale={Number.Of(width)}:-1:flags=bicubic,format=rgba,colorchannelmixer=aa={Number.Of(mark.Opacity)}[mark{i}]";
            yield return $"{placed}[mark{i}]overlay={PlaceOf(mark.Corner, spec)}:format=yuv420[marked{i}]";
            placed = $"[marked{i}]";
        }

        string[] last =
        [
            .. isThinned ? (string[])[] : [FilterChains.Rate(spec.Rate)],
            .. overlays.TextFile is { } text ? (string[])[$"ass=filename={text}"] : [],
            "format=yuv420p",
        ];
        yield return $"{placed}{string.Join(',', last)}{(i == 0 ? "[drawn0]" : $"[out{i}]")}";
    }

    private static string? SoundGraph(FileSpec spec, Cutting cut, MeasuredLoudness? measured, MediaFacts facts, int i) => spec.Sound switch
    {
        null => null,
        { Silence: true } silence =>
            $"anullsrc=r={Number.Of(silence.RateHz)}:cl=stereo,atrim=duration={Number.Seconds(spec.DurationOf(facts.DurationMs))}[sound{i}]",
        { } sound => $"[0:{spec.SoundStream}]{FilterChains.Sound(sound, cut.SoundFilters, measured)}[sound{i}]",
    };

    private static string AnimationGraph(PreviewSpec small) =>
        $"[moving]fps=fps=5,scale={small.AnimationWidth}:{small.AnimationHeight}:flags=fast_bilinear[animation]";

    private static IEnumerable<FfmpegOutput> SmallOutputs(PreviewOutput preview)
    {
        var small = preview.Spec;
        yield return new FfmpegOutput(
            [
                "-map", "[movie]", "-an", .. Plain,
                "-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p", "-color_range", "tv", "-threads", "1", "-preset", "veryfast",
                "-crf", Number.Of(small.Crf), "-maxrate", Number.Of(small.MaxBitsPerSecond), "-bufsize", Number.Of(small.MaxBitsPerSecond * 2L),
                "-g", "60", .. Mp4,
            ],
            preview.MoviePath);
        yield return new FfmpegOutput(
            ["-map", "[animation]", "-an", .. Plain, "-c:v", "libwebp_anim", "-loop", "0", "-q:v", "45", "-compression_level", "2", "-f", "webp"],
            preview.AnimationPath);
    }

    private static string[] PictureCodec(PictureSpec spec, MediaFacts facts) =>
    [
        "-fps_mode", "cfr", "-r", spec.Rate.ToString(),
        "-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p", "-color_range", "tv", .. Colours(spec, facts.Picture!),
        "-preset", spec.Preset, "-crf", Number.Of(spec.Crf),
        "-maxrate", Number.Of(spec.MaxBitsPerSecond), "-bufsize", Number.Of(spec.MaxBitsPerSecond * 2L),
        "-g", Number.Of(spec.KeyframeEvery), "-flags", "+cgop",
    ];

    private static string[] Colours(PictureSpec spec, PictureFacts picture) => spec.ToneMap
        ? ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
        :
        [
            .. picture.ColorSpace is { } matrix && matrix != "gbr" ? (string[])["-colorspace", matrix] : [],
            .. picture.ColorPrimaries is { } primaries ? (string[])["-color_primaries", primaries] : [],
            .. picture.ColorTransfer is { } transfer ? (string[])["-color_trc", transfer] : [],
        ];

    private static string[] SoundCodec(SoundSpec? spec) => spec is null ? [] :
        ["-c:a", "aac", "-b:a", Number.Of(spec.BitsPerSecond), "-ar", Number.Of(spec.RateHz), "-ac", "2"];

    private static readonly string[] Plain = ["-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"];

    private static readonly string[] KeyFramesAlone = ["-threads", "1", "-skip_frame", "nokey"];

    private static readonly string[] Jpeg = ["-c:v", "mjpeg", "-q:v", "4"];

    /// <summary>No edit list (some platforms refuse one): reordered frames have negative offsets instead.</summary>
    private static readonly string[] Mp4 =
        ["-max_muxing_queue_size", "4096", "-movflags", "+faststart+negative_cts_offsets", "-use_editlist", "0", "-f", "mp4"];

    private static IEnumerable<string> Split(int parts) => parts > 1 ? [$"split={parts}"] : ["null"];

    /// <summary>A twentieth of the width away from both edges.</summary>
    private static string PlaceOf(Corner corner, PictureSpec spec)
    {
        var margin = Number.Of(Math.Min(spec.Width, spec.Height) / 20);
        var x = corner is Corner.TopLeft or Corner.BottomLeft ? margin : $"W-w-{margin}";
        var y = corner is Corner.TopLeft or Corner.TopRight ? margin : $"H-h-{margin}";
        return $"{x}:{y}";
    }

    /// <summary>True for the one frame that is shown at each of the times.</summary>
    private static string CoverTimes(PreviewSpec spec, Fraction rate)
    {
        var frame = 1 / rate.Value;
        return string.Join('+', spec.CoversAtMs
            .Select(at => (at - spec.StartMs) / 1000d)
            .Select(at => $"gte(t,{Number.Of(at)})*lt(t,{Number.Of(at + frame)})"));
    }
}
