using System.Diagnostics;
using System.Globalization;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>What processes cost, by the kernel's own books.</summary>
internal static class ToolCosts
{
    /// <summary>Clock ticks a second of /proc, on every Linux that we run on.</summary>
    private const double Ticks = 100;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs one command after the other, each of ffmpeg with the niceness of ours.</summary>
    public static async Task<Cost> ByHandAsync(IEnumerable<string> commands, CancellationToken token)
    {
        var script = string.Join(" && ", commands.Select(command => $"nice -n 10 ffmpeg -nostdin -v error -y {Quoted(command)}"));
        using var stop = new CancellationTokenSource();
        var start = new ProcessStartInfo("bash", ["-c", $"TIMEFORMAT='%R %U %S'; time {{ {script} ; }}"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var peak = PeakOfChildrenAsync(process.Id, stop.Token);
        var said = await process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        await stop.CancelAsync();
        Assert.True(process.ExitCode == 0, said);
        var figures = said.Trim().Split('\n')[^1].Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return new Cost(figures[0], figures[1] + figures[2], await peak);
    }

    /// <summary>The most that all children of a process held at one time.</summary>
    public static async Task<long> PeakOfChildrenAsync(int parentId, CancellationToken stop)
    {
        long most = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                most = Math.Max(most, ChildrenOf(parentId).Sum(child => StatusBytes(child, "VmRSS:")));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // One of them, or the parent, ended while we looked.
            }

            await Task.Delay(BetweenLooks, CancellationToken.None);
        }

        return most;
    }

    /// <summary>CPU seconds of a process, and of its children that have ended.</summary>
    public static (double Self, double Children) CpuOf(int processId)
    {
        var fields = StatOf(processId);
        return ((fields[11] + fields[12]) / Ticks, (fields[13] + fields[14]) / Ticks);
    }

    /// <summary>CPU seconds of a database server that runs here; null for one that runs elsewhere.</summary>
    /// <param name="backendId">The server's process of a connection that only watches: it is left out.</param>
    public static double? CpuOfServer(int backendId)
    {
        try
        {
            var server = (int)StatOf(backendId)[1];
            var (self, ended) = CpuOf(server);
            return self + ended + ChildrenOf(server).Where(child => child != backendId).Sum(child => CpuOf(child).Self);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static long StatusBytes(int processId, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static List<int> ChildrenOf(int parentId) =>
    [
        .. Directory.EnumerateDirectories($"/proc/{parentId}/task")
            .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
    ];

    /// <summary>From the state on: the name before it may hold anything.</summary>
    private static long[] StatOf(int processId)
    {
        var text = File.ReadAllText($"/proc/{processId}/stat");
        return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(field => long.TryParse(field, out var value) ? value : 0)];
    }

    private static string Quoted(string command) =>
        string.Join(' ', command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => $"'{part}'"));
}

/// <param name="Wall">Seconds.</param>
/// <param name="Tools">CPU seconds of ffmpeg and ffprobe.</param>
/// <param name="PeakBytes">Of all of them together at one time.</param>
/// <param name="App">CPU seconds of our own process.</param>
/// <param name="Database">CPU seconds of PostgreSQL; null when it runs on another machine.</param>
/// <param name="AppGrowthBytes">How much more the app held at most than before.</param>
internal sealed record Cost(
    double Wall, double Tools, double PeakBytes, double App = 0, double? Database = null, long AppGrowthBytes = 0)
{
    public double Cpu => Tools + App;
}
