using System.Globalization;
using FFMpegCore;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Engine.Media;

/// <summary>
/// Two small scripts stand before ffmpeg and ffprobe: they make the child die with us (see <see cref="ProcessThread"/>), bound its
/// memory and let it stand back for the web. Written at first use into the data folder.
/// </summary>
internal sealed class FfmpegBinaries(IOptions<MediaOptions> options, WorkFolders workFolders)
{
    private readonly Lazy<FFOptions> _options = new(() => Prepare(options.Value, workFolders.Root));

    /// <exception cref="InvalidOperationException">ffmpeg or ffprobe is not installed.</exception>
    public FFOptions Options => _options.Value;

    /// <summary>Started in that folder, so that a filter can name its files without a path; null is the usual one.</summary>
    public FFOptions OptionsIn(string? folder) => folder is null ? Options : new FFOptions
    {
        BinaryFolder = Options.BinaryFolder,
        TemporaryFilesFolder = Options.TemporaryFilesFolder,
        WorkingDirectory = folder,
    };

    private static FFOptions Prepare(MediaOptions options, string workRoot)
    {
        var folder = Path.Combine(workRoot, "bin");
        Directory.CreateDirectory(folder);
        WriteShim(Path.Combine(folder, "ffmpeg"), Find("ffmpeg", options), options);
        WriteShim(Path.Combine(folder, "ffprobe"), Find("ffprobe", options), options);
        return new FFOptions { BinaryFolder = folder, WorkingDirectory = workRoot, TemporaryFilesFolder = workRoot };
    }

    private static void WriteShim(string path, string binary, MediaOptions options)
    {
        var script = string.Create(
            CultureInfo.InvariantCulture,
            $"#!/bin/sh\nexec {Find("setpriv", null)} --pdeathsig KILL -- {Find("prlimit", null)} --data={options.MaxMemoryBytes} -- {Find("nice", null)} -n {options.Niceness} '{binary}' \"$@\"\n");
        if (File.Exists(path) && File.ReadAllText(path) == script)
        {
            return;
        }

        // Another process may be starting the old one right now: it keeps the old file.
        var fresh = path + "." + Path.GetRandomFileName();
        File.WriteAllText(fresh, script);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode everybodyReads = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            const UnixFileMode everybodyRuns = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(fresh, everybodyReads | everybodyRuns | UnixFileMode.UserWrite);
        }

        File.Move(fresh, path, overwrite: true);
    }

    private static string Find(string name, MediaOptions? options)
    {
        var folders = options?.BinaryFolder is { } only
            ? [only]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Append("/usr/bin").Append("/bin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{name} is not installed: it is looked for along PATH, or in Media:BinaryFolder.");
    }
}
