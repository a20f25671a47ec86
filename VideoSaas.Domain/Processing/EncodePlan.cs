using VideoSaas.Domain.Media;

namespace VideoSaas.Domain.Processing;

/// <summary>Which platforms share an encode, and what it is.</summary>
internal static class EncodePlan
{
    /// <summary>Bits a second at 1080p: under what every platform that names a figure takes.</summary>
    public const int MostBitsPerSecond = 20_000_000;

    private const int SoundBitsPerSecond = 160_000;
    private const int FewestBitsPerSecond = 100_000;

    /// <summary>Bits a pixel that x264 is at ease with; a size limit that leaves less is no reason to make the others' file worse.</summary>
    private const double EaseBitsPerPixel = 0.05;

    public static IEnumerable<PlannedFile> Group(MediaFacts facts, VideoEdits edits, IReadOnlyList<MediaRules> rules, int maxShortSide)
    {
        var durationMs = edits.DurationOf(facts.DurationMs);
        var groups = new List<(EncodeBounds Bounds, List<string> Platforms)>();
        foreach (var rule in rules)
        {
            var own = EncodeBounds.Of(rule, durationMs);
            var place = groups.FindIndex(group => CanShare(facts, edits, group.Bounds, own, maxShortSide));
            if (place < 0)
            {
                groups.Add((own, [rule.Platform]));
            }
            else
            {
                groups[place].Platforms.Add(rule.Platform);
                groups[place] = (groups[place].Bounds.And(own), groups[place].Platforms);
            }
        }

        return groups.Select(group => new PlannedFile(SpecFor(facts, edits, group.Bounds, maxShortSide), group.Platforms));
    }

    public static SoundSpec? SoundFor(MediaFacts facts, VideoEdits edits, bool isNeeded)
    {
        var hasSound = facts.Sound is not null && edits.Sound != SoundEdit.Mute;
        return hasSound ? new SoundSpec(SoundBitsPerSecond, RateOf(facts.Sound!), Loudness: edits.Sound == SoundEdit.Loudness)
            : isNeeded ? new SoundSpec(SoundBitsPerSecond, 48_000, Silence: true)
            : null;
    }

    private static FileSpec SpecFor(MediaFacts facts, VideoEdits edits, EncodeBounds bounds, int maxShortSide)
    {
        var picture = facts.Picture!;
        var (width, height, placement) = FrameGeometry.Fit(picture, edits.Frame, bounds, maxShortSide);
        var rate = FrameGeometry.RateFor(picture, Math.Max(bounds.MinRate, 23));
        var sound = SoundFor(facts, edits, bounds.NeedsSound);
        var ceiling = CeilingFor(width, height);
        if (bounds.MaxBitsPerSecond is { } most)
        {
            ceiling = (int)Math.Clamp(most - (sound?.BitsPerSecond ?? 0), FewestBitsPerSecond, ceiling);
        }

        return new FileSpec(
            FileWork.Encode,
            picture.StreamIndex,
            sound is { Silence: false } ? facts.Sound!.StreamIndex : null,
            new PictureSpec(
                width, height, placement, rate, Crf: 20, Preset: "faster", ceiling,
                KeyframeEvery: (int)Math.Max(1, Math.Round(rate.Value * 2)),
                picture.HdrTransfer is not null, picture.IsInterlaced, edits.Watermark, edits.Captions?.File.Sha256, edits.ForcedMark),
            sound,
            edits.StartMs,
            edits.Trim?.EndMs is { } end && end < facts.DurationMs ? end : null);
    }

    private static bool CanShare(MediaFacts facts, VideoEdits edits, EncodeBounds one, EncodeBounds other, int maxShortSide)
    {
        var both = one.And(other);
        if (both.MinShortSide > Math.Min(both.MaxWidth, both.MaxHeight) || both.MinRate > both.MaxRate || both.MinAspect > both.MaxAspect)
        {
            return false;
        }

        // Bars that only one of them asks for are not forced on the other.
        var picture = facts.Picture!;
        var alone = FrameGeometry.Fit(picture, edits.Frame, one, maxShortSide);
        var shared = FrameGeometry.Fit(picture, edits.Frame, both, maxShortSide);
        var others = FrameGeometry.Fit(picture, edits.Frame, other, maxShortSide);
        if (!IsSameShape(alone, shared) || !IsSameShape(others, shared))
        {
            return false;
        }

        var ease = (double)shared.Width * shared.Height * FrameGeometry.RateFor(picture, 23).Value * EaseBitsPerPixel;
        return both.MaxBitsPerSecond is not { } most || most >= ease || (HasNoEase(one, ease) && HasNoEase(other, ease));
    }

    private static bool HasNoEase(EncodeBounds bounds, double ease) => bounds.MaxBitsPerSecond < ease;

    private static bool IsSameShape((int Width, int Height, Placement Placement) one, (int Width, int Height, Placement Placement) other) =>
        Math.Abs(((double)one.Width / one.Height) - ((double)other.Width / other.Height)) < 0.02 * one.Width / one.Height;

    private static int CeilingFor(int width, int height)
    {
        var share = (double)((long)width * height) / (1920 * 1080);
        return (int)Math.Clamp(MostBitsPerSecond * Math.Sqrt(share), 1_500_000, MostBitsPerSecond);
    }

    private static int RateOf(SoundFacts sound) => sound.SampleRateHz is > 0 and var rate && rate % 11025 == 0 ? 44100 : 48000;
}
