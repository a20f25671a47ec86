using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VideoSaas.Domain.Publishing;

/// <summary>A link in a text as X finds it.</summary>
/// <param name="Start">UTF-16 units into <see cref="WeightedText.Normalized"/>.</param>
public readonly record struct TextLink(int Start, int Length);

/// <summary>
/// X's own count of a text: composed (NFC), most letters 1, the rest 2, an emoji of however many code points 2, a link 23 however
/// long it is. Counting guide and twitter-text configuration 3, checked 2026-11-22.
/// </summary>
public static class WeightedText
{
    public const int LinkUnits = 23;

    private const int HeavyUnits = 2;

    private const char Joiner = '\u200D';

    private const int EmojiLook = 0xFE0F;

    private const int KeyCap = 0x20E3;

    /// <summary>Domains that may stand without scheme and path although nothing but a country's two letters ends them.</summary>
    private static readonly string[] CountriesTakenForGeneric = ["co", "tv"];

    /// <summary>
    /// Ends of domains that people write without a scheme. Not the whole registry: a bare domain with a rare end is counted by its
    /// letters, and with a scheme every end is taken.
    /// </summary>
    private const string GenericEnds =
        "com|net|org|edu|gov|mil|int|info|biz|name|pro|mobi|asia|app|dev|xyz|online|site|store|shop|blog|club|top|tech|live|video|stream|studio|"
        + "media|news|world|life|space|cloud|website|link|page|fun|art|design|agency|social|today|email|digital|global|group|network|"
        + "academy|art|band|best|bio|business|cafe|camp|care|center|chat|city|codes|coffee|community|company|cool|dance|events|expert|fashion|film|finance|"
        + "fit|fitness|food|fyi|gallery|game|games|health|help|host|house|ink|kitchen|love|market|marketing|menu|money|movie|music|ninja|one|"
        + "photo|photography|photos|pics|pizza|plus|press|productions|radio|recipes|restaurant|review|reviews|rocks|run|sale|school|show|software|"
        + "solutions|support|systems|team|tips|tools|tours|travel|vip|wiki|win|work|works|yoga|zone";

    private const string CountryEnds =
        "ac|ad|ae|af|ag|ai|al|am|ao|ar|as|at|au|aw|ax|az|ba|bb|bd|be|bf|bg|bh|bi|bj|bm|bn|bo|br|bs|bt|bw|by|bz|ca|cc|cd|cf|cg|ch|ci|ck|cl|cm|cn|co|cr|cu|cv|"
        + "cw|cx|cy|cz|de|dj|dk|dm|do|dz|ec|ee|eg|er|es|et|eu|fi|fj|fk|fm|fo|fr|ga|gd|ge|gf|gg|gh|gi|gl|gm|gn|gp|gq|gr|gs|gt|gu|gw|gy|hk|hm|hn|hr|ht|hu|id|ie|"
        + "il|im|in|io|iq|ir|is|it|je|jm|jo|jp|ke|kg|kh|ki|km|kn|kp|kr|kw|ky|kz|la|lb|lc|li|lk|lr|ls|lt|lu|lv|ly|ma|mc|md|me|mg|mh|mk|ml|mm|mn|mo|mp|mq|mr|ms|"
        + "mt|mu|mv|mw|mx|my|mz|na|nc|ne|nf|ng|ni|nl|no|np|nr|nu|nz|om|pa|pe|pf|pg|ph|pk|pl|pm|pn|pr|ps|pt|pw|py|qa|re|ro|rs|ru|rw|sa|sb|sc|sd|se|sg|sh|si|sk|"
        + "sl|sm|sn|so|sr|ss|st|sv|sx|sy|sz|tc|td|tf|tg|th|tj|tk|tl|tm|tn|to|tr|tt|tv|tw|tz|ua|ug|uk|us|uy|uz|va|vc|ve|vg|vi|vn|vu|wf|ws|ye|yt|za|zm|zw";

    private const string Label = @"[a-z0-9\u00C0-\u024F](?:[a-z0-9\u00C0-\u024F_-]*[a-z0-9\u00C0-\u024F])?";

    private const string PathSigns = @"a-z0-9\u00C0-\u024F\u0400-\u04FF!*';:=+,.$/%#\[\]\-\u2013_~@|&";

