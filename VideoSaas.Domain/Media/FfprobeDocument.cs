using System.Globalization;
using System.Text.Json;

namespace VideoSaas.Domain.Media;

/// <summary>
/// Turns ffprobe's JSON (<c>-show_format -show_streams</c>) into facts. Takes its quirks as they come: numbers in strings, times as seconds
/// or as h:mm:ss, rotation as a tag or as side data, cover art as a video stream, and fields that are missing or N/A.
/// </summary>
public static class FfprobeDocument
{
    private static readonly Fraction Square = new(1, 1);

    /// <summary>Null when the text is no ffprobe document or names no format.</summary>
    public static MediaFacts? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a frame of that stream is among those that were drawn (<c>-show_frames</c>).</summary>
    public static bool HasFrameOf(string json, int stream)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("frames", out var frames) && frames.ValueKind == JsonValueKind.Array
            && frames.EnumerateArray().Any(frame => frame.ValueKind == JsonValueKind.Object && Number(frame, "stream_index") == stream);
    }

    private static MediaFacts? Read(JsonElement root)
    {
        if (!root.TryGetProperty("format", out var format) || Text(format, "format_name") is not { } formatName)
        {
            return null;
        }

        List<JsonElement> streams = root.TryGetProperty("streams", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(stream => stream.ValueKind == JsonValueKind.Object)]
            : [];
        var picture = streams.Where(IsMovingPicture).Select(ReadPicture).FirstOrDefault();
        var sound = streams.Where(IsKnownSound).Select(ReadSound).FirstOrDefault();
        var tags = ReadTags(format);
        var duration = Milliseconds(format, "duration")
            ?? streams.Select(stream => StreamDuration(stream) ?? 0).DefaultIfEmpty().Max();
        var size = Number(format, "size");
        var bits = Number(format, "bit_rate")
            ?? (size is > 0 && duration > 0 ? size * 8000 / duration : null);
        return new MediaFacts(
            ContainerOf(formatName, tags, picture, sound), duration, size, bits, picture, sound, streams.Count, tags);
    }

    private static bool IsMovingPicture(JsonElement stream) =>
        Text(stream, "codec_type") == "video"
        && !(stream.TryGetProperty("disposition", out var disposition)
            && (Number(disposition, "attached_pic") == 1 || Number(disposition, "timed_thumbnails") == 1));

    /// <summary>What no decoder knows (Dolby's metadata tracks, protected sound) counts as no sound.</summary>
    private static bool IsKnownSound(JsonElement stream) =>
        Text(stream, "codec_type") == "audio" && Text(stream, "codec_name") is not (null or "none" or "unknown")
        && Number(stream, "channels") is > 0;

    private static PictureFacts ReadPicture(JsonElement stream)
    {
        var width = (int)(Number(stream, "width") ?? 0);
        var height = (int)(Number(stream, "height") ?? 0);
        var sampleAspect = Fraction.Parse(Text(stream, "sample_aspect_ratio")) ?? Square;

        // A pixel shape outside of 1:20 to 20:1 is a broken header, not a shape.
        if (sampleAspect.Value is < 0.05 or > 20)
        {
            sampleAspect = Square;
        }

        var rotation = Rotation(stream);
        var shown = (Width: (int)Math.Round(width * sampleAspect.Value), Height: height);
        if (rotation is 90 or 270)
        {
            shown = (shown.Height, shown.Width);
        }

        var nominal = Fraction.Parse(Text(stream, "r_frame_rate"));
        var average = Fraction.Parse(Text(stream, "avg_frame_rate"));
        var transfer = Known(stream, "color_transfer");
        var pixelFormat = Text(stream, "pix_fmt");
        return new PictureFacts(
            (int)(Number(stream, "index") ?? 0),
            Text(stream, "codec_name") ?? "unknown",
            Text(stream, "profile"),
            width,
            height,
            sampleAspect,
            rotation,
            shown.Width,
            shown.Height,
            average ?? nominal,
            HasVariableRate(nominal, average),
            pixelFormat,
            Text(stream, "color_range") == "pc" || pixelFormat?.StartsWith("yuvj", StringComparison.Ordinal) == true,
            Text(stream, "field_order") is "tt" or "bb" or "tb" or "bt",
            Known(stream, "color_space"),
            Known(stream, "color_primaries"),
            transfer,
            transfer is "smpte2084" or "arib-std-b67" ? transfer : null,
            StreamDuration(stream),
            Number(stream, "bit_rate"),
            IsMirrored(stream),
            Start(stream));
    }

    private static SoundFacts ReadSound(JsonElement stream) => new(
        (int)(Number(stream, "index") ?? 0),
        Text(stream, "codec_name") ?? "unknown",
        (int)(Number(stream, "channels") ?? 0),
        (int)(Number(stream, "sample_rate") ?? 0),
        StreamDuration(stream),
        Number(stream, "bit_rate"),
        Text(stream, "profile"),
        Start(stream));

    private static long Start(JsonElement stream) =>
        Decimal(stream, "start_time") is { } seconds and > -1e6 and < 1e6 ? (long)Math.Round(seconds * 1000) : 0;

    /// <summary>The nominal rate is the finest grid that all frames lie on: of an even rate it is the average itself.</summary>
    private static bool HasVariableRate(Fraction? nominal, Fraction? average) =>
        nominal is { } grid && average is { } mean && Math.Abs(grid.Value - mean.Value) > 0.005 * mean.Value;

    private static int Rotation(JsonElement stream)
    {
        double clockwise = 0;
        if (stream.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Object)
        {
            clockwise = Decimal(tags, "rotate") ?? 0;
        }

        if (stream.TryGetProperty("side_data_list", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var sideData in list.EnumerateArray())
            {
                // Side data counts counter-clockwise, the tag clockwise; where both are given the matrix is the newer truth.
                if (sideData.ValueKind == JsonValueKind.Object && Decimal(sideData, "rotation") is { } counterClockwise)
                {
                    clockwise = -counterClockwise;
                }
            }
        }

        var quarterTurns = (int)Math.Round(clockwise % 360 / 90, MidpointRounding.AwayFromZero);
        return (quarterTurns + 8) % 4 * 90;
    }

    /// <summary>The matrix is printed in three rows of hexadecimal offset and three numbers; a turn keeps its determinant positive.</summary>
    private static bool IsMirrored(JsonElement stream)
    {
        if (!stream.TryGetProperty("side_data_list", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var sideData in list.EnumerateArray())
        {
            var rows = Text(sideData, "displaymatrix")?.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(row => row[(row.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .ToArray();
            if (rows is [[var a, var b, ..], [var c, var d, ..], ..])
            {
                return (Whole(a) * Whole(d)) - (Whole(b) * Whole(c)) < 0;
            }
        }

        return false;

        static double Whole(string text) =>
            double.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }

    private static string ContainerOf(
        string formatName, IReadOnlyDictionary<string, string> tags, PictureFacts? picture, SoundFacts? sound)
    {
        var first = formatName.Split(',')[0];
        return first switch
        {
            "mov" => tags.GetValueOrDefault("major_brand", "").Trim() switch
            {
                "qt" or "" => "mov",
                ['3', 'g', ..] => "3gp",
                "M4A" => "m4a",
                _ => "mp4",
            },
            "matroska" when picture?.Codec is "vp8" or "vp9" or "av1" && sound?.Codec is null or "opus" or "vorbis" => "webm",
            _ => first.Length <= 20 ? first : first[..20],
        };
    }

    private static Dictionary<string, string> ReadTags(JsonElement owner)
    {
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (owner.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Object)
        {
            foreach (var tag in tags.EnumerateObject())
            {
                read[tag.Name] = tag.Value.ToString();
            }
        }

        return read;
    }

    private static long? StreamDuration(JsonElement stream) =>
        Milliseconds(stream, "duration")
        ?? (stream.TryGetProperty("tags", out var tags) ? Milliseconds(tags, "DURATION") : null);

    private static long? Milliseconds(JsonElement owner, string name)
    {
        if (Text(owner, name) is not { } text)
        {
            return null;
        }

        decimal seconds = 0;
        foreach (var part in text.Split(':'))
        {
            if (!decimal.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                || value is < 0 or > 1_000_000_000)
            {
                return null;
            }

            seconds = (seconds * 60) + value;
        }

        return (long)Math.Round(seconds * 1000, MidpointRounding.AwayFromZero);
    }

    /// <summary>A colour word that says something.</summary>
    private static string? Known(JsonElement owner, string name) =>
        Text(owner, name) is { } word && word is not ("unknown" or "unspecified" or "reserved") ? word : null;

    private static double? Decimal(JsonElement owner, string name) =>
        Text(owner, name) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null;

    private static long? Number(JsonElement owner, string name) =>
        Text(owner, name) is { } text && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value : null;

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
            && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && value.ToString() is { Length: > 0 } text && text != "N/A"
                ? text : null;
}
