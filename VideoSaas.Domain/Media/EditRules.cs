using System.Text.RegularExpressions;
using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Media;

/// <summary>Which edits can be carried out on a source of that length.</summary>
public static partial class EditRules
{
    public const int LongestMark = 60;

    /// <summary>A picture that is drawn over the video.</summary>
    public const int LargestImageBytes = 5_000_000;

    public const int LargestImageSide = 4096;

    /// <returns>The first thing that cannot be done, or null.</returns>
    public static Refusal? RefusalOf(VideoEdits edits, long sourceMs)
    {
        if (edits.Trim is { } trim
            && (trim.StartMs < 0 || trim.EndMs > sourceMs + 100 || edits.DurationOf(sourceMs) < TrimEdit.ShortestMs))
        {
            return new Invalid("trim_out_of_range");
        }

        if (edits.Frame is { } frame && (!IsShare(frame.FocusX, 0) || !IsShare(frame.FocusY, 0) || !Colour().IsMatch(frame.Colour)))
        {
            return new Invalid("frame_out_of_range");
        }

        if (edits.Watermark is { } mark)
        {
            var isWords = !string.IsNullOrWhiteSpace(mark.Text);
            if (isWords == mark.Image is not null || mark.Text?.Length > LongestMark)
            {
                return new Invalid("watermark_needs_text_or_image", LongestMark);
            }

            if (!IsShare(mark.Size, 0.01) || !IsShare(mark.Opacity, 0.1))
            {
                return new Invalid("watermark_out_of_range");
            }
        }

        return edits.CoverAtMs is { } cover && (cover < 0 || cover > sourceMs) ? new Invalid("cover_out_of_range") : null;
    }

    /// <summary>Width and height of a PNG from its first bytes; null when it is none, or too large a picture.</summary>
    public static (int Width, int Height)? PngSize(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        if (head.Length < 24 || !head.StartsWith(signature) || !head.Slice(12, 4).SequenceEqual("IHDR"u8))
        {
            return null;
        }

        var width = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head[16..]);
        var height = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head[20..]);
        return width is > 0 and <= LargestImageSide && height is > 0 and <= LargestImageSide ? (width, height) : null;
    }

    private static bool IsShare(double value, double least) => value >= least && value <= 1;

    [GeneratedRegex("^[0-9a-fA-F]{6}$", RegexOptions.CultureInvariant)]
    private static partial Regex Colour();
}
