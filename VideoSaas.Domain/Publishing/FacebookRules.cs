using VideoSaas.Domain.Media;

namespace VideoSaas.Domain.Publishing;

/// <summary>What Facebook Pages take: an upright short clip as a reel, everything else as a video of the Page.</summary>
public static class FacebookRules
{
    /// <summary>For reels no limit is stated: this is what the neighbour has, and what others keep to.</summary>
    private const int ReelCaptionUnits = 2200;

    /// <summary>False where shape or length are not known: a video takes anything.</summary>
    public static bool IsReel(int? width, int? height, TimeSpan? duration) =>
        width is > 0 && height is > 0 && duration is { } length
        && PlatformMediaRules.For("facebook", (double)width.Value / height.Value, (long)length.TotalMilliseconds) == PlatformMediaRules.FacebookReels;

    /// <summary>Errors first.</summary>
    public static IReadOnlyList<Verdict> Judge(PostToJudge post, long maxReelBytes, long maxVideoBytes)
    {
        var verdicts = new List<Verdict>();
        if (post.File is { } file)
        {
            verdicts.AddRange(OfFile(file, maxReelBytes, maxVideoBytes));
            if (IsReel(file.Width, file.Height, file.Duration) && TextLimits.Facebook.UnitsOf(post.Caption) > ReelCaptionUnits)
            {
                verdicts.Add(Verdict.Error("caption_too_long", TextLimits.Facebook.UnitsOf(post.Caption), ReelCaptionUnits));
            }
        }

        if (post.Title is { } title && title.Length > TextLimits.Facebook.TitleUnits)
        {
            verdicts.Add(Verdict.Error("title_too_long", title.Length, TextLimits.Facebook.TitleUnits));
        }

        return [.. verdicts.OrderByDescending(verdict => verdict.Level)];
    }

    /// <summary>The numbers by which the platform refuses a file once it has looked at it; null when it takes it.</summary>
    public static int? RefusalOf(FileToPublish file, MediaRules rules)
    {
        var worst = OfFile(file, rules).FirstOrDefault(verdict => verdict.Level == VerdictLevel.Error);
        return worst?.Code switch
        {
            null => null,
            "too_short" or "too_long" => 1363128,
            "reel_too_small" or "too_wide" => 1363127,
            "frame_rate_refused" => 1363129,
            "aspect_refused" => 1363040,
            _ => 2069019,
        };
    }

    private static IReadOnlyList<Verdict> OfFile(FileToPublish file, long maxReelBytes, long maxVideoBytes)
    {
        var isReel = IsReel(file.Width, file.Height, file.Duration);
        var rules = isReel
            ? PlatformMediaRules.FacebookReels with { MaxSizeBytes = maxReelBytes }
            : PlatformMediaRules.FacebookVideos with { MaxSizeBytes = maxVideoBytes };
        return [.. OfFile(file, rules), Verdict.Fine(isReel ? "goes_as_reel" : "goes_as_video")];
    }

    private static List<Verdict> OfFile(FileToPublish file, MediaRules rules)
    {
        var verdicts = new List<Verdict>(Preflight.Judge(file, FileLimits.Of(rules)));
        if (file is { Width: > 0, Height: > 0 }
            && (Math.Min(file.Width.Value, file.Height.Value) < rules.Picture.MinShortSide
                || Math.Max(file.Width.Value, file.Height.Value) < rules.Picture.MinLongSide))
        {
            verdicts.Insert(0, Verdict.Error(
                "reel_too_small", file.Width.Value, file.Height.Value, rules.Picture.MinShortSide, rules.Picture.MinLongSide));
        }

        return verdicts;
    }
}
