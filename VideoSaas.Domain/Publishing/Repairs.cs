using System.Globalization;

namespace VideoSaas.Domain.Publishing;

/// <summary>What one click can do about a verdict.</summary>
public enum Repair
{
    ShortenText,
    ShortenTitle,
    DropHashtags,

    /// <summary>The end of the clip is cut off.</summary>
    CutToLength,

    /// <summary>Set into 9:16, with itself blurred behind it.</summary>
    PadToNineBySixteen,

    /// <summary>New files by today's rules: another size, codec, frame rate.</summary>
    MakeAgain,
}

public static class Repairs
{
    private const string Ellipsis = "…";

    /// <summary>Null where only the person can decide.</summary>
    public static Repair? For(Verdict verdict) => verdict switch
    {
        { Level: VerdictLevel.Fine } => null,
        { Code: "caption_too_long" } => Repair.ShortenText,
        { Code: "title_too_long" } => Repair.ShortenTitle,
        { Code: "too_many_hashtags" } => Repair.DropHashtags,
        { Code: "too_long" or "too_long_for_account" or "needs_premium_length" } when LengthOf(verdict) is not null => Repair.CutToLength,
        { Code: "aspect_refused" or "not_nine_by_sixteen" } => Repair.PadToNineBySixteen,
        {
            Code: "file_too_big" or "frame_rate_refused" or "video_codec_refused" or "audio_codec_refused" or "audio_format_refused"
                or "bit_rate_refused" or "too_wide"
        } => Repair.MakeAgain,
        _ => null,
    };

    public static bool IsOfText(Repair repair) => repair is Repair.ShortenText or Repair.ShortenTitle or Repair.DropHashtags;

    /// <summary>The longest that the verdict allows; null when it names none.</summary>
    public static TimeSpan? LengthOf(Verdict verdict) =>
        verdict.Arguments is [_, IConvertible most, ..] && Convert.ToDouble(most, CultureInfo.InvariantCulture) is > 0 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Ends at a word where one ends within the last part; never in the middle of a sign that is drawn as one.</summary>
    public static string Shorten(string text, TextLimits limits) => Cut(text, shorter => limits.UnitsOf(shorter) <= limits.CaptionUnits);

    public static string ShortenTitle(string title, int units) => Cut(title, shorter => shorter.Length <= units);

    /// <summary>Takes the hashtags after the <paramref name="most"/>th away; words stay.</summary>
    public static string DropHashtags(string text, int most)
    {
        var places = TextRules.HashtagPlaces(text);
        foreach (var (start, length) in places.Skip(most).Reverse())
        {
            // The space before it goes too, or two would be left.
            var from = start > 0 && text[start - 1] == ' ' ? start - 1 : start;
            text = text.Remove(from, start + length - from);
        }

        return text.TrimEnd();
    }

    private static string Cut(string text, Func<string, bool> fits)
    {
        if (fits(text))
        {
            return text;
        }

        // Units never fall when a text grows, so the longest that fits is found by halving.
        var ends = StringInfo.ParseCombiningCharacters(text);
        int low = 0, high = ends.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (fits(text[..ends[middle]].TrimEnd() + Ellipsis))
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        var cut = text[..ends[low]];
        var word = cut.LastIndexOfAny([' ', '\n']);
        var kept = word > cut.Length * 3 / 4 ? cut[..word] : cut;
        return kept.TrimEnd() + Ellipsis;
    }
}
