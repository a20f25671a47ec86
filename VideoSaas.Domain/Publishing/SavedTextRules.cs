namespace VideoSaas.Domain.Publishing;

/// <summary>What a template's words in braces stand for.</summary>
/// <param name="Title">Of the clip.</param>
/// <param name="FileName">Without its extension.</param>
/// <param name="Date">As the person reads dates.</param>
public sealed record TemplateValues(string Title, string FileName, string Date);

/// <summary>From what a person saved to what is put into a caption, and back.</summary>
public static class SavedTextRules
{
    /// <summary>The words that <see cref="Fill"/> knows, as they are written.</summary>
    public static readonly IReadOnlyList<string> Placeholders = ["{title}", "{filename}", "{date}"];

    /// <summary>Every placeholder replaced; other braces stay as they are. A value that looks like a placeholder is not filled again.</summary>
    public static string Fill(string template, TemplateValues values)
    {
        var filled = new System.Text.StringBuilder(template.Length);
        for (var at = 0; at < template.Length;)
        {
            var found = Placeholders.FirstOrDefault(one => string.Compare(template, at, one, 0, one.Length, StringComparison.OrdinalIgnoreCase) == 0);
            if (found is null)
            {
                filled.Append(template[at++]);
                continue;
            }

            filled.Append(found switch
            {
                "{title}" => values.Title,
                "{filename}" => values.FileName,
                _ => values.Date,
            });
            at += found.Length;
        }

        return filled.ToString();
    }

    /// <summary>
    /// Hashtags as they were typed: with or without sign, by spaces, commas or lines. Each once whatever its case, in order, without
    /// the sign; what is no hashtag is left out.
    /// </summary>
    public static string[] ReadHashtags(string? typed) =>
    [
        .. (typed ?? "").Split([' ', ',', '\n', '\r', '\t', '\u3000'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(word => TextRules.Read(word[0] is '#' or '\uFF03' ? word : $"#{word}").Hashtags)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}
