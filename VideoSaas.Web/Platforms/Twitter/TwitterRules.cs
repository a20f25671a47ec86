using System.Text.RegularExpressions;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>What X says to a post before it is sent.</summary>
internal static partial class TwitterRules
{
    /// <summary>Of a post by the API, since 2026-04.</summary>
    public const int MostCashtags = 1;

    public static IReadOnlyList<Verdict> Judge(PostToJudge post, TwitterOptions options)
    {
        var verdicts = new List<Verdict>();
        if (post.File is { } file)
        {
            verdicts.AddRange(Preflight.Judge(file, FileLimits.Of(PlatformMediaRules.TwitterVideo) with
            {
                MaxSizeBytes = options.MaxFileBytes,
                MaxDuration = post.Account?.LongestVideo ?? TimeSpan.FromSeconds(options.LongestVideoSeconds),
            }));
        }

        var cashtags = CashtagsOf(post.Caption);
        if (cashtags > MostCashtags)
        {
            verdicts.Add(Verdict.Error("too_many_cashtags", cashtags, MostCashtags));
        }

        if (WeightedText.HasLink(post.Caption))
        {
            verdicts.Add(Verdict.Warning("link_costs_more"));
        }

        return [.. verdicts.OrderByDescending(verdict => verdict.Level)];
    }

    public static int CashtagsOf(string? text) => text is null ? 0 : Cashtag().Count(text);

    [GeneratedRegex(@"(?<![A-Za-z0-9_$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?![A-Za-z0-9_])", RegexOptions.CultureInvariant)]
    private static partial Regex Cashtag();
}
