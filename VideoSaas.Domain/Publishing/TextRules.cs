using System.Text.RegularExpressions;

namespace VideoSaas.Domain.Publishing;

/// <summary>What a caption holds. Tags and names without their sign, in order, each once; the counts are of all occurrences.</summary>
public sealed record CaptionParts(string[] Hashtags, string[] Mentions, int Units, int HashtagCount, int MentionCount);

/// <summary>Reads and judges what a person wrote.</summary>
public static partial class TextRules
{
    public static CaptionParts Read(string? caption)
    {
        var text = caption ?? "";
        List<string> hashtags = [.. HashtagPlaces(text).Select(place => text.Substring(place.Start + 1, place.Length - 1))];

        var mentions = new List<string>();
        foreach (var match in Mention().EnumerateMatches(text))
        {
            mentions.Add(text.Substring(match.Index + 1, match.Length - 1));
        }

        return new CaptionParts(
            [.. hashtags.Distinct(StringComparer.OrdinalIgnoreCase)],
            [.. mentions.Distinct(StringComparer.OrdinalIgnoreCase)],
            text.Length,
            hashtags.Count,
            mentions.Count);
    }

    public static IReadOnlyList<Verdict> Judge(string? caption, TextLimits limits)
    {
        var parts = Read(caption);
        var units = limits.UnitsOf(caption);
        var verdicts = new List<Verdict>
        {
            units > limits.CaptionUnits
                ? Verdict.Error("caption_too_long", units, limits.CaptionUnits)
                : Verdict.Fine("caption_length", units, limits.CaptionUnits),
        };
        if (limits.Hashtags is { } mostTags)
        {
            verdicts.Add(parts.HashtagCount > mostTags
                ? Verdict.Error("too_many_hashtags", parts.HashtagCount, mostTags)
                : Verdict.Fine("hashtag_count", parts.HashtagCount, mostTags));
        }

        if (limits.Mentions is { } mostNames)
        {
            verdicts.Add(parts.MentionCount > mostNames
                ? Verdict.Error("too_many_mentions", parts.MentionCount, mostNames)
                : Verdict.Fine("mention_count", parts.MentionCount, mostNames));
        }

        return verdicts;
    }

    /// <summary>Where the hashtags stand, their sign included, in order.</summary>
    internal static IReadOnlyList<(int Start, int Length)> HashtagPlaces(string text)
    {
        var places = new List<(int, int)>();
        var endOfLast = -1;
        foreach (var match in Hashtag().EnumerateMatches(text))
        {
            // "#one#two" is two tags, "C#minor" and "&#39;" and "page/#part" are none; Thai runs words together, so "สวัสดี#แมว" is one.
            if (match.Index == endOfLast || match.Index == 0 || !Binds(text[match.Index - 1]))
            {
                places.Add((match.Index, match.Length));
                endOfLast = match.Index + match.Length;
            }
        }

        return places;
    }

    /// <summary>Where hashtags and mentions stand, their sign included, in order; none over another.</summary>
    public static IReadOnlyList<(int Start, int Length)> LinkedPlaces(string text)
    {
        var places = new List<(int Start, int Length)>(HashtagPlaces(text));
        foreach (var match in Mention().EnumerateMatches(text))
        {
            places.Add((match.Index, match.Length));
        }

        return [.. places.OrderBy(place => place.Start)];
    }

    private static bool Binds(char before) => char.IsAsciiLetterOrDigit(before) || before is '_' or '&' or '/';

    // Marks belong to the word: Thai vowels and tones stand above and below their letter. A tag needs one sign that is no digit.
    [GeneratedRegex(@"[#\uFF03](?=[\p{L}\p{M}\p{N}_]*[\p{L}_])[\p{L}\p{M}\p{N}_]+", RegexOptions.CultureInvariant)]
    private static partial Regex Hashtag();

    // The sign after an ASCII letter or digit is an e-mail address. A name is at most 30 signs and does not end in a full stop.
    [GeneratedRegex(@"(?<![A-Za-z0-9_.])@[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
