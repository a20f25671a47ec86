namespace VideoSaas.Domain.Media;

/// <summary>The pieces that filter graphs are made of.</summary>
internal static class FilterChains
{
    /// <summary>The samples that an AAC encoder puts in front; without an edit list nothing hides them.</summary>
    private const int AacPrimingSamples = 1024;

    public static string Loudnorm { get; } =
        $"loudnorm=I={Number.Of(LoudnessTarget.IntegratedLufs)}:TP={Number.Of(LoudnessTarget.TruePeakDb)}:LRA={Number.Of(LoudnessTarget.RangeLu)}";

    /// <summary>Once for all outputs: whole frames in standard range. The tool turns the picture by its own matrix before.</summary>
    public static IEnumerable<string> Prepare(MediaFacts facts)
    {
        var picture = facts.Picture!;
        return
        [
            .. picture.IsInterlaced ? (string[])["bwdif=mode=send_frame:deint=all"] : [],
            .. picture.HdrTransfer is { } transfer ? ToneMap(transfer, picture) : [],
        ];
    }

    public static IEnumerable<string> Crop(Placement placement) => placement.IsCropped
        ?
        [
            $"crop=w=iw*{Number.Of(placement.CropWidth)}:h=ih*{Number.Of(placement.CropHeight)}"
                + $":x=(iw-ow)*{Number.Of(placement.FocusX)}:y=(ih-oh)*{Number.Of(placement.FocusY)}",
        ]
        : [];

    /// <summary>From <paramref name="input"/> to a frame of the spec's size, as graph text with the labels on both ends.</summary>
    /// <param name="name">Makes inner labels unique.</param>
    public static string Place(string input, PictureSpec spec, string name, string output)
    {
        var at = spec.Placement;
        if (at.FillsFrame(spec.Width, spec.Height))
        {
            return $"{input}{string.Join(',', [.. Crop(at), Scale(spec.Width, spec.Height), "setsar=1"])}{output}";
        }

        if (at.Fill == FrameFill.Blur)
        {
            // Blurred small and enlarged: the same look for a fraction of the work.
            var (smallWidth, smallHeight) = (Math.Max(2, spec.Width / 8 * 2), Math.Max(2, spec.Height / 8 * 2));
            return $"{input}split=2[{name}back][{name}front];"
                + $"[{name}back]scale={smallWidth}:{smallHeight}:force_original_aspect_ratio=increase:flags=bicubic:out_range=limited,"
                + $"crop={smallWidth}:{smallHeight},gblur=sigma=12,eq=brightness=-0.08,{Scale(spec.Width, spec.Height)},setsar=1[{name}blurred];"
                + $"[{name}front]{Scale(at.InnerWidth, at.InnerHeight)},setsar=1[{name}sharp];"
                + $"[{name}blurred][{name}sharp]overlay=(W-w)/2:(H-h)/2{output}";
        }

        return $"{input}{Scale(at.InnerWidth, at.InnerHeight)},setsar=1,"
            + $"pad={spec.Width}:{spec.Height}:(ow-iw)/2:(oh-ih)/2:color=0x{at.Colour}{output}";
    }

    public static string Scale(int width, int height) => $"scale={width}:{height}:flags=bicubic:out_range=limited";

    /// <summary>Constant frames from the very start, however late the first one comes.</summary>
    public static string Rate(Fraction rate) => $"fps=fps={rate}:start_time=0";

    /// <summary>
    /// Gaps and a late start are filled with silence, so that sound stays with the picture; then one encoder's delay is taken away in front.
    /// </summary>
    public static string Sound(SoundSpec spec, IEnumerable<string> cut, MeasuredLoudness? measured) => string.Join(',', (string[])
    [
        .. cut,
        "aresample=async=1:first_pts=0",
        .. spec.Loudness && measured is not null ? (string[])[$"aformat=channel_layouts=stereo", $"{Loudnorm}:{measured.ToOptions()}"] : [],
        $"aformat=sample_fmts=fltp:sample_rates={Number.Of(spec.RateHz)}:channel_layouts=stereo",
        $"atrim=start_sample={Number.Of(AacPrimingSamples)}",
        "asetpts=PTS-STARTPTS",
    ]);

    /// <summary>What the file does not say of its colours is what such files mean.</summary>
    private static string[] ToneMap(string transfer, PictureFacts picture) =>
    [
        $"zscale=transferin={transfer}:primariesin={picture.ColorPrimaries ?? "bt2020"}:matrixin={MatrixOf(picture)}"
            + $":rangein={(picture.IsFullRange ? "full" : "limited")}:transfer=linear:npl=100",
        "format=gbrpf32le",
        "zscale=primaries=bt709",
        "tonemap=hable:desat=0",
        "zscale=transfer=bt709:matrix=bt709:range=limited",
        "format=yuv420p",
    ];

    /// <summary>The filter knows the words by its own names.</summary>
    private static string MatrixOf(PictureFacts picture) => picture.ColorSpace switch
    {
        "bt709" => "709",
        "bt2020c" => "2020_cl",
        "gbr" => "gbr",
        _ => "2020_ncl",
    };
}
