using System.Globalization;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// Who works: <c>host/pid/start.boot.namespace</c>. The last part makes it safe to say that such a process is gone: a pid is
/// reused, and two containers with one host name see different processes under the same numbers.
/// </summary>
/// <param name="StartTicks">Kernel clock ticks from boot to the process's start; 0 where there is no /proc.</param>
/// <param name="Machine">Boot id and pid namespace: the same for exactly those processes whose /proc we see.</param>
internal sealed record WorkerName(string Host, int ProcessId, long StartTicks, string Machine)
{
    private const int LongestHost = 40;

    public static readonly WorkerName Current = OfThisProcess();

    public string Value => string.Create(CultureInfo.InvariantCulture, $"{Host}/{ProcessId}/{StartTicks}.{Machine}");

    public override string ToString() => Value;

    /// <summary>
    /// True only when it ran where this process runs and is certainly gone; of a worker elsewhere nothing is known but its lease.
    /// </summary>
    public static bool IsGone(string workerId)
    {
        if (Parse(workerId) is not { } worker || worker.Machine != Current.Machine || worker.StartTicks == 0)
        {
            return false;
        }

        return StartTicksOf(worker.ProcessId) != worker.StartTicks;
    }

    internal static WorkerName? Parse(string workerId)
    {
        var parts = workerId.Split('/');
        if (parts.Length != 3 || parts[2].IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot))
        {
            return null;
        }

        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            && long.TryParse(parts[2].AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                ? new WorkerName(parts[0], processId, ticks, parts[2][(dot + 1)..])
                : null;
    }

    private static WorkerName OfThisProcess()
    {
        var host = Environment.MachineName.Replace('/', '-');
        return new WorkerName(
            host.Length > LongestHost ? host[..LongestHost] : host,
            Environment.ProcessId,
            StartTicksOf(Environment.ProcessId) ?? 0,
            ThisMachine());
    }

    private static string ThisMachine()
    {
        try
        {
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()[..8];
            var pidNamespace = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
            return $"{boot}.{new string([.. pidNamespace.Where(char.IsAsciiDigit)])}";
        }
        catch (IOException)
        {
            return "unknown";
        }
    }

    /// <summary>Null when there is no such process, or only the remains that its parent has not yet collected.</summary>
    private static long? StartTicksOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));

            // The second field is the program's name in brackets and may itself hold blanks and brackets.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
