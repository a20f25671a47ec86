using System.Globalization;

namespace VideoSaas.Domain.Publishing;

/// <summary>What a feed shows of a text before "more".</summary>
/// <param name="Shown">The whole text where nothing is cut.</param>
public sealed record CutText(string Shown, bool IsCut);

/// <summary>The part of a 9:16 picture that a platform's own controls leave free, as fractions of its sides.</summary>
public sealed record SafeZone(double Top, double Right, double Bottom, double Left);

/// <summary>
/// How a platform's app shows a clip and its words. No platform writes down where it cuts: the numbers are what its apps showed on
/// phones of usual width in 2026, on the short side. The free zones are those that the platforms give to advertisers.
/// </summary>
public static class FeedLook
{
    /// <summary>Instagram's player shows one line, TikTok's and Facebook's two, Shorts the title in two; X everything that a short post takes.</summary>
    private static (int Letters, int Lines) RoomOn(Platform platform) => platform switch
    {
        Platform.Instagram => (40, 1),
        Platform.Tiktok => (62, 2),
        Platform.Facebook => (62, 2),
        Platform.Youtube => (70, 2),
        Platform.Twitter => (280, 12),
        _ => throw new ArgumentOutOfRangeException(nameof(platform), platform, "A platform without a feed."),
    };

    /// <summary>Of 1080 × 1920: TikTok and Google Ads write pixels, Meta writes percent. X covers nothing of a clip in the feed.</summary>
    public static SafeZone? SafeZoneOf(Platform platform) => platform switch
    {
        Platform.Tiktok => new(130d / 1920, 140d / 1080, 484d / 1920, 60d / 1080),
        Platform.Instagram or Platform.Facebook => new(.14, .06, .35, .06),
        Platform.Youtube => new(288d / 1920, 192d / 1080, 672d / 1920, 48d / 1080),
        _ => null,
    };

    /// <summary>Never between a letter and its marks; at a space where one is near.</summary>
    public static CutText Cut(Platform platform, string text)
    {
        var (letters, lines) = RoomOn(platform);
        var whole = text.ReplaceLineEndings("\n").Trim();
        var end = EndOfLine(whole, lines);
        var starts = StringInfo.ParseCombiningCharacters(whole);
        if (starts.Length > letters)
        {
            end = Math.Min(end, starts[letters]);
        }

        if (end == whole.Length)
        {
            return new CutText(whole, IsCut: false);
        }

        var shown = whole[..end];
        var space = shown.LastIndexOf(' ');
        return new CutText((space > end - 12 && space > 0 ? shown[..space] : shown).TrimEnd(), IsCut: true);
    }

    private static int EndOfLine(string text, int line)
    {
        var end = -1;
        for (var seen = 0; seen < line; seen++)
        {
            end = text.IndexOf('\n', end + 1);
            if (end < 0)
            {
                return text.Length;
            }
        }

        return end;
    }
}
