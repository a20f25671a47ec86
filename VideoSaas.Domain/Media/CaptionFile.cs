using System.Globalization;
using System.Text.RegularExpressions;

namespace VideoSaas.Domain.Media;

/// <summary>One line or two, for a while. Times in the source's time.</summary>
public sealed record Cue(long StartMs, long EndMs, string Text);

/// <summary>Reads SubRip and WebVTT alike: both are blocks with an arrow between two times. Marks of style are dropped.</summary>
public static partial class CaptionFile
{
    /// <summary>An hour of speech is some 60 kB.</summary>
    public const int LargestBytes = 1_000_000;

    private const int MostCues = 10_000;
    private const int LongestCue = 500;

    /// <summary>Empty when there is not one readable block.</summary>
    public static IReadOnlyList<Cue> Read(string text)
    {
        var cues = new List<Cue>();
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length && cues.Count < MostCues; i++)
        {
            var times = Times().Match(lines[i]);
            if (!times.Success)
            {
                continue;
            }

            var said = lines.Skip(i + 1).TakeWhile(line => line.Trim().Length > 0 && !Times().IsMatch(line)).ToList();
            i += said.Count;
            var words = Marks().Replace(string.Join('\n', said.Select(line => line.Trim())), "").Trim();
            var (start, end) = (Milliseconds(times.Groups["start"].Value), Milliseconds(times.Groups["end"].Value));
            if (words.Length > 0 && end > start)
            {
                cues.Add(new Cue(start, end, System.Net.WebUtility.HtmlDecode(words.Length > LongestCue ? words[..LongestCue] : words)));
            }
        }

        return cues;
    }

    /// <summary>Minutes, seconds and a fraction, hours before them or not.</summary>
    private static long Milliseconds(string text)
    {
        decimal seconds = 0;
        foreach (var part in text.Replace(',', '.').Split(':'))
        {
            seconds = (seconds * 60) + decimal.Parse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        }

        return (long)(seconds * 1000);
    }

    [GeneratedRegex(@"^\s*(?<start>(\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})\s*-->\s*(?<end>(\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})", RegexOptions.CultureInvariant)]
    private static partial Regex Times();

    [GeneratedRegex(@"<[^>\n]{0,200}>|\{\\[^}\n]{0,200}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Marks();
}
