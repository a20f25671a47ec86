using System.Globalization;

namespace VideoSaas.Domain.Media;

/// <summary>The least work that makes a file fit, from none to the most.</summary>
public enum FileWork
{
    /// <summary>The file as it is.</summary>
    Keep,

    /// <summary>Streams are copied into a new wrapper.</summary>
    Remux,

    /// <summary>The picture is copied, the sound is written anew.</summary>
    EncodeSound,

    Encode,
}

/// <summary>One rule that a file does not keep.</summary>
/// <param name="Code">Stable word; the sentence for people is the resource <c>Reason_{Code}</c>.</param>
/// <param name="Mend">The work that mends it; null when only the creator can decide (a cut, another shape).</param>
/// <param name="Found">What the file has, then what is allowed.</param>
public sealed record RuleBreach(string Code, FileWork? Mend, params string[] Found);

/// <summary>Holds a file's facts against a platform's rules.</summary>
public static class RuleCheck
{
    /// <summary>23.976 is meant by 23 and 24 alike, and 59.94 and 60.0 by 60.</summary>
    private const double RateSlack = 0.05;

    public static IReadOnlyList<RuleBreach> Breaches(MediaFacts facts, MediaRules rules) =>
        facts.Picture is { } picture
            ? [.. OfWrapper(facts, rules.Wrapper), .. OfPicture(picture, rules.Picture), .. OfSound(facts, rules.Sound), .. OfWhole(facts, rules)]
            : [new RuleBreach("no_picture", null)];

    private static IEnumerable<RuleBreach> OfWrapper(MediaFacts facts, WrapperRules rules)
    {
        if (!rules.Containers.Contains(facts.Container))
        {
            yield return new("container", FileWork.Remux, facts.Container, rules.Containers[0]);
        }
        else if (facts.Layout is { } layout)
        {
            if (rules.IndexFirst == Demand.Made && !layout.IsIndexFirst)
            {
                yield return new("index_at_end", FileWork.Remux);
            }

            if (rules.NoEditLists == Demand.Made && layout.EditLists != EditLists.None)
            {
                yield return new("edit_list", layout.EditLists switch
                {
                    EditLists.Timing => FileWork.Remux,
                    EditLists.MovedSound => FileWork.EncodeSound,
                    _ => FileWork.Encode,
                });
            }
        }

        if (rules.OneOfEach == Demand.Made && facts.StreamCount > (facts.Sound is null ? 1 : 2))
        {
            yield return new("extra_tracks", FileWork.Remux, Text(facts.StreamCount));
        }
    }

    private static IEnumerable<RuleBreach> OfPicture(PictureFacts picture, PictureRules rules)
    {
        if (!rules.Codecs.Contains(picture.Codec))
        {
            yield return new("video_codec", FileWork.Encode, picture.Codec, rules.Codecs[0]);
        }
        else if (picture.Codec == "h264" && picture.Profile is { } profile && rules.Profiles.Count > 0 && !rules.Profiles.Contains(profile))
        {
            yield return new("profile", FileWork.Encode, profile, "High");
        }

        if (picture.HdrTransfer is not null && rules.StandardRange == Demand.Made)
        {
            yield return new("hdr", FileWork.Encode);
        }

        if (rules.PixelFormats.Count > 0 && (picture.PixelFormat is not { } format || !rules.PixelFormats.Contains(format) || picture.IsFullRange))
        {
            yield return new("pixel_format", FileWork.Encode, picture.PixelFormat ?? "?", rules.PixelFormats[0]);
        }

        if (rules.Upright == Demand.Made && (picture.RotationDegrees != 0 || picture.IsMirrored))
        {
            yield return new("turned", FileWork.Encode);
        }

        if (rules.SquarePixels == Demand.Made && picture.SampleAspect.Value is < 0.999 or > 1.001)
        {
            yield return new("pixel_shape", FileWork.Encode);
        }

        if (rules.Progressive == Demand.Made && picture.IsInterlaced)
        {
            yield return new("interlaced", FileWork.Encode);
        }

        foreach (var breach in OfSize(picture, rules).Concat(OfRate(picture, rules)))
        {
            yield return breach;
        }
    }

