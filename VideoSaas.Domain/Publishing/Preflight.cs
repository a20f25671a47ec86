using VideoSaas.Domain.Media;

namespace VideoSaas.Domain.Publishing;

public enum VerdictLevel
{
    Fine,
    Warning,

    /// <summary>Keeps the post from being submitted; a draft is always kept.</summary>
    Error,
}

/// <summary>One finding before a post goes out. The sentence is in the resources under <c>Verdict_{Code}</c>.</summary>
/// <param name="Arguments">What was found, then what is allowed.</param>
public sealed record Verdict(VerdictLevel Level, string Code, params object[] Arguments)
{
    public static Verdict Fine(string code, params object[] arguments) => new(VerdictLevel.Fine, code, arguments);

    public static Verdict Warning(string code, params object[] arguments) => new(VerdictLevel.Warning, code, arguments);

    public static Verdict Error(string code, params object[] arguments) => new(VerdictLevel.Error, code, arguments);
}

/// <summary>The file that would be sent; null is "not known".</summary>
public sealed record FileToPublish(
    long SizeBytes,
    TimeSpan? Duration,
    int? Width,
    int? Height,
    double? FramesPerSecond = null,
    long? BitsPerSecond = null,
    string? VideoCodec = null,
    string? AudioCodec = null,
    int? AudioChannels = null,
    int? AudioSampleRateHz = null)
{
    /// <summary>The frame that the clip's person chose for its cover, from the start of this file; null where none was chosen.</summary>
    public long? CoverAtMs { get; init; }
}

/// <summary>What one platform takes as a file.</summary>
/// <param name="MinAspect">Width divided by height.</param>
public sealed record FileLimits(
    TimeSpan MinDuration,
    TimeSpan MaxDuration,
    long MaxSizeBytes,
    int MaxWidth,
    double MinFramesPerSecond,
    double MaxFramesPerSecond,
    double MinAspect,
    double MaxAspect,
    long MaxBitsPerSecond,
    int MaxAudioSampleRateHz,
    int MaxAudioChannels,
    IReadOnlyList<string> VideoCodecs,
    IReadOnlyList<string> AudioCodecs)
{
    public static readonly FileLimits InstagramReels = Of(PlatformMediaRules.InstagramReels);

    /// <summary>The same table as the planner's.</summary>
    public static FileLimits Of(MediaRules rules) => new(
        rules.MinDuration,
        rules.MaxDuration,
        rules.MaxSizeBytes,
        rules.Picture.MaxWidth,
        rules.Picture.MinRate,
        rules.Picture.MaxRate,
        rules.Picture.MinAspect,
        rules.Picture.MaxAspect,
        rules.MaxBitsPerSecond ?? long.MaxValue,
        rules.Sound.MaxRateHz,
        rules.Sound.MaxChannels,
        rules.Picture.Codecs,
        rules.Sound.Codecs);
}

/// <summary>Judges a file against a platform's limits: errors first, then warnings, then what is fine.</summary>
public static class Preflight
{
    /// <summary>The Reels tab shows clips from 5 to 90 seconds in 9:16; others are published but only on the profile.</summary>
    private static readonly TimeSpan ReelsTabLongest = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan ReelsTabShortest = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Verdict> JudgeInstagram(FileToPublish file, FileLimits limits)
    {
        var verdicts = new List<Verdict>(Judge(file, limits));
        if (file.Duration is { } length && length >= limits.MinDuration && length <= limits.MaxDuration
            && (length < ReelsTabShortest || length > ReelsTabLongest))
        {
            verdicts.Add(Verdict.Warning("outside_reels_tab_length", Seconds(length)));
        }

        if (file is { Width: > 0, Height: > 0 } && Math.Abs((double)file.Width.Value / file.Height.Value - 9d / 16) > 0.01)
        {
            verdicts.Add(Verdict.Warning("not_nine_by_sixteen", file.Width.Value, file.Height.Value));
        }

        return Sorted(verdicts);
    }

    public static IReadOnlyList<Verdict> Judge(FileToPublish file, FileLimits limits)
    {
        var verdicts = new List<Verdict>
        {
            file.SizeBytes > limits.MaxSizeBytes
                ? Verdict.Error("file_too_big", Megabytes(file.SizeBytes), Megabytes(limits.MaxSizeBytes))
                : Verdict.Fine("file_size", Megabytes(file.SizeBytes), Megabytes(limits.MaxSizeBytes)),
        };
        if (file.Duration is { } length)
        {
            verdicts.Add(
                length < limits.MinDuration ? Verdict.Error("too_short", Seconds(length), Seconds(limits.MinDuration))
                : length > limits.MaxDuration ? Verdict.Error("too_long", Seconds(length), Seconds(limits.MaxDuration))
                : Verdict.Fine("length", Seconds(length)));
        }

        if (file is { Width: > 0, Height: > 0 })
        {
            var aspect = (double)file.Width.Value / file.Height.Value;
            verdicts.Add(
                aspect < limits.MinAspect || aspect > limits.MaxAspect
                    ? Verdict.Error("aspect_refused", file.Width.Value, file.Height.Value)
                : file.Width > limits.MaxWidth ? Verdict.Error("too_wide", file.Width.Value, limits.MaxWidth)
                : Verdict.Fine("picture_size", file.Width.Value, file.Height.Value));
        }

        if (file.FramesPerSecond is { } rate)
        {
            // 23.976 is a rate everybody means by 24 and by 23: compare with room for the fraction.
            verdicts.Add(rate < limits.MinFramesPerSecond - 0.05 || rate > limits.MaxFramesPerSecond + 0.05
                ? Verdict.Error("frame_rate_refused", Math.Round(rate, 2), limits.MinFramesPerSecond, limits.MaxFramesPerSecond)
                : Verdict.Fine("frame_rate", Math.Round(rate, 2)));
        }

        if (file.VideoCodec is { } codec && !limits.VideoCodecs.Contains(codec))
        {
            verdicts.Add(Verdict.Error("video_codec_refused", codec));
        }

        if (file.AudioCodec is { } sound && !limits.AudioCodecs.Contains(sound))
        {
            verdicts.Add(Verdict.Error("audio_codec_refused", sound));
        }

        if (file.AudioSampleRateHz > limits.MaxAudioSampleRateHz || file.AudioChannels > limits.MaxAudioChannels)
        {
            verdicts.Add(Verdict.Error("audio_format_refused", file.AudioSampleRateHz ?? 0, file.AudioChannels ?? 0));
        }

        if (file.BitsPerSecond > limits.MaxBitsPerSecond)
        {
            verdicts.Add(Verdict.Error("bit_rate_refused", file.BitsPerSecond.Value / 1_000_000, limits.MaxBitsPerSecond / 1_000_000));
        }

        return Sorted(verdicts);
    }

    private static IReadOnlyList<Verdict> Sorted(IEnumerable<Verdict> verdicts) =>
        [.. verdicts.OrderByDescending(verdict => verdict.Level)];

    private static double Seconds(TimeSpan length) => Math.Round(length.TotalSeconds, 1);

    private static double Megabytes(long bytes) => Math.Round(bytes / 1_000_000d, 1);
}
