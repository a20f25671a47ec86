using System.Diagnostics;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Media;

namespace VideoSaas.Tests.Engine.Media;

/// <summary>ffmpeg never outlives its worker and never dies before it. Slow by nature, so it is a class of its own beside the others.</summary>
public sealed class ProcessThreadTests : IDisposable
{
    private readonly MediaBench _bench = new();

    private static readonly FfmpegLimits Generous = new(TimeSpan.FromMinutes(5));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Run_PoolIdleForFortySeconds_ChildStaysAlive()
    {
        // The pool retires idle threads after some twenty seconds; a child tied to one of them would die with it.
        using var cancel = new CancellationTokenSource();
        var mark = Guid.CreateVersion7().ToString("N");
        var running = new TaskCompletionSource();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Thread.SpinWait(1000))));
        var run = Task.Run(() => _bench.Tools.RunAsync(RunningTools.Endless(mark), Generous, _ => running.TrySetResult(), cancel.Token));
        await running.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var child = Assert.Single(RunningTools.With(mark));

        Assert.NotSame(run, await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(40))));

        Assert.Equal([child], RunningTools.With(mark));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Run_ParentKilled_ChildIsGone()
    {
        var mark = Guid.CreateVersion7().ToString("N");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])
            ["exec", typeof(ProcessThreadTests).Assembly.Location, "-explicit", "only", "-method", $"*.{nameof(Helper_EncodesUntilItIsKilled)}"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["VIDEOSAAS_HELPER_MARK"] = mark;
        using var helper = Process.Start(start)!;
        var output = helper.StandardOutput.ReadToEndAsync();
        try
        {
            await Eventually.HoldsAsync(() => RunningTools.With(mark).Count == 1, TimeSpan.FromSeconds(60));
        }
        finally
        {
            helper.Kill();
        }

        await output;
        await Eventually.HoldsAsync(() => RunningTools.With(mark).Count == 0, TimeSpan.FromSeconds(5));
    }

    /// <summary>Not a test: the parent that the test above starts and kills.</summary>
    [Fact(Explicit = true)]
    public async Task Helper_EncodesUntilItIsKilled()
    {
        var mark = Environment.GetEnvironmentVariable("VIDEOSAAS_HELPER_MARK");
        Assert.SkipWhen(mark is null, "Started by another test only.");
        await _bench.Tools.RunAsync(RunningTools.Endless(mark), Generous, null, default);
    }
}
