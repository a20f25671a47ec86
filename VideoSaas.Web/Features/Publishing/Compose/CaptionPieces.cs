using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Features.Publishing.Compose;

/// <summary>A text as a feed draws it: words, and hashtags and names that can be followed.</summary>
internal static class CaptionPieces
{
    public static IEnumerable<(string Piece, bool IsLinked)> Of(string text)
    {
        var at = 0;
        foreach (var (start, length) in TextRules.LinkedPlaces(text))
        {
            if (start > at)
            {
                yield return (text[at..start], false);
            }

            yield return (text.Substring(start, length), true);
            at = start + length;
        }

        if (at < text.Length)
        {
            yield return (text[at..], false);
        }
    }
}
