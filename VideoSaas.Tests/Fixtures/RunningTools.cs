using VideoSaas.Domain.Media;

namespace VideoSaas.Tests.Fixtures;

/// <summary>Finds ffmpeg processes of the machine by a mark in their command line.</summary>
internal static class RunningTools
{
    /// <summary>Real time and no end; the mark is found in the command line.</summary>
    public static FfmpegCommand Endless(string mark) => new(
        ["-re", "-f", "lavfi"], "testsrc2=size=64x64:rate=10", [new FfmpegOutput(["-metadata", $"comment={mark}", "-f", "null"], "-")]);

    public static IReadOnlyList<int> With(string mark) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => (Folder: folder, Id: int.TryParse(Path.GetFileName(folder), out var id) ? id : 0))
            .Where(process => process.Id > 0 && CommandLine(process.Folder) is var line
                && line.Contains(mark, StringComparison.Ordinal) && line.StartsWith("/usr/bin/ff", StringComparison.Ordinal))
            .Select(process => process.Id),
    ];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
