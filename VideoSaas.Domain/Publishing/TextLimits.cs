using System.Text;

namespace VideoSaas.Domain.Publishing;

/// <summary>How a platform counts the length of a text.</summary>
public enum TextCount
{
    /// <summary>The strictest reading where a platform does not say how it counts.</summary>
    Utf16,

    CodePoints,

    Utf8Bytes,

    /// <summary>As X counts: see <see cref="WeightedText"/>.</summary>
    Weighted,
}

/// <summary>What one platform takes as text. Null: it has no such limit.</summary>
/// <param name="CaptionUnits">In units of <paramref name="Count"/>.</param>
/// <param name="TitleUnits">In UTF-16 units; null where posts have no title.</param>
public sealed record TextLimits(
    int CaptionUnits, int? Hashtags, int? Mentions, TextCount Count = TextCount.Utf16, int? TitleUnits = null)
{
    /// <summary>Instagram's content publishing reference, 2026-09-11.</summary>
    public static readonly TextLimits Instagram = new(2200, 30, 20);

    /// <summary>TikTok's direct post reference, 2026-09-11: UTF-16 units; no number of tags or names is written down.</summary>
    public static readonly TextLimits Tiktok = new(2200, null, null);

    /// <summary>
    /// Not written down by the reference of 2026; posts are known to take 63 206. A reel takes less, see
    /// <see cref="FacebookRules"/>.
    /// </summary>
    public static readonly TextLimits Facebook = new(63_206, null, null, TitleUnits: 255);

    /// <summary>
    /// YouTube Data API reference, 2026-11-03: the description in UTF-8 bytes. More than 60 hashtags are no error there, they are
    /// all ignored.
    /// </summary>
    public static readonly TextLimits Youtube = new(5000, null, null, TextCount.Utf8Bytes, TitleUnits: 100);

    /// <summary>X's counting guide, 2026-11-22; subscribed accounts write longer. Tags and names count as text.</summary>
    public static readonly TextLimits Twitter = new(280, null, null, TextCount.Weighted);

    /// <summary>The length of <paramref name="text"/> as this platform counts it.</summary>
    public int UnitsOf(string? text) => Count switch
    {
        _ when text is null => 0,
        TextCount.Utf16 => text.Length,
        TextCount.CodePoints => text.EnumerateRunes().Count(),
        TextCount.Utf8Bytes => Encoding.UTF8.GetByteCount(text),
        TextCount.Weighted => WeightedText.UnitsOf(text),
        _ => throw new InvalidOperationException($"{Count} is no count."),
    };
}