    private const string Rest =
        @"(?::[0-9]+)?(?<path>/(?:[" + PathSigns + @"]*(?:\([" + PathSigns + @"]+\)[" + PathSigns + @"]*)*"
        + @"(?:[a-z0-9\u00C0-\u024F\u0400-\u04FF=_#/+\-]|\([" + PathSigns + @"]+\)))?)?(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9_&=#/\-])?";

    // Composed of named parts, so it is built once here rather than written out as one literal for the generator.
    private static readonly Regex Links = new(
        @"(?<![a-z0-9@\uFF20$#\uFF03])(?:"
        + @"https?://(?:" + Label + @"\.)+(?:xn--[a-z0-9]+|[a-z]{2,24})(?![a-z0-9@_-])" + Rest
        + @"|(?<![-_./])(?<bare>(?<names>(?:" + Label + @"\.)+)(?:(?<country>" + CountryEnds + @")|" + GenericEnds + @"|xn--[a-z0-9]+)(?![a-z0-9@+_-]))" + Rest + ")",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>The text in the form that is counted; halves of broken pairs and numbers that are no character become replacement characters.</summary>
    public static string Normalized(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append((rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF ? Rune.ReplacementChar : rune);
        }

        return whole.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>In order, none over another.</summary>
    /// <param name="normalized">Of <see cref="Normalized"/>.</param>
    public static IReadOnlyList<TextLink> LinksOf(string normalized) =>
        normalized.Contains('.', StringComparison.Ordinal)
            ? [.. Links.Matches(normalized).Where(IsLink).Select(match => new TextLink(match.Index, match.Length))]
            : [];

    public static bool HasLink(string? text) => text is not null && LinksOf(Normalized(text)).Count > 0;

    public static int UnitsOf(string text)
    {
        var normalized = Normalized(text);
        var units = 0;
        var at = 0;
        foreach (var link in LinksOf(normalized))
        {
            units += UnitsOfPlain(normalized.AsSpan(at, link.Start - at)) + LinkUnits;
            at = link.Start + link.Length;
        }

        return units + UnitsOfPlain(normalized.AsSpan(at));
    }

    /// <summary>"example.th" alone is no link, "www.example.th" and "example.th/shop" are.</summary>
    private static bool IsLink(Match match)
    {
        var country = match.Groups["country"];
        return !match.Groups["bare"].Success
            || !country.Success
            || match.Groups["path"].Success
            || match.Groups["names"].ValueSpan.Count('.') > 1
            || CountriesTakenForGeneric.Contains(country.Value, StringComparer.OrdinalIgnoreCase);
    }

    private static int UnitsOfPlain(ReadOnlySpan<char> text)
    {
        var units = 0;
        while (text.Length > 0)
        {
            var length = StringInfo.GetNextTextElementLength(text);
            units += UnitsOfElement(text[..length]);
            text = text[length..];
        }

        return units;
    }

    private static int UnitsOfElement(ReadOnlySpan<char> element)
    {
        if (IsEmojiSequence(element))
        {
            return HeavyUnits;
        }

        var units = 0;
        foreach (var rune in element.EnumerateRunes())
        {
            units += rune.Value is <= 0x10FF or (>= 0x2000 and <= 0x200D) or (>= 0x2010 and <= 0x201F) or (>= 0x2032 and <= 0x2037) ? 1 : HeavyUnits;
        }

        return units;
    }

    /// <summary>
    /// One picture of several code points: joined people, flags, skin tones, keys, and signs with the wish to be shown in colour.
    /// A picture of one code point needs no rule, its weight is 2 anyway.
    /// </summary>
    private static bool IsEmojiSequence(ReadOnlySpan<char> element)
    {
        if (element.Length < 2)
        {
            return false;
        }

        var count = 0;
        var isMarked = false;
        var first = default(Rune);
        foreach (var rune in element.EnumerateRunes())
        {
            if (count++ == 0)
            {
                first = rune;
                continue;
            }

            isMarked |= rune.Value is Joiner or EmojiLook or KeyCap or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0x1F1E6 and <= 0x1F1FF) or (>= 0xE0020 and <= 0xE007F);
        }

        // Scripts of India join letters by the same joiner.
        return isMarked && !Rune.IsLetter(first) && (!Rune.IsDigit(first) || element.Contains((char)KeyCap));
    }
}
