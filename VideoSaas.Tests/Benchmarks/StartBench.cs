using VideoSaas.Tests.Fixtures;
using VideoSaas.Tests.Scripts;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>How long ./start takes with an empty data folder, and the next time. The build is there already.</summary>
[Trait("bench", "start")]
public sealed class StartBench(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string?> Built = new()
    {
        ["VIDEOSAAS_APP"] = Path.Combine(AppContext.BaseDirectory, "VideoSaas.Web.dll"),
        ["ConnectionStrings__Default"] = null,
        ["ASPNETCORE_URLS"] = null,
    };

    private readonly string _data = Path.Combine(Path.GetTempPath(), $"videosaas-bench-{Guid.CreateVersion7():N}");

    public void Dispose() => StartData.Delete(_data);

    [Fact(Explicit = true)]
    public async Task Start_TheSecondTime_IsReadyWithinTwentySeconds()
    {
        var first = await ReadyAfterAsync();
        var second = await ReadyAfterAsync();

        output.WriteLine($"ready after: first {first.TotalSeconds:0.0} s, again {second.TotalSeconds:0.0} s (bound {Again.TotalSeconds:0} s)");
        Assert.InRange(second, TimeSpan.Zero, Again);
    }

    private async Task<TimeSpan> ReadyAfterAsync()
    {
        await using var run = ScriptRun.Start(SourceTree.PathOf("start"), Built, "--port", $"{FreePort.Next()}", "--data", _data);
        var ready = await run.SaysAsync("Ready: ", Patience);
        run.Signal("TERM");
        Assert.Equal(0, await run.EndAsync(TimeSpan.FromMinutes(1)));
        return ready;
    }
}
