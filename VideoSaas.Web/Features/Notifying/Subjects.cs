namespace VideoSaas.Web.Features.Notifying;

/// <summary>What a person would call a thing, short enough for a line of a list or of a mail.</summary>
internal static class Subjects
{
    private const int Longest = 120;

    /// <summary>Null when nothing was written.</summary>
    public static string? FirstLine(string? text) =>
        text?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() is { Length: > 0 } line
            ? Shortened(line)
            : null;

    public static string OfFile(string? filename) => Shortened(Path.GetFileNameWithoutExtension(filename ?? ""));

    /// <summary>Cut between whole characters: a Thai vowel stays with its consonant.</summary>
    private static string Shortened(string text)
    {
        if (text.Length <= Longest)
        {
            return text;
        }

        var whole = new System.Globalization.StringInfo(text);
        var kept = Math.Min(whole.LengthInTextElements, Longest);
        while (whole.SubstringByTextElements(0, kept).Length >= Longest)
        {
            kept--;
        }

        return whole.SubstringByTextElements(0, kept) + "…";
    }
}
