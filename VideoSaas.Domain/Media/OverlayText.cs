using System.Globalization;
using System.Text;

namespace VideoSaas.Domain.Media;

/// <summary>
/// Captions and a watermark of words as one Advanced SubStation document: its renderer shapes Thai and finds a font for every letter, which
/// the plain text filter does not.
/// </summary>
public static class OverlayText
{
    /// <summary>Share of the short side: read with ease at arm's length on a phone.</summary>
    private const double CaptionSize = 0.058;

    /// <summary>Above what the platforms' own buttons and texts cover of an upright video.</summary>
    private const double UprightMargin = 0.2;

    private const double LyingMargin = 0.07;

    /// <summary>Null when there is nothing to write.</summary>
    /// <param name="marks">Those of words are written; pictures are drawn by somebody else.</param>
    /// <param name="startMs">Where in the source the made file begins.</param>
    public static string? Write(
        int width, int height, IReadOnlyList<Cue> cues, IEnumerable<WatermarkEdit> marks, long startMs, long durationMs)
    {
        var words = marks.Where(mark => mark is { Image: null, Text.Length: > 0 }).ToList();
        if (cues.Count == 0 && words.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder();
        var shortSide = Math.Min(width, height);
        var margin = (int)(height * (height > width ? UprightMargin : LyingMargin));
        text.Append(CultureInfo.InvariantCulture, $"""
            [Script Info]
            ScriptType: v4.00+
            PlayResX: {width}
            PlayResY: {height}
            WrapStyle: 0
            ScaledBorderAndShadow: yes

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
            Style: Caption,Sans,{(int)Math.Max(10, shortSide * CaptionSize)},&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,-1,0,0,0,100,100,0,0,1,{Number.Of(Math.Max(1, shortSide * 0.004))},0,2,{width / 14},{width / 14},{margin},1
            {string.Join('\n', words.Select((mark, i) => MarkStyle(i, mark, shortSide, height)))}

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """);
        for (var i = 0; i < words.Count; i++)
        {
            AppendLine(text, 0, durationMs + 1000, $"Mark{i}", words[i].Text!);
        }

        foreach (var cue in cues.Where(cue => cue.EndMs > startMs && cue.StartMs < startMs + durationMs))
        {
            AppendLine(text, Math.Max(0, cue.StartMs - startMs), cue.EndMs - startMs, "Caption", cue.Text);
        }

        return text.ToString();
    }

    private static string MarkStyle(int number, WatermarkEdit mark, int shortSide, int height)
    {
        var transparency = ((int)Math.Round(255 * (1 - Math.Clamp(mark.Opacity, 0.1, 1)))).ToString("X2", CultureInfo.InvariantCulture);
        var place = mark.Corner switch { Corner.TopLeft => 7, Corner.TopRight => 9, Corner.BottomLeft => 1, _ => 3 };
        var margin = shortSide / 20;
        return string.Create(CultureInfo.InvariantCulture, $"Style: Mark{number},Sans,{(int)Math.Max(8, height * mark.Size)},&H{transparency}FFFFFF,&H{transparency}FFFFFF,&H{transparency}000000,&H{transparency}000000,-1,0,0,0,100,100,0,0,1,{Number.Of(Math.Max(0.8, shortSide * 0.002))},0,{place},{margin},{margin},{margin},1");
    }

    private static void AppendLine(StringBuilder text, long startMs, long endMs, string style, string words) =>
        text.Append("Dialogue: 0,").Append(Clock(startMs)).Append(',').Append(Clock(endMs)).Append(',').Append(style)
            .Append(",,0,0,0,,").Append(Plain(words)).Append('\n');

    /// <summary>A brace would begin a command and a backslash is half of one: neither is what the person meant.</summary>
    private static string Plain(string words) => words
        .Replace("\\", "\\\u2060", StringComparison.Ordinal)
        .Replace("{", "\\{", StringComparison.Ordinal)
        .ReplaceLineEndings("\\N");

    private static string Clock(long milliseconds) =>
        TimeSpan.FromMilliseconds(milliseconds).ToString(@"h\:mm\:ss\.ff", CultureInfo.InvariantCulture);
}
