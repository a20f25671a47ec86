using System.Buffers.Binary;

namespace VideoSaas.Domain.Media;

/// <summary>What the edit lists of an MP4 or MOV do, from nothing to much.</summary>
public enum EditLists
{
    None,

    /// <summary>They only hide the delay of reordered frames and the first moment of an encoder's sound: dropping them moves nothing that shows.</summary>
    Timing,

    /// <summary>They move the sound by more than an eye notices: it must be written anew at its right time.</summary>
    MovedSound,

    /// <summary>They hide pictures or repeat them: only an encode shows what the person saw.</summary>
    Cut,
}

/// <summary>How an MP4 or MOV is laid out, which ffprobe does not tell.</summary>
/// <param name="IsIndexFirst">The index (<c>moov</c>) comes before the media, so that playing can begin at once.</param>
/// <param name="WholeMs">
/// How long the longest of picture and sound lasts, when every sample that the index names lies within the file; null: some do not, or the index
/// does not tell.
/// </param>
public sealed record Mp4Layout(bool IsIndexFirst, EditLists EditLists, long? WholeMs = null);

/// <summary>Reads boxes of ISO/IEC 14496-12 from bytes that are already here. A broken box ends the reading of its level.</summary>
public static partial class Mp4Boxes
{
    /// <summary>Size, type and a 64-bit size.</summary>
    public const int HeaderBytes = 16;

    /// <summary>An eye notices from about here on (ITU-R BT.1359 of 1998: 45 ms early).</summary>
    private const double NoticeableSeconds = 0.035;

    /// <summary>Unevenly ended tracks are rounded to their frames.</summary>
    private const double TailSeconds = 0.15;

    /// <summary>Null at what is no box. Size 0 means "to the end of the file".</summary>
    public static (string Type, long Size, int HeaderLength)? ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length < 8)
        {
            return null;
        }

        long size = BinaryPrimitives.ReadUInt32BigEndian(header);
        var type = System.Text.Encoding.Latin1.GetString(header.Slice(4, 4));
        var length = 8;
        if (size == 1)
        {
            if (header.Length < HeaderBytes)
            {
                return null;
            }

            size = BinaryPrimitives.ReadInt64BigEndian(header[8..]);
            length = 16;
        }

        return size == 0 || size >= length ? (type, size, length) : null;
    }

    /// <param name="index">The content of <c>moov</c>, without its header.</param>
    public static EditLists EditListsOf(ReadOnlySpan<byte> index)
    {
        var movieScale = Find(index, "mvhd") is { IsEmpty: false } movie ? ScaleAndLength(movie).Scale : 0;
        var worst = EditLists.None;
        var rest = index;
        while (ReadHeader(rest) is var (type, size, length) && size <= rest.Length)
        {
            var end = EndOf(size, rest.Length);
            if (type == "trak" && EditsOfTrack(rest[length..end], movieScale) is var edits && edits > worst)
            {
                worst = edits;
            }

            rest = rest[end..];
        }

        return worst;
    }

    private static EditLists EditsOfTrack(ReadOnlySpan<byte> track, uint movieScale)
    {
        var list = Find(Find(track, "edts"), "elst");
        var media = Find(track, "mdia");
        var handler = Find(media, "hdlr");
        var header = Find(media, "mdhd");
        if (list.Length < 8 || handler.Length < 12 || header.IsEmpty)
        {
            return EditLists.None;
        }

        var kind = System.Text.Encoding.Latin1.GetString(handler.Slice(8, 4));
        if (kind is not ("vide" or "soun"))
        {
            return EditLists.None;
        }

        var (scale, length) = ScaleAndLength(header);
        if (scale == 0 || movieScale == 0 || ReadEdits(list) is not { } edits)
        {
            return EditLists.Cut;
        }

        var isSound = kind == "soun";
        var delay = edits.Where(edit => edit.MediaTime < 0).Sum(edit => edit.Length / (double)movieScale);
        var shown = edits.Where(edit => edit.MediaTime >= 0).ToList();
        if (shown.Count != 1 || shown[0].Rate != 0x10000)
        {
            return EditLists.Cut;
        }

        // Reordered frames begin late by the first frame's own offset: an edit up to there hides nothing.
        var reordering = isSound ? 0 : FirstOffset(Find(Find(media, "minf"), "stbl")) / (double)scale;
        var skipped = Math.Max(0, (shown[0].MediaTime / (double)scale) - reordering);
        var left = (length - shown[0].MediaTime) / (double)scale;
        var isTailHidden = shown[0].Length > 0 && left - (shown[0].Length / (double)movieScale) > TailSeconds;
        if (isTailHidden || (!isSound && (skipped > NoticeableSeconds || delay > NoticeableSeconds)))
        {
            return EditLists.Cut;
        }

        return isSound && Math.Abs(delay - skipped) > NoticeableSeconds ? EditLists.MovedSound : EditLists.Timing;
    }

    private static List<(long Length, long MediaTime, int Rate)>? ReadEdits(ReadOnlySpan<byte> list)
    {
        var isLong = list[0] == 1;
        var count = BinaryPrimitives.ReadUInt32BigEndian(list[4..]);
        var size = isLong ? 20 : 12;
        if (count > 1000 || list.Length - 8 < count * size)
        {
            return null;
        }

        var edits = new List<(long, long, int)>();
        for (var i = 0; i < count; i++)
        {
            var entry = list.Slice(8 + (i * size), size);
            edits.Add(isLong
                ? (BinaryPrimitives.ReadInt64BigEndian(entry), BinaryPrimitives.ReadInt64BigEndian(entry[8..]),
                    BinaryPrimitives.ReadInt32BigEndian(entry[16..]))
                : (BinaryPrimitives.ReadUInt32BigEndian(entry), BinaryPrimitives.ReadInt32BigEndian(entry[4..]),
                    BinaryPrimitives.ReadInt32BigEndian(entry[8..])));
        }

        return edits;
    }

    private static int FirstOffset(ReadOnlySpan<byte> sampleTable)
    {
        var offsets = Find(sampleTable, "ctts");
        return offsets.Length >= 16 ? Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(offsets[12..])) : 0;
    }

    /// <summary>Of <c>mvhd</c> and <c>mdhd</c>, which begin alike.</summary>
    private static (uint Scale, long Length) ScaleAndLength(ReadOnlySpan<byte> header)
    {
        var isLong = !header.IsEmpty && header[0] == 1;
        return header.Length < (isLong ? 32 : 20) ? (0, 0)
            : isLong ? (BinaryPrimitives.ReadUInt32BigEndian(header[20..]), BinaryPrimitives.ReadInt64BigEndian(header[24..]))
            : (BinaryPrimitives.ReadUInt32BigEndian(header[12..]), BinaryPrimitives.ReadUInt32BigEndian(header[16..]));
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> level, string wanted)
    {
        while (ReadHeader(level) is var (type, size, length) && size <= level.Length)
        {
            var end = EndOf(size, level.Length);
            if (type == wanted)
            {
                return level[length..end];
            }

            level = level[end..];
        }

        return default;
    }

    private static int EndOf(long size, int available) => size == 0 ? available : (int)size;
}
