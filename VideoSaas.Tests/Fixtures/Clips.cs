using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// Media files for tests, made by ffmpeg once a run and kept in a temporary folder until the process ends.
/// A file's name stands for its content: the same name with other arguments is another file.
/// </summary>
public static class Clips
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("videosaas-clips-").FullName;
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Made = new();

    static Clips() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    /// <summary>Real clips that the machine happens to have.</summary>
    public static IReadOnlyList<string> Real { get; } =
        Environment.GetEnvironmentVariable("VIDEOSAAS_CLIPS") is { Length: > 0 } folder && Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path) is ".mp4" or ".mov" or ".mkv" or ".webm").Order()]
            : [];

    /// <summary>Two seconds of a moving pattern with a tone; small and quick.</summary>
    public static Task<string> SmallAsync() => MakeAsync("small.mp4", Pattern(320, 240, 25, 2) + Tone(2) + Mp4);

    /// <summary>A portrait picture stored lying, turned by its display matrix, as phones do.</summary>
    public static async Task<string> PhoneAsync()
    {
        var lying = await MakeAsync("lying.mov", Pattern(640, 360, 30, 2) + Tone(2) + Mp4);

        // The muxer counts this tag the other way round: the result is turned clockwise by 90 degrees.
        return await MakeAsync("phone.mov", $"-i {lying} -c copy -metadata:s:v:0 rotate=270");
    }

    public static Task<string> SilentAsync() => MakeAsync("silent.mp4", Pattern(320, 240, 25, 2) + Mp4);

    public static Task<string> OddSizeAsync() =>
        MakeAsync("odd.mkv", Pattern(321, 241, 25, 2) + "-c:v libx264 -preset ultrafast -pix_fmt yuv444p");

    public static Task<string> AudioOnlyAsync() => MakeAsync("tone.m4a", Tone(2) + "-c:a aac");

    public static Task<string> ZeroLengthAsync() => MakeAsync("zero.mp4", Pattern(320, 240, 25, 2) + "-t 0 " + Mp4);

    /// <summary>A clip that plays like the other and is as large as wanted: an empty box stands at its end.</summary>
    /// <param name="clip">MP4 or MOV.</param>
    public static Task<string> PaddedAsync(string clip, int sizeBytes) => WriteAsync($"padded-{sizeBytes}.mp4", () =>
    {
        var whole = new byte[sizeBytes];
        var own = File.ReadAllBytes(clip);
        own.CopyTo(whole, 0);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(whole.AsSpan(own.Length), sizeBytes - own.Length);
        "free"u8.CopyTo(whole.AsSpan(own.Length + 4));
        return whole;
    });

    public static Task<string> EmptyAsync() => WriteAsync("empty.mp4", () => []);

    public static Task<string> TextAsync() =>
        WriteAsync("text.mp4", () => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("This is no video. นี่ไม่ใช่วิดีโอ\n", 50))));

    /// <summary>Its index is at the end and cut off with it.</summary>
    public static async Task<string> TruncatedAsync()
    {
        var whole = await SmallAsync();
        return await WriteAsync("truncated.mp4", () => File.ReadAllBytes(whole)[..(int)(new FileInfo(whole).Length * 6 / 10)]);
    }

    /// <summary>Its index is in front and promises more than there is.</summary>
    public static async Task<string> TruncatedFastStartAsync()
    {
        var whole = await MakeAsync("fast-start.mp4", Pattern(320, 240, 25, 4) + Tone(4) + Mp4 + "-movflags +faststart");
        return await WriteAsync("truncated-fast-start.mp4", () => File.ReadAllBytes(whole)[..(int)(new FileInfo(whole).Length * 6 / 10)]);
    }

    public static string Pattern(int width, int height, int rate, double seconds) => FormattableString.Invariant(
        $"-f lavfi -i testsrc2=size={width}x{height}:rate={rate}:duration={seconds} ");

    public static string Tone(double seconds) => FormattableString.Invariant($"-f lavfi -i sine=frequency=440:duration={seconds} ");

    /// <summary>Taken by hardly any platform: it must be encoded.</summary>
    public const string Old = "-c:v mpeg4 -q:v 3 -c:a aac ";

    public const string Mp4 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac ";

    /// <summary>Runs ffmpeg with the arguments, whose output is the named file. Arguments are split at spaces.</summary>
    public static Task<string> MakeAsync(string name, string arguments) => OnceAsync(name, arguments, async path =>
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in ((string[])["-nostdin", "-v", "error", "-y", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), path]))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"ffmpeg could not make {name}: {errors}");
    });

    public static Task<string> WriteAsync(string name, Func<byte[]> content) =>
        OnceAsync(name, "", path => File.WriteAllBytesAsync(path, content()));

    /// <summary>What ffprobe itself says of one thing, such as <c>stream=width,height</c>, as key=value lines.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AskAsync(string path, string entries, string? streams = null)
    {
        var start = new ProcessStartInfo("ffprobe") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in ((string[])
            ["-v", "error", .. streams is null ? (string[])[] : ["-select_streams", streams], "-show_entries", entries, "-of", "default=nw=1", path]))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0])
            .ToDictionary(group => group.Key, group => group.First()[1]);
    }

    /// <summary>One frame as RGB, row by row, at a size of choice.</summary>
    public static async Task<byte[]> FrameAsync(string path, double atSeconds, int width, int height)
    {
        var output = Path.Combine(Folder, $"{Guid.CreateVersion7():n}.rgb");
        await RunAsync(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"-ss {atSeconds} -i {path} -frames:v 1 -vf format=rgb24,scale={width}:{height}:flags=area -pix_fmt rgb24 -f rawvideo {output}"));
        return await File.ReadAllBytesAsync(output);
    }

    /// <summary>Runs ffmpeg and returns what it says; arguments are split at spaces.</summary>
    public static async Task<string> RunAsync(string arguments)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in ((string[])["-nostdin", "-hide_banner", "-nostats", "-y", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, said);
        return said;
    }

    private static Task<string> OnceAsync(string name, string recipe, Func<string, Task> makeAsync)
    {
        var folder = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipe)))[..8];
        var path = Path.Combine(Folder, folder, name);
        return Made.GetOrAdd(path, _ => new Lazy<Task<string>>(async () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await makeAsync(path);
            return path;
        })).Value;
    }
}
