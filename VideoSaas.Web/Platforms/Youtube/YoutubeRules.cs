using System.Globalization;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>YouTube's verdicts on a post before it goes out.</summary>
internal sealed class YoutubeRules(IOptions<YoutubeOptions> options)
{
    private const int MostTagUnits = 500;

    private const int HashtagsBeforeAllAreIgnored = 60;

    private static readonly FileLimits Limits = FileLimits.Of(PlatformMediaRules.YoutubeVideo);

    public IReadOnlyList<Verdict> Judge(PostToJudge post) =>
        [.. OfFile(post).Concat(OfText(post)).Concat(OfSettings(post.Settings)).OrderByDescending(verdict => verdict.Level)];

    /// <summary>Square or upright, and short enough: YouTube makes it a Short by itself, nobody can ask for it.</summary>
    public bool IsShort(int? width, int? height, TimeSpan? duration) =>
        width <= height && duration is { } length && length.TotalSeconds <= options.Value.ShortSeconds;

    private IEnumerable<Verdict> OfFile(PostToJudge post)
    {
        if (post.File is not { } file)
        {
            yield break;
        }

        var longest = post.Account?.LongestVideo is { } own && own < Limits.MaxDuration ? own : Limits.MaxDuration;
        foreach (var verdict in Preflight.Judge(file, Limits with { MaxDuration = longest }))
        {
            yield return verdict;
        }

        if (file is { Width: > 0, Height: > 0, Duration: { } length })
        {
            yield return IsShort(file.Width, file.Height, length) ? Verdict.Fine("youtube_short")
                : file.Width > file.Height ? Verdict.Fine("youtube_video")
                : Verdict.Warning("too_long_for_short", Math.Round(length.TotalSeconds, 1), options.Value.ShortSeconds);
        }
    }

    private static IEnumerable<Verdict> OfText(PostToJudge post)
    {
        var most = TextLimits.Youtube.TitleUnits!.Value;
        var title = YoutubeMetadata.TitleOf(post.Title, post.Caption);
        if (title is null)
        {
            yield return Verdict.Error("title_missing");
        }
        else if (title.Length > most)
        {
            yield return Verdict.Error("title_too_long", title.Length, most);
        }

        if (HasAngle(post.Title) || HasAngle(post.Caption))
        {
            yield return Verdict.Error("angle_brackets");
        }

        if (TextRules.Read(post.Caption).HashtagCount is var hashtags and > HashtagsBeforeAllAreIgnored)
        {
            yield return Verdict.Warning("hashtags_ignored", hashtags, HashtagsBeforeAllAreIgnored);
        }
    }

    private static IEnumerable<Verdict> OfSettings(PostSettings settings)
    {
        if (settings.PrivacyLevel is { } privacy && !YoutubeMetadata.PrivacyLevels.Contains(privacy))
        {
            yield return Verdict.Error("privacy_not_offered", privacy);
        }

        if (settings.CategoryId is { } category && !int.TryParse(category, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            yield return Verdict.Error("category_unknown", category);
        }

        var tags = settings.Tags ?? [];
        if (YoutubeMetadata.UnitsOf(tags) is var units and > MostTagUnits)
        {
            yield return Verdict.Error("tags_too_long", units, MostTagUnits);
        }

        if (tags.FirstOrDefault(tag => HasAngle(tag) || tag.Contains(',') || string.IsNullOrWhiteSpace(tag)) is { } wrong)
        {
            yield return Verdict.Error("tag_refused", wrong);
        }

        if (settings.IsMadeForKids is null)
        {
            yield return Verdict.Warning("made_for_kids_not_said");
        }
    }

    private static bool HasAngle(string? text) => text is not null && text.AsSpan().ContainsAny('<', '>');
}
