using System.Text.RegularExpressions;

namespace VideoSaas.Domain.Publishing;

/// <summary>What the placeholders of a text stand for, for one clip.</summary>
/// <param name="Title">First line of the clip's own text, else its file's name without the ending.</param>
/// <param name="Date">As the person reads dates.</param>
public sealed record CaptionValues(string Title, string Filename, int Number, string Date);

/// <summary>One text for many clips: <c>{title}</c>, <c>{filename}</c>, <c>{number}</c> and <c>{date}</c> become each clip's own, however they are written.</summary>
public static partial class CaptionFill
{
    public static IReadOnlyList<string> Names { get; } = ["title", "filename", "number", "date"];

    /// <summary>What is no placeholder stays as it is written, braces included.</summary>
    public static string Fill(string template, CaptionValues values) => Placeholder().Replace(template, match => match.Groups[1].Value.ToLowerInvariant() switch
    {
        "title" => values.Title,
        "filename" => values.Filename,
        "number" => values.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "date" => values.Date,
        _ => match.Value,
    });

    /// <summary>Words in braces that nobody fills in.</summary>
    public static IReadOnlyList<string> UnknownIn(string template) =>
        [
        .. Placeholder().Matches(template).Select(match => match.Groups[1].Value).Distinct().Except(Names, StringComparer.OrdinalIgnoreCase),
    ];

    [GeneratedRegex(@"\{([a-zA-Z]{1,20})\}")]
    private static partial Regex Placeholder();
}
