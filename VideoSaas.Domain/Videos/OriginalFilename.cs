using System.Globalization;
using System.Text;

namespace VideoSaas.Domain.Videos;

/// <summary>The name that a person's file had: a label that a stranger wrote, made fit to be shown. Never a path of ours.</summary>
public static class OriginalFilename
{
    /// <summary>In UTF-16 units; the founding column's length.</summary>
    public const int MaxLength = 255;

    private const string Nameless = "video";

    /// <summary>No path, no control characters, at most <see cref="MaxLength"/>, never empty. Thai and emoji stay whole.</summary>
    public static string Clean(string? written)
    {
        if (written is null)
        {
            return Nameless;
        }

        var name = written[(written.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes().Where(IsPrintable))
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxLength)
            {
                break;
            }

            clean.Append(rune);
        }

        var shown = clean.ToString().Trim();
        return shown.Length == 0 || shown.All(letter => letter == '.') ? Nameless : shown;
    }

    /// <summary>
    /// Of what a server says and what the addresses end with the first that has an ending of its own, else the first at all.
    /// </summary>
    /// <param name="disposition">The file name of Content-Disposition, decoded.</param>
    /// <param name="asked">The address that the person gave.</param>
    /// <param name="answered">The one that redirects led to.</param>
    public static string OfDownload(string? disposition, Uri asked, Uri answered)
    {
        string?[] names = [disposition, LastOf(asked), LastOf(answered)];
        var written = Array.Find(names, HasEnding) ?? Array.Find(names, name => !string.IsNullOrWhiteSpace(name));
        return Clean(written ?? asked.IdnHost);
    }

    private static string? LastOf(Uri address)
    {
        var path = address.AbsolutePath;
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]) is { Length: > 0 } name ? name : null;
    }

    private static bool HasEnding(string? name) => Path.GetExtension(name) is { Length: > 1 and <= 6 };

    /// <summary>Format characters go too: one of them turns the reading direction and disguises an ending. The joiner stays, emoji need it.</summary>
    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned => false,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => true,
    };
}