    private static IEnumerable<RuleBreach> OfSize(PictureFacts picture, PictureRules rules)
    {
        var size = $"{Text(picture.Width)}×{Text(picture.Height)}";
        if (picture.Width > rules.MaxWidth || picture.Height > rules.MaxHeight)
        {
            yield return new("too_many_pixels", FileWork.Encode, size, $"{Text(rules.MaxWidth)}×{Text(rules.MaxHeight)}");
        }
        else if (picture.ShortSide < rules.MinShortSide || Math.Max(picture.Width, picture.Height) < rules.MinLongSide)
        {
            yield return new("too_few_pixels", FileWork.Encode, size, $"{Text(rules.MinShortSide)}×{Text(rules.MinLongSide)}");
        }

        // 4:2:0 has half the colour lines: an odd size cannot be shown whole by every player.
        if (rules.PixelFormats.Count > 0 && (picture.CodedWidth % 2 != 0 || picture.CodedHeight % 2 != 0))
        {
            yield return new("odd_size", FileWork.Encode, size);
        }

        var aspect = (double)picture.Width / picture.Height;
        if (aspect < rules.MinAspect * 0.995 || aspect > rules.MaxAspect * 1.005)
        {
            yield return new("aspect", FileWork.Encode, picture.AspectRatio);
        }
    }

    private static IEnumerable<RuleBreach> OfRate(PictureFacts picture, PictureRules rules)
    {
        if (rules.ConstantRate == Demand.Made && picture.HasVariableRate)
        {
            yield return new("variable_rate", FileWork.Encode);
        }

        if (picture.FrameRate?.Value is not { } rate || rate < rules.MinRate - RateSlack || rate > rules.MaxRate + RateSlack)
        {
            yield return new(
                "frame_rate", FileWork.Encode,
                picture.FrameRate is { } found ? Math.Round(found.Value, 2).ToString(CultureInfo.InvariantCulture) : "?",
                Text((long)rules.MinRate), Text((long)rules.MaxRate));
        }
    }

    private static IEnumerable<RuleBreach> OfSound(MediaFacts facts, SoundRules rules)
    {
        if (facts.Sound is not { } sound)
        {
            if (rules.Track == Demand.Made)
            {
                yield return new("no_sound", FileWork.EncodeSound);
            }

            yield break;
        }

        if (!rules.Codecs.Contains(sound.Codec)
            || (sound.Codec == "aac" && rules.Profiles.Count > 0 && sound.Profile is { } profile && !rules.Profiles.Contains(profile)))
        {
            yield return new("audio_codec", FileWork.EncodeSound, sound.Profile is null ? sound.Codec : $"{sound.Codec} {sound.Profile}", "aac");
        }

        if (sound.SampleRateHz > rules.MaxRateHz || sound.Channels > rules.MaxChannels)
        {
            yield return new(
                "audio_format", FileWork.EncodeSound, Text(sound.SampleRateHz), Text(sound.Channels), Text(rules.MaxRateHz), Text(rules.MaxChannels));
        }
    }

    private static IEnumerable<RuleBreach> OfWhole(MediaFacts facts, MediaRules rules)
    {
        if (facts.DurationMs > rules.MaxDuration.TotalMilliseconds)
        {
            yield return new("too_long", null, Seconds(facts.DurationMs), Seconds((long)rules.MaxDuration.TotalMilliseconds));
        }
        else if (facts.DurationMs < rules.MinDuration.TotalMilliseconds)
        {
            yield return new("too_short", null, Seconds(facts.DurationMs), Seconds((long)rules.MinDuration.TotalMilliseconds));
        }

        if (facts.SizeBytes > rules.MaxSizeBytes)
        {
            yield return new("too_large", FileWork.Encode, Megabytes(facts.SizeBytes.Value), Megabytes(rules.MaxSizeBytes));
        }

        if (facts.BitsPerSecond > rules.MaxBitsPerSecond)
        {
            yield return new("bit_rate", FileWork.Encode, Megabytes(facts.BitsPerSecond.Value), Megabytes(rules.MaxBitsPerSecond.Value));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(long milliseconds) => (milliseconds / 1000d).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => (bytes / 1_000_000d).ToString("0.#", CultureInfo.InvariantCulture);
}
