using System.Globalization;
using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Media;

/// <summary>Why a file cannot become a video here. The person is at no loss: their unit comes back.</summary>
/// <param name="Code">Stable word; the sentence for people is the resource <c>Refusal_{Code}</c>.</param>
/// <param name="Message">One sentence in English for logs and API.</param>
public sealed record SourceRefusal(string Code, string Message, IReadOnlyList<string> Arguments)
{
    public SourceRefusal(string code, string message) : this(code, message, [])
    {
    }
}

/// <param name="MaxDurationSeconds">Of the person's tier.</param>
/// <param name="MaxSizeBytes">Of the person's tier.</param>
public sealed record SourceLimits(int MaxDurationSeconds, long MaxSizeBytes);

/// <summary>What reading the source from end to end showed.</summary>
/// <param name="ReachedMs">The end of the last packet.</param>
/// <param name="ToldOfMissingEnd">The demuxer itself said that bytes are missing.</param>
/// <param name="FirstPictureDecodes">One frame could be drawn.</param>
public sealed record ReadThrough(long ReachedMs, bool ToldOfMissingEnd, bool FirstPictureDecodes);

/// <summary>Accepts or refuses a source; each step asks only what is known by then.</summary>
public static class SourceVerdict
{
    /// <summary>Shorter than this is 0 seconds when rounded.</summary>
    public const int ShortestMs = 500;

    /// <summary>No frame we draw may be larger: a guard against a few bytes that unfold to gigabytes.</summary>
    public const long MaxPixels = 8192L * 8192;

    /// <summary>A film with every language has some thirty; hundreds are an attack on whoever opens them.</summary>
    public const int MostStreams = 64;

    /// <summary>Told only when the whole of it is decoded, after it was accepted: the fault is the file's all the same.</summary>
    public const string Damaged = "damaged";

    public static readonly IReadOnlyList<string> Codes =
        ["empty_file", "not_a_video", "unreadable", "audio_only", "no_picture", "zero_length", "truncated", "too_long", "too_large", "unsupported"];

    /// <summary>From the size and the first bytes alone.</summary>
    public static SourceRefusal? OfHead(FileKind kind, long sizeBytes, SourceLimits limits)
    {
        if (sizeBytes == 0 || kind == FileKind.Empty)
        {
            return new("empty_file", "The file is empty.");
        }

        if (sizeBytes > limits.MaxSizeBytes)
        {
            return new(
                "too_large", "The file is larger than the plan allows.",
                [Megabytes(sizeBytes), Megabytes(limits.MaxSizeBytes)]);
        }

        return kind switch
        {
            FileKind.Audio => new("audio_only", "The file holds sound but no picture."),
            FileKind.Video or FileKind.Unknown => null,
            _ => new("not_a_video", $"The file is no video but looks like {Words.Of(kind)}.", [Words.Of(kind)]),
        };
    }

    /// <summary>ffprobe could not open the file.</summary>
    public static SourceRefusal OfUnreadable(FileKind kind) => kind == FileKind.Video
        ? new("truncated", "The file begins as a video, but its index or its end is missing.")
        : new("unreadable", "No known video format.");

    public static SourceRefusal? OfFacts(MediaFacts facts, SourceLimits limits)
    {
        if (facts.Picture is not { } picture)
        {
            return facts switch
            {
                { Sound: not null } => new("audio_only", "The file holds sound but no picture."),
                { StreamCount: 0 } => new("zero_length", "The video is 0 seconds long."),
                _ => new("no_picture", "The file holds neither picture nor sound."),
            };
        }

        if (picture.Codec is "unknown" or "none")
        {
            return new("unsupported", "The picture is in a format that is not known here.", [facts.Container]);
        }

        if (picture.CodedWidth <= 0 || picture.CodedHeight <= 0)
        {
            return new("no_picture", "The video stream holds no picture.");
        }

        if ((long)picture.CodedWidth * picture.CodedHeight > MaxPixels)
        {
            return new("unsupported", "The picture is too large.", [$"{picture.CodedWidth}×{picture.CodedHeight}"]);
        }

        if (facts.StreamCount > MostStreams)
        {
            return new("unsupported", "The file holds too many streams.", [$"{facts.StreamCount} streams"]);
        }

        if (facts.DurationMs < ShortestMs)
        {
            return new("zero_length", "The video is 0 seconds long.");
        }

        return facts.DurationMs > limits.MaxDurationSeconds * 1000L
            ? new("too_long", "The video is longer than the plan allows.",
                [Clock(facts.DurationWholeSeconds), Clock(limits.MaxDurationSeconds)])
            : null;
    }

    public static SourceRefusal? OfReadThrough(MediaFacts facts, ReadThrough read)
    {
        var truncated = new SourceRefusal("truncated", "The file ends before the video does.");
        if (read.ToldOfMissingEnd)
        {
            return truncated;
        }

        if (!read.FirstPictureDecodes)
        {
            return new("no_picture", "Not one picture of the video can be drawn.");
        }

        // Streams end at slightly different times and headers round: only a clear gap counts.
        return facts.DurationMs - read.ReachedMs > Math.Max(1000, facts.DurationMs / 20) ? truncated : null;
    }

    private static string Megabytes(long bytes) =>
        Math.Ceiling(bytes / 1048576d).ToString("0", CultureInfo.InvariantCulture);

    /// <summary>1:02:03 or 2:03.</summary>
    private static string Clock(int seconds) => TimeSpan.FromSeconds(seconds)
        .ToString(seconds >= 3600 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
