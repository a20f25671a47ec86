namespace VideoSaas.Domain.Media;

/// <summary>One run of ffmpeg as lists of arguments: no shell, no quoting, nothing a person wrote.</summary>
/// <param name="Folder">Where it runs, so that a filter can name a file of ours without its path; null is anywhere.</param>
/// <param name="IsTalkative">What a filter measured is told on standard error.</param>
public sealed record FfmpegCommand(
    IReadOnlyList<FfmpegInput> Inputs, IReadOnlyList<FfmpegOutput> Outputs, string? Folder = null, bool IsTalkative = false)
{
    /// <summary>With one input.</summary>
    public FfmpegCommand(IReadOnlyList<string> input, string inputPath, IReadOnlyList<FfmpegOutput> outputs)
        : this([new FfmpegInput(input, inputPath)], outputs)
    {
    }

    /// <summary>Progress comes as key=value lines on standard output; nothing is ever asked on standard input.</summary>
    public IReadOnlyList<string> Global =>
        ["-nostdin", "-hide_banner", "-nostats", "-v", IsTalkative ? "info" : "warning", "-progress", "pipe:1", "-stats_period", "0.25"];

    public IReadOnlyList<string> ToArguments() =>
    [
        .. Global,
        .. Inputs.SelectMany(input => (string[])[.. input.Options, "-i", input.Path]),
        .. Outputs.SelectMany(output => (string[])[.. output.Options, output.Path, "-y"]),
    ];
}

/// <param name="Options">Before its <c>-i</c>.</param>
public sealed record FfmpegInput(IReadOnlyList<string> Options, string Path);

/// <param name="Path">Where it writes; <c>-</c> with the null muxer writes nothing.</param>
public sealed record FfmpegOutput(IReadOnlyList<string> Options, string Path);
