using VideoSaas.Domain.Media;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>Walks the boxes of an MP4 or MOV; reads the index alone, however long the file is.</summary>
internal static class Mp4LayoutReader
{
    /// <summary>The index of ten hours takes some 30 MB; a larger one is not read, and the file counts as cut.</summary>
    private const long LargestIndexBytes = 64 << 20;

    private const int MostBoxes = 10_000;

    /// <summary>Null when the file is no MP4 or has no index.</summary>
    /// <param name="file">Seekable.</param>
    public static async Task<Mp4Layout?> ReadAsync(Stream file, CancellationToken token)
    {
        var header = new byte[Mp4Boxes.HeaderBytes];
        var mediaSeen = false;
        long at = 0;
        for (var box = 0; box < MostBoxes && at < file.Length; box++)
        {
            file.Position = at;
            var read = await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, token);
            if (Mp4Boxes.ReadHeader(header.AsSpan(0, read)) is not var (type, size, length))
            {
                return null;
            }

            var end = size == 0 ? file.Length : at + size;
            if (type == "moov")
            {
                return await ReadIndexAsync(file, at + length, Math.Min(end, file.Length), token) is { } index
                    ? new Mp4Layout(!mediaSeen, Mp4Boxes.EditListsOf(index), Mp4Boxes.WholeMsOf(index, file.Length))
                    : new Mp4Layout(!mediaSeen, EditLists.Cut);
            }

            mediaSeen |= type == "mdat";
            at = end;
        }

        return null;
    }

    private static async Task<byte[]?> ReadIndexAsync(Stream file, long start, long end, CancellationToken token)
    {
        if (end - start is <= 0 or > LargestIndexBytes)
        {
            return null;
        }

        var index = new byte[end - start];
        file.Position = start;
        await file.ReadAtLeastAsync(index, index.Length, throwOnEndOfStream: false, token);
        return index;
    }
}
