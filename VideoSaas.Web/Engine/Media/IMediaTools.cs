using VideoSaas.Domain.Media;

namespace VideoSaas.Web.Engine.Media;

/// <summary>ffmpeg and ffprobe as the rooms see them: pure commands in, values out.</summary>
public interface IMediaTools
{
    /// <summary>Reads the headers of a file of unknown nature, and draws what its first packets hold.</summary>
    /// <exception cref="OperationCanceledException">Asked for by <paramref name="token"/>; the child is gone.</exception>
    Task<Probe> ProbeAsync(string path, CancellationToken token);

    /// <summary>
    /// Runs ffmpeg to its end within its limits. Exit code 0 proves nothing: what was made must be probed.
    /// </summary>
    /// <param name="onProgress">Called a few times a second on any thread; must return quickly.</param>
    /// <exception cref="OperationCanceledException">Asked for by <paramref name="token"/>; the child is gone within two seconds.</exception>
    Task<FfmpegRun> RunAsync(FfmpegCommand command, FfmpegLimits limits, Action<EncodeProgress>? onProgress, CancellationToken token);
}

/// <param name="Json">ffprobe's document; null when it could not open the file.</param>
/// <param name="LastLines">What it said on standard error.</param>
/// <param name="HasHung">It was ended at its time limit.</param>
public sealed record Probe(string? Json, IReadOnlyList<string> LastLines, bool HasHung = false)
{
    public MediaFacts? Facts { get; } = Json is null ? null : FfprobeDocument.Read(Json);

    /// <summary>The first packets hold a frame of the picture, and it could be drawn. False proves nothing: it may come later.</summary>
    public bool HasDrawn => Json is not null && Facts?.Picture is { } picture && FfprobeDocument.HasFrameOf(Json, picture.StreamIndex);
}

/// <param name="ExpectedMs">Length of what is made, for the percent; 0 when unknown.</param>
/// <param name="MaxOutputBytes">Of all outputs together.</param>
public sealed record FfmpegLimits(TimeSpan Time, long ExpectedMs = 0, long MaxOutputBytes = long.MaxValue);

public enum FfmpegEnding
{
    /// <summary>By itself, with an exit code.</summary>
    Exited,

    /// <summary>Ended by us: no progress for too long.</summary>
    Stalled,

    /// <summary>Ended by us at the time limit.</summary>
    OverTime,

    /// <summary>Ended by us at the size limit.</summary>
    TooLarge,

    /// <summary>Ended by us: so many complaints that the file must be broken through and through.</summary>
    TooManyErrors,
}

/// <param name="LastLines">At most 40 lines of standard error.</param>
/// <param name="Last">The last progress told.</param>
public sealed record FfmpegRun(FfmpegEnding Ending, int ExitCode, IReadOnlyList<string> LastLines, EncodeProgress? Last)
{
    /// <summary>ffmpeg's own exit code once its <c>-max_error_rate</c> is passed.</summary>
    private const int TooFewDecoded = 69;

    private static readonly string[] Complaints = ["error while decoding", "invalid data found", "corrupt", "concealing"];

    public bool IsClean => Ending == FfmpegEnding.Exited && ExitCode == 0;

    /// <summary>Killed from outside (a shell tells 128 + 9): no verdict on the file.</summary>
    public bool WasKilledByOthers => Ending == FfmpegEnding.Exited && ExitCode is 137 or 143 or -9 or -15;

    /// <summary>The file itself is at fault: more of it could not be decoded than the tool puts up with.</summary>
    public bool FoundDamage => Ending == FfmpegEnding.TooManyErrors || (Ending == FfmpegEnding.Exited && ExitCode == TooFewDecoded);

    /// <summary>Complained of what it read, if perhaps only of a part.</summary>
    public bool SawDamage => FoundDamage || LastLines.Any(line => Complaints.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase)));

    public bool DiskWasFull => LastLines.Any(line => line.Contains("No space left", StringComparison.Ordinal));
}
