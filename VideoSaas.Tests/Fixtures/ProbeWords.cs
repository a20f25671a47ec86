using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VideoSaas.Domain.Media;

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// A file held against a platform's rules by what ffprobe itself says of it, word by word: nothing of our own reading stands in between.
/// </summary>
internal sealed class ProbeWords(JsonElement document)
{
    private JsonElement Format => document.GetProperty("format");

    private IEnumerable<JsonElement> Streams => document.GetProperty("streams").EnumerateArray();

    private JsonElement Picture => Streams.First(stream => Word(stream, "codec_type") == "video" && !IsCoverArt(stream));

    private JsonElement? Sound => Streams.Where(stream => Word(stream, "codec_type") == "audio").Select(stream => (JsonElement?)stream).FirstOrDefault();

    public int StreamCount => Streams.Count();

    public bool IsTurned => Picture.TryGetProperty("side_data_list", out var side)
        && side.EnumerateArray().Any(one => one.TryGetProperty("rotation", out var turn) && turn.GetDouble() != 0);

    public string OfPicture(string name) => Word(Picture, name);

    public string OfFormat(string name) => Word(Format, name);

    public static async Task<ProbeWords> OfAsync(string path)
    {
        var start = new ProcessStartInfo("ffprobe", ["-v", "error", "-show_format", "-show_streams", "-of", "json", path])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        using var document = JsonDocument.Parse(text);
        return new ProbeWords(document.RootElement.Clone());
    }

    /// <summary>What the rules refuse. Length is the creator's to decide, so it is left away.</summary>
    public IEnumerable<string> RefusedBy(MediaRules rules)
    {
        var container = Word(Format, "format_name");
        var codec = Word(Picture, "codec_name");
        if (!rules.Wrapper.Containers.Any(word => IsContainer(word, container)))
        {
            yield return $"container {container}";
        }

        if (rules.Wrapper.OneOfEach == Demand.Made && Streams.Count() > (Sound is null ? 1 : 2))
        {
            yield return $"{Streams.Count()} streams";
        }

        if (!rules.Picture.Codecs.Contains(codec))
        {
            yield return $"codec {codec}";
        }

        if (codec == "h264" && rules.Picture.Profiles.Count > 0 && !rules.Picture.Profiles.Contains(Word(Picture, "profile")))
        {
            yield return $"profile {Word(Picture, "profile")}";
        }

        if (rules.Picture.PixelFormats.Count > 0 && !rules.Picture.PixelFormats.Contains(Word(Picture, "pix_fmt")))
        {
            yield return $"pixels {Word(Picture, "pix_fmt")}";
        }

        foreach (var refused in OfShape(rules.Picture).Concat(OfRate(rules.Picture)).Concat(OfSound(rules.Sound)))
        {
            yield return refused;
        }

        if (Number(Format, "size") > rules.MaxSizeBytes || Number(Format, "bit_rate") > rules.MaxBitsPerSecond)
        {
            yield return $"size {Word(Format, "size")}, {Word(Format, "bit_rate")} b/s";
        }
    }

    private IEnumerable<string> OfShape(PictureRules rules)
    {
        var (width, height) = (Number(Picture, "width"), Number(Picture, "height"));
        var pixel = Ratio(Word(Picture, "sample_aspect_ratio").Replace(':', '/'));
        var isOnItsSide = Picture.TryGetProperty("side_data_list", out var side)
            && side.EnumerateArray().Any(one => one.TryGetProperty("rotation", out var turn) && Math.Abs(turn.GetDouble()) is > 0 and not 180);
        if (double.IsFinite(pixel) && pixel > 0)
        {
            width *= pixel;
        }

        if (isOnItsSide)
        {
            (width, height) = (height, width);
        }

        if (rules.SquarePixels == Demand.Made && double.IsFinite(pixel) && pixel > 0 && Math.Abs(pixel - 1) > 0.001)
        {
            yield return $"pixel shape {pixel}";
        }

        if (rules.Upright == Demand.Made && IsTurned)
        {
            yield return "turned";
        }

        if (width > rules.MaxWidth || height > rules.MaxHeight
            || Math.Min(width, height) < rules.MinShortSide || Math.Max(width, height) < rules.MinLongSide
            || width / height < rules.MinAspect * 0.99 || width / height > rules.MaxAspect * 1.01)
        {
            yield return $"size {width}x{height}";
        }

        if (rules.Progressive == Demand.Made && Word(Picture, "field_order") is not ("" or "progressive" or "unknown"))
        {
            yield return Word(Picture, "field_order");
        }

        if (rules.StandardRange == Demand.Made && Word(Picture, "color_transfer") is "smpte2084" or "arib-std-b67")
        {
            yield return Word(Picture, "color_transfer");
        }
    }

    private IEnumerable<string> OfRate(PictureRules rules)
    {
        var (nominal, average) = (Ratio(Word(Picture, "r_frame_rate")), Ratio(Word(Picture, "avg_frame_rate")));
        if (average < rules.MinRate - 0.1 || average > rules.MaxRate + 0.1)
        {
            yield return $"rate {average}";
        }

        if (rules.ConstantRate == Demand.Made && Math.Abs(nominal - average) > 0.01 * average)
        {
            yield return $"uneven rate {nominal} {average}";
        }
    }

    private IEnumerable<string> OfSound(SoundRules rules)
    {
        if (Sound is not { } sound)
        {
            return rules.Track == Demand.Made ? ["no sound"] : [];
        }

        var isAac = Word(sound, "codec_name") == "aac";
        return !rules.Codecs.Contains(Word(sound, "codec_name"))
            || (isAac && rules.Profiles.Count > 0 && !rules.Profiles.Contains(Word(sound, "profile")))
            || Number(sound, "sample_rate") > rules.MaxRateHz || Number(sound, "channels") > rules.MaxChannels
                ? [$"sound {Word(sound, "codec_name")} {Word(sound, "profile")} {Word(sound, "sample_rate")} Hz {Word(sound, "channels")} channels"]
                : [];
    }

    private bool IsContainer(string ours, string theirs) => ours switch
    {
        "mp4" => theirs.StartsWith("mov,mp4", StringComparison.Ordinal) && Brand != "qt  ",
        "mov" => theirs.StartsWith("mov,mp4", StringComparison.Ordinal) && Brand == "qt  ",
        "3gp" => theirs.StartsWith("mov,mp4", StringComparison.Ordinal) && Brand.StartsWith("3g", StringComparison.Ordinal),
        "webm" => theirs == "matroska,webm" && Word(Picture, "codec_name") is "vp8" or "vp9" or "av1",
        "matroska" => theirs == "matroska,webm",
        _ => theirs == ours,
    };

    private string Brand => Format.TryGetProperty("tags", out var tags) ? Word(tags, "major_brand") : "";

    private static bool IsCoverArt(JsonElement stream) =>
        stream.TryGetProperty("disposition", out var disposition) && disposition.GetProperty("attached_pic").GetInt32() == 1;

    private static string Word(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? $"{value}" : "";

    private static double Number(JsonElement of, string name) =>
        double.TryParse(Word(of, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static double Ratio(string fraction) => fraction.Split('/') is [var above, var below]
        ? double.Parse(above, CultureInfo.InvariantCulture) / double.Parse(below, CultureInfo.InvariantCulture)
        : double.NaN;
}
