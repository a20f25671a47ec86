using System.Diagnostics;
using System.Globalization;

namespace VideoSaas.Tests.Scripts;

/// <summary>One of the commands at the root, running as a person would run it.</summary>
internal sealed class ScriptRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringWriter _output = new();

    private ScriptRun(Process process)
    {
        _process = process;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int ProcessId => _process.Id;

    /// <summary>Standard output and standard error, as they came.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="script">Path of the script.</param>
    /// <param name="environment">Added to ours; null takes a variable away.</param>
    public static ScriptRun Start(string script, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        // A run in the background ignores SIGINT, which its children inherit and bash could then never trap.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "bash", script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ScriptRun(Process.Start(start)!);
    }

    /// <returns>Exit code and all output.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string script, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        await using var run = Start(script, environment, arguments);
        var exitCode = await run.EndAsync(TimeSpan.FromSeconds(60));
        return (exitCode, run.Output);
    }

    /// <summary>As a service manager, or <c>kill</c>, would.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> EndAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It did not end within {within.TotalSeconds} s:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Returns how long it took until a line began with <paramref name="beginning"/>.</summary>
    public async Task<TimeSpan> SaysAsync(string beginning, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (!Output.Split('\n').Any(line => line.StartsWith(beginning, StringComparison.Ordinal)))
        {
            Assert.False(_process.HasExited, $"It ended before it said '{beginning}':\n{Output}");
            Assert.True(clock.Elapsed < within, $"It did not say '{beginning}' within {within.TotalSeconds} s:\n{Output}");
            await Task.Delay(25);
        }

        return clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal("TERM");
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.WriteLine(line.Data);
        }
    }
}
