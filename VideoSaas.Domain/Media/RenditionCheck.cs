namespace VideoSaas.Domain.Media;

/// <summary>Whether a made file is what its spec asked for and what its platforms take.</summary>
public static class RenditionCheck
{
    /// <param name="platforms">Stored words of those that get it.</param>
    /// <returns>Null, or one English sentence for the log of the job.</returns>
    public static string? FaultOf(MediaFacts? made, FileSpec spec, MediaFacts source, IReadOnlyList<string> platforms)
    {
        if (made?.Picture is not { } picture)
        {
            return "What was made holds no picture.";
        }

        if (spec.Picture is { } wanted
            && (picture.Codec, picture.Width, picture.Height, picture.RotationDegrees) != ("h264", wanted.Width, wanted.Height, 0))
        {
            return $"What was made is {picture.Codec} {picture.Width}x{picture.Height}.";
        }

        if (spec.HasSound && made.Sound is null)
        {
            return "What was made has lost its sound.";
        }

        return LengthFault(made, spec.DurationOf(source.DurationMs)) ?? platforms
            .SelectMany(platform => RuleCheck.Breaches(
                made, PlatformMediaRules.For(platform, (double)picture.Width / picture.Height, made.DurationMs))
                .Where(breach => breach.Mend is not null)
                .Select(breach => $"What was made is not taken by {platform}: {breach.Code} {string.Join(' ', breach.Found)}."))
            .FirstOrDefault();
    }

    /// <param name="expectedMs">Headers round, streams end unevenly, and a broken tail is dropped by the decoder.</param>
    public static string? LengthFault(MediaFacts made, long expectedMs) =>
        Math.Abs(made.DurationMs - expectedMs) > Math.Max(1000, expectedMs / 20)
            ? $"What was made lasts {made.DurationMs} ms, not {expectedMs} ms."
            : null;

    /// <summary>More than the rate ceiling can ever make; only a fault writes more.</summary>
    public static long LargestBytes(FileSpec spec, MediaFacts source)
    {
        var seconds = spec.DurationOf(source.DurationMs) / 1000d;
        var bits = (spec.Picture?.MaxBitsPerSecond ?? 0) + (spec.Sound?.BitsPerSecond ?? 0L);
        var copied = spec.Picture is null ? (source.SizeBytes ?? 0) * 2 : 0;
        return (long)(bits / 8d * (seconds + 10) * 2) + copied + 10_000_000;
    }
}
