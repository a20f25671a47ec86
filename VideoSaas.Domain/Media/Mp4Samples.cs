using System.Buffers.Binary;

namespace VideoSaas.Domain.Media;

/// <summary>The sample tables of an index: where each piece of picture and sound lies.</summary>
public static partial class Mp4Boxes
{
    /// <summary>See <see cref="Mp4Layout.WholeMs"/>.</summary>
    /// <param name="index">The content of <c>moov</c>, without its header.</param>
    /// <param name="fileBytes">Length of the file.</param>
    public static long? WholeMsOf(ReadOnlySpan<byte> index, long fileBytes)
    {
        // Samples of a fragmented file are named outside the index.
        if (!Find(index, "mvex").IsEmpty)
        {
            return null;
        }

        long? longest = null;
        var rest = index;
        while (ReadHeader(rest) is var (type, size, length) && size <= rest.Length)
        {
            var end = EndOf(size, rest.Length);
            if (type == "trak" && IsShownOrHeard(rest[length..end]))
            {
                if (WholeMsOfTrack(Find(rest[length..end], "mdia"), fileBytes) is not { } lasts)
                {
                    return null;
                }

                longest = Math.Max(longest ?? 0, lasts);
            }

            rest = rest[end..];
        }

        return longest;
    }

    private static bool IsShownOrHeard(ReadOnlySpan<byte> track)
    {
        var handler = Find(Find(track, "mdia"), "hdlr");
        return handler.Length >= 12 && (handler.Slice(8, 4).SequenceEqual("vide"u8) || handler.Slice(8, 4).SequenceEqual("soun"u8));
    }

    private static long? WholeMsOfTrack(ReadOnlySpan<byte> media, long fileBytes)
    {
        var table = Find(Find(media, "minf"), "stbl");
        var scale = Find(media, "mdhd") is { IsEmpty: false } header ? ScaleAndLength(header).Scale : 0;
        var sizes = Find(table, "stsz");
        if (scale == 0 || sizes.Length < 12 || !LieWithin(table, sizes, fileBytes))
        {
            return null;
        }

        // Runs of samples that last equally long.
        var times = Find(table, "stts");
        if (times.Length < 8 || Number(times, 1) is var runs && times.Length - 8 < runs * 8L)
        {
            return null;
        }

        decimal ticks = 0;
        for (var run = 0; run < runs; run++)
        {
            ticks += (decimal)Number(times, 2 + (2 * run)) * Number(times, 3 + (2 * run));
        }

        var milliseconds = ticks * 1000 / scale;
        return milliseconds is > 0 and < long.MaxValue ? (long)milliseconds : null;
    }

    /// <summary>Goes through all chunks: each begins at its offset and holds as many samples as its run says.</summary>
    private static bool LieWithin(ReadOnlySpan<byte> table, ReadOnlySpan<byte> sizes, long fileBytes)
    {
        var same = Number(sizes, 1);
        var samples = Number(sizes, 2);
        var runs = Find(table, "stsc");
        var offsets = Find(table, "stco");
        var width = offsets.IsEmpty ? 8 : 4;
        offsets = offsets.IsEmpty ? Find(table, "co64") : offsets;
        if (samples == 0 || runs.Length < 8 || offsets.Length < 8 || (same == 0 && sizes.Length - 12 < samples * 4L))
        {
            return false;
        }

        var (runCount, chunks) = (Number(runs, 1), Number(offsets, 1));
        if (runCount == 0 || runs.Length - 8 < runCount * 12L || offsets.Length - 8 < chunks * (long)width)
        {
            return false;
        }

        long sample = 0;
        uint run = 0;
        for (uint chunk = 1; chunk <= chunks && sample < samples; chunk++)
        {
            while (run + 1 < runCount && Number(runs, 2 + (3 * ((int)run + 1))) <= chunk)
            {
                run++;
            }

            var place = offsets[(int)(8 + ((chunk - 1) * (long)width))..];
            long at = width == 4 ? BinaryPrimitives.ReadUInt32BigEndian(place) : BinaryPrimitives.ReadInt64BigEndian(place);
            var held = Math.Min(Number(runs, 3 + (3 * (int)run)), samples - sample);
            if (at < 0 || at > fileBytes || held == 0)
            {
                return false;
            }

            at += same * held;
            for (long one = 0; same == 0 && one < held && at <= fileBytes; one++)
            {
                at += Number(sizes, 3 + (int)(sample + one));
            }

            if (at > fileBytes)
            {
                return false;
            }

            sample += held;
        }

        return sample == samples;
    }

    /// <summary>The 32-bit number in that place of a box.</summary>
    private static uint Number(ReadOnlySpan<byte> box, int place) => BinaryPrimitives.ReadUInt32BigEndian(box[(place * 4)..]);
}
