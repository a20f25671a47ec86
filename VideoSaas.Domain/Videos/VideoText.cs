using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Videos;

/// <summary>
/// What a person wrote for a video, in the form that is stored: trimmed, words without their mark, each once. What a platform
/// takes of it is that platform's own rule, checked where it is posted.
/// </summary>
public sealed record VideoText
{
    /// <summary>In UTF-16 units. The longest that any of our platforms takes is 63,206 (Facebook).</summary>
    public const int MaxCaptionLength = 63_206;

    public const int MaxWords = 100;
    public const int MaxWordLength = 150;

    private VideoText(string? caption, string[] hashtags, string[] mentions)
    {
        Caption = caption;
        Hashtags = hashtags;
        Mentions = mentions;
    }

    /// <summary>Null when there is none.</summary>
    public string? Caption { get; }

    public string[] Hashtags { get; }

    public string[] Mentions { get; }

    public static Outcome<VideoText> Of(string? caption, IReadOnlyList<string> hashtags, IReadOnlyList<string> mentions)
    {
        // PostgreSQL has no character zero, and a line has one kind of end.
        var written = caption?.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim();
        if (written?.Length > MaxCaptionLength)
        {
            return new Invalid("caption_too_long", MaxCaptionLength);
        }

        var tags = Words(hashtags, '#');
        var names = Words(mentions, '@');
        if (tags.Find(word => !IsWord(word)) is { } badTag)
        {
            return new Invalid("bad_hashtag", badTag);
        }

        if (names.Find(word => !IsWord(word)) is { } badName)
        {
            return new Invalid("bad_mention", badName);
        }

        if (tags.Count > MaxWords)
        {
            return new Invalid("too_many_hashtags", MaxWords);
        }

        return names.Count > MaxWords
            ? new Invalid("too_many_mentions", MaxWords)
            : new VideoText(string.IsNullOrEmpty(written) ? null : written, [.. tags], [.. names]);
    }

    private static List<string> Words(IReadOnlyList<string> written, char mark) =>
        [.. written.Select(word => word.Trim().TrimStart(mark)).Where(word => word.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static bool IsWord(string word) =>
        word.Length <= MaxWordLength && !word.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '#' or '@' or ',');
}
