using System.Diagnostics;
using System.Globalization;
using System.Text;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Engine.Media;

/// <summary>
/// At start: ends what a dead process of ours left running, and removes its work folders. Children die with their parent by
/// themselves; this is for a parent that died in the instant between starting one and the child's asking for that.
/// </summary>
internal sealed partial class OrphanSweep(WorkFolders workFolders, ILogger<OrphanSweep> logger)
{
    public void Run()
    {
        workFolders.Sweep(part => KillWhere(commandLine => commandLine.Contains(part, StringComparison.Ordinal), orphansOnly: false));

        if (Environment.ProcessId == 1)
        {
            // In a container everything's parent is us, and nothing outlives us there.
            return;
        }

        // What only reads a stored file names no work folder, but it names the media beside it.
        var dataFolder = Path.GetDirectoryName(workFolders.Root)! + Path.DirectorySeparatorChar;
        KillWhere(commandLine => commandLine.Contains(dataFolder, StringComparison.Ordinal), orphansOnly: true);
    }

    private void KillWhere(Func<string, bool> isOurs, bool orphansOnly)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || id == Environment.ProcessId)
            {
                continue;
            }

            try
            {
                var commandLine = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "cmdline"))).Replace('\0', ' ');
                if (IsTool(commandLine) && isOurs(commandLine) && (!orphansOnly || ParentOf(folder) == 1))
                {
                    using var process = Process.GetProcessById(id);
                    process.Kill();
                    Killed(logger, id);
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException
                or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It ended while we looked, or it belongs to somebody else.
            }
        }
    }

    private static bool IsTool(string commandLine) =>
        Path.GetFileName(commandLine.Split(' ', 2)[0]) is "ffmpeg" or "ffprobe";

    private static int ParentOf(string folder)
    {
        // "pid (name) state parent …": the name may hold anything, so it is read from its closing bracket on.
        var text = File.ReadAllText(Path.Combine(folder, "stat"));
        var parent = text[(text.LastIndexOf(')') + 2)..].Split(' ')[1];
        return int.Parse(parent, CultureInfo.InvariantCulture);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ended ffmpeg {ProcessId}, left behind by a process that is gone.")]
    private static partial void Killed(ILogger logger, int processId);
}
