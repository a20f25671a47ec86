using VideoSaas.Domain.Media;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Media;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>How the room's jobs end when they do not end well. The codes name sentences in ProcessingTexts.</summary>
internal static class Endings
{
    /// <summary>The video was stopped, failed or begun anew: nobody is told, because the video's word is another's by now.</summary>
    public static JobOutcome NotWanted { get; } =
        new JobOutcome.GiveUp("superseded", "The video has no use for this any more.");

    public static JobOutcome SourceMissing { get; } =
        new JobOutcome.GiveUp("source_missing", "The source is not in storage.");

    /// <summary>The file was accepted, and then proved to be broken within.</summary>
    public static JobOutcome Damaged(FfmpegRun run) =>
        new JobOutcome.GiveUp(SourceVerdict.Damaged, "Too much of the file cannot be decoded.", run.LastLines);

    /// <summary>Only what a second try can mend is tried again.</summary>
    /// <param name="code">When the tool itself refused the file.</param>
    public static JobOutcome Of(FfmpegRun run, string code) => run switch
    {
        { DiskWasFull: true } => new JobOutcome.RetryLater("disk_full", "The disk is full.", run.LastLines),
        { WasKilledByOthers: true } => new JobOutcome.RetryLater("encoder_killed", "ffmpeg was killed from outside.", run.LastLines),
        { Ending: FfmpegEnding.Stalled } => new JobOutcome.GiveUp("encode_stalled", "ffmpeg made no progress.", run.LastLines),
        { Ending: FfmpegEnding.OverTime } => new JobOutcome.GiveUp("encode_too_slow", "ffmpeg passed its time limit.", run.LastLines),
        { Ending: FfmpegEnding.TooLarge } => new JobOutcome.GiveUp("encode_too_large", "ffmpeg passed its size limit.", run.LastLines),
        _ when run.LastLines.Any(line => line.Contains("Cannot allocate memory", StringComparison.Ordinal)) =>
            new JobOutcome.RetryLater("out_of_memory", "ffmpeg found no memory.", run.LastLines),
        { FoundDamage: true } => Damaged(run),
        _ => new JobOutcome.GiveUp(code, $"ffmpeg ended with code {run.ExitCode}.", run.LastLines),
    };
}

internal static class ContentTypes
{
    /// <summary>Of a container as <see cref="MediaFacts.Container"/> names it.</summary>
    public static string Of(string container) => container switch
    {
        "mp4" or "m4a" => "video/mp4",
        "mov" => "video/quicktime",
        "3gp" => "video/3gpp",
        "webm" => "video/webm",
        "matroska" => "video/x-matroska",
        "avi" => "video/x-msvideo",
        "mpegts" => "video/mp2t",
        _ => "application/octet-stream",
    };
}
