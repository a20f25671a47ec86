namespace VideoSaas.Domain.Media;

/// <summary>Whether a made file is what its spec asked for.</summary>
public static class RenditionCheck
{
    /// <returns>Null, or one English sentence for the log of the job.</returns>
    public static string? FaultOf(MediaFacts? made, EncodeSpec spec, MediaFacts source)
    {
        if (made?.Picture is not { } picture)
        {
            return "What was made holds no picture.";
        }

        if ((picture.Codec, picture.Width, picture.Height, picture.RotationDegrees) != ("h264", spec.Width, spec.Height, 0))
        {
            return $"What was made is {picture.Codec} {picture.Width}x{picture.Height}.";
        }

        if (spec.SoundStream is not null && made.Sound is null)
        {
            return "What was made has lost its sound.";
        }

        var expected = Math.Min(source.DurationMs, spec.LimitMs ?? long.MaxValue);

        // Headers round, streams end unevenly, and a broken tail is dropped by the decoder.
        var tolerance = Math.Max(1000, expected / 20);
        return Math.Abs(made.DurationMs - expected) > tolerance
            ? $"What was made lasts {made.DurationMs} ms, not {expected} ms."
            : null;
    }

    /// <summary>More than the rate ceiling can ever make; only a fault writes more.</summary>
    public static long LargestBytes(EncodeSpec spec, MediaFacts source)
    {
        var seconds = Math.Min(source.DurationMs, spec.LimitMs ?? long.MaxValue) / 1000d;
        return (long)((spec.MaxBitsPerSecond + spec.SoundBitsPerSecond) / 8d * (seconds + 10) * 2) + 10_000_000;
    }
}
