using System.Text;

namespace VideoSaas.Domain.Media;

/// <summary>What a file seems to be by its first bytes. The word is stable: screens build their sentence from it.</summary>
public enum FileKind
{
    Unknown,
    Empty,

    /// <summary>A container that may hold a picture: only a probe can tell.</summary>
    Video,
    Audio,
    Image,
    Text,
    WebPage,
    Pdf,
    Archive,
    OfficeDocument,
    Program,
    Playlist,
    Subtitles,
}

/// <summary>Looks at the first 4 KiB of a file; the name a person gave it plays no part.</summary>
public static class FileSniffer
{
    public const int HeadBytes = 4096;

    public static FileKind KindOf(ReadOnlySpan<byte> head) => head switch
    {
        [] => FileKind.Empty,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => BoxedBrand(head),
        _ when IsQuickTimeAtom(head) => FileKind.Video,
        [0x1A, 0x45, 0xDF, 0xA3, ..] => FileKind.Video,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, ..] => RiffForm(head),
        [(byte)'F', (byte)'L', (byte)'V', 1, ..] => FileKind.Video,
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => FileKind.Video,
        [0, 0, 1, 0xBA or 0xB3, ..] => FileKind.Video,
        _ when IsTransportStream(head) => FileKind.Video,
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => head.IndexOf("theora"u8) >= 0 ? FileKind.Video : FileKind.Audio,
        [(byte)'I', (byte)'D', (byte)'3', ..] => FileKind.Audio,
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => FileKind.Audio,
        [(byte)'F', (byte)'O', (byte)'R', (byte)'M', _, _, _, _, (byte)'A', (byte)'I', (byte)'F', ..] => FileKind.Audio,
        [(byte)'#', (byte)'!', (byte)'A', (byte)'M', (byte)'R', ..] => FileKind.Audio,
        [0xFF, 0xD8, 0xFF, ..] => FileKind.Image,
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => FileKind.Image,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => FileKind.Image,
        [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..] => FileKind.Image,
        [0xFF, 0xFE, ..] => FileKind.Text,
        [0xFF, var second, ..] when (second & 0xE0) == 0xE0 && (second & 0x06) != 0 => FileKind.Audio,
        [0xFF, 0xF1 or 0xF9, ..] => FileKind.Audio,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => FileKind.Pdf,
        [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..] => ZippedKind(head),
        [0x1F, 0x8B, ..] or [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] or [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..]
            or [0x28, 0xB5, 0x2F, 0xFD, ..] or [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => FileKind.Archive,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => FileKind.OfficeDocument,
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [(byte)'M', (byte)'Z', ..] => FileKind.Program,
        _ => TextKind(head),
    };

    private static FileKind BoxedBrand(ReadOnlySpan<byte> head) => head.Length < 12
        ? FileKind.Video
        : Encoding.Latin1.GetString(head.Slice(8, 4)) switch
        {
            "M4A " or "M4B " or "M4P " => FileKind.Audio,
            "heic" or "heix" or "mif1" or "avif" or "crx " => FileKind.Image,
            _ => FileKind.Video,
        };

    /// <summary>QuickTime files from before the ftyp box begin with one of these.</summary>
    private static bool IsQuickTimeAtom(ReadOnlySpan<byte> head) =>
        head.Length >= 8 && Encoding.Latin1.GetString(head.Slice(4, 4)) is "moov" or "mdat" or "wide" or "free" or "skip" or "pnot";

    private static FileKind RiffForm(ReadOnlySpan<byte> head) => head.Length < 12
        ? FileKind.Unknown
        : Encoding.Latin1.GetString(head.Slice(8, 4)) switch
        {
            "AVI " => FileKind.Video,
            "WAVE" => FileKind.Audio,
            "WEBP" => FileKind.Image,
            _ => FileKind.Unknown,
        };

    /// <summary>A sync byte every 188 bytes, or every 192 after a time code of four.</summary>
    private static bool IsTransportStream(ReadOnlySpan<byte> head)
    {
        const byte sync = 0x47;
        return (head.Length > 376 && head[0] == sync && head[188] == sync && head[376] == sync)
            || (head.Length > 388 && head[4] == sync && head[196] == sync && head[388] == sync);
    }

    private static FileKind ZippedKind(ReadOnlySpan<byte> head) =>
        head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("word/"u8) >= 0 || head.IndexOf("opendocument"u8) >= 0
            ? FileKind.OfficeDocument
            : FileKind.Archive;

    private static FileKind TextKind(ReadOnlySpan<byte> head)
    {
        if (!LooksLikeText(head))
        {
            return FileKind.Unknown;
        }

        var start = Encoding.UTF8.GetString(head[..Math.Min(head.Length, 512)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return start switch
        {
            _ when Begins(start, "#EXTM3U") || Begins(start, "ffconcat") || Begins(start, "[playlist]") => FileKind.Playlist,
            _ when Begins(start, "WEBVTT") || start.Contains(" --> ", StringComparison.Ordinal) => FileKind.Subtitles,
            _ when Begins(start, "<!doctype html") || Begins(start, "<html") => FileKind.WebPage,
            _ => FileKind.Text,
        };
    }

    private static bool Begins(string text, string beginning) => text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);

    private static bool LooksLikeText(ReadOnlySpan<byte> head)
    {
        // Zero bytes appear in UTF-16 text, which says so in its first two bytes, and otherwise in no text at all.
        if (head is [0xFE, 0xFF, ..])
        {
            return true;
        }

        foreach (var value in head)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1B))
            {
                return false;
            }
        }

        return IsUtf8(head);
    }

    /// <summary>The head may end inside a character.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        while (!head.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(head, out _, out var consumed);
            if (status == System.Buffers.OperationStatus.NeedMoreData)
            {
                return true;
            }

            if (status != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            head = head[consumed..];
        }

        return true;
    }
}
