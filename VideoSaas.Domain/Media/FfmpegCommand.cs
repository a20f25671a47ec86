namespace VideoSaas.Domain.Media;

/// <summary>One run of ffmpeg as lists of arguments: no shell, no quoting, nothing a person wrote.</summary>
/// <param name="Input">Options before <c>-i</c>.</param>
public sealed record FfmpegCommand(IReadOnlyList<string> Input, string InputPath, IReadOnlyList<FfmpegOutput> Outputs)
{
    /// <summary>Progress comes as key=value lines on standard output; nothing is ever asked on standard input.</summary>
    public static IReadOnlyList<string> Global { get; } =
        ["-nostdin", "-hide_banner", "-nostats", "-v", "warning", "-progress", "pipe:1", "-stats_period", "0.25"];

    public IReadOnlyList<string> ToArguments() =>
        [.. Global, .. Input, "-i", InputPath, .. Outputs.SelectMany(output => (string[])[.. output.Options, output.Path, "-y"])];
}

/// <param name="Path">Where it writes; <c>-</c> with the null muxer writes nothing.</param>
public sealed record FfmpegOutput(IReadOnlyList<string> Options, string Path);
