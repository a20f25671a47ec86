using System.Diagnostics;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Media;

namespace VideoSaas.Tests.Engine.Media;

public sealed class MediaToolsTests : IDisposable
{
    private readonly MediaBench _bench = new();

    private static readonly FfmpegLimits Generous = new(TimeSpan.FromMinutes(5));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Probe_PhoneClip_TellsTheShownSize()
    {
        var probe = await _bench.Tools.ProbeAsync(await Clips.PhoneAsync(), default);
        var picture = probe.Facts!.Picture!;
        Assert.Equal((360, 640, 90), (picture.Width, picture.Height, picture.RotationDegrees));
        Assert.Equal(("mov", 2000), (probe.Facts.Container, probe.Facts.DurationMs));
        Assert.Equal("aac", probe.Facts.Sound!.Codec);
    }

    [Fact]
    public async Task Probe_TextFile_TellsWhyNot()
    {
        var probe = await _bench.Tools.ProbeAsync(await Clips.TextAsync(), default);
        Assert.Null(probe.Json);
        Assert.Contains(probe.LastLines, line => line.Contains("Invalid data", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Probe_NoStreamsAtAll_IsADocument()
    {
        var probe = await _bench.Tools.ProbeAsync(await Clips.ZeroLengthAsync(), default);
        Assert.Equal((0, 0L), (probe.Facts!.StreamCount, probe.Facts.DurationMs));
    }

    [Fact]
    public async Task Run_AllOutputs_AreMadeInOneRunAndProgressReachesTheEnd()
    {
        var source = await Clips.PhoneAsync();
        var facts = (await _bench.Tools.ProbeAsync(source, default)).Facts!;
        using var work = _bench.Blobs.NewWorkFolder();
        var seen = new List<EncodeProgress>();
        var plan = Planner.Plan(facts, VideoEdits.None, ["instagram"]);
        var rendition = Path.Combine(work.Path, "0.mp4");
        var preview = new PreviewOutput(
            plan.Preview, Path.Combine(work.Path, "p.mp4"), Path.Combine(work.Path, "a.webp"), Path.Combine(work.Path, "c-%d.jpg"));
        var command = MakingCommand.Build(
            source, facts, [new MadeOutput(plan.Files[0].Spec, rendition)], preview, Overlays.None, null, work.Path);

        var run = await _bench.Tools.RunAsync(command, Generous with { ExpectedMs = facts.DurationMs }, seen.Add, default);

        Assert.True(run.IsClean, string.Join('\n', run.LastLines));
        Assert.True(seen[^1].IsLast);
        Assert.InRange(seen[^1].OutTimeMs, 1900, 2200);
        var made = (await _bench.Tools.ProbeAsync(rendition, default)).Facts!;
        Assert.Equal((360, 640, 0), (made.Picture!.Width, made.Picture.Height, made.Picture.RotationDegrees));
        Assert.Equal("aac", made.Sound!.Codec);
        var small = (await _bench.Tools.ProbeAsync(preview.MoviePath, default)).Facts!;
        Assert.Null(small.Sound);
        Assert.Equal(8, Directory.EnumerateFiles(work.Path, "c-*.jpg").Count());
        var movie = await File.ReadAllBytesAsync(preview.MoviePath);
        Assert.True(movie.AsSpan().IndexOf("moov"u8) < movie.AsSpan().IndexOf("mdat"u8), "The preview cannot play before all of it is here.");
        var animation = await File.ReadAllBytesAsync(preview.AnimationPath);
        Assert.True(animation.AsSpan().IndexOf("ANIM"u8) > 0 && animation.AsSpan().Count("ANMF"u8) > 3, "The thumbnail does not move.");
    }

    [Fact]
    public async Task Run_BrokenInput_EndsWithItsCodeAndLastLines()
    {
        var source = await Clips.TruncatedAsync();
        var run = await _bench.Tools.RunAsync(
            new FfmpegCommand(Demuxers.SafeInput, source, [new FfmpegOutput(["-f", "null"], "-")]), Generous, null, default);
        Assert.False(run.IsClean);
        Assert.Contains(run.LastLines, line => line.Contains("moov atom not found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Cancelled_IsGoneWithinTwoSeconds()
    {
        using var cancel = new CancellationTokenSource();
        var running = new TaskCompletionSource();
        var mark = Guid.CreateVersion7().ToString("N");
        var run = _bench.Tools.RunAsync(RunningTools.Endless(mark), Generous, _ => running.TrySetResult(), cancel.Token);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Single(RunningTools.With(mark));

        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Empty(RunningTools.With(mark));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Run_StalledInput_IsEndedByTheWatch()
    {
        using var bench = new MediaBench(("Media:NoProgressSeconds", "1"), ("Media:WatchSeconds", "0.05"));
        var pipe = Path.Combine(bench.DataFolder, "never");
        using (var mkfifo = Process.Start("mkfifo", [pipe]))
        {
            await mkfifo.WaitForExitAsync();
        }

        var run = await bench.Tools.RunAsync(
            new FfmpegCommand(Demuxers.SafeInput, pipe, [new FfmpegOutput(["-f", "null"], "-")]), Generous, null, default);
        Assert.Equal(FfmpegEnding.Stalled, run.Ending);
        Assert.Empty(RunningTools.With(pipe));
    }

    [Fact]
    public async Task Probe_StalledInput_IsEndedAtItsLimit()
    {
        using var bench = new MediaBench(("Media:ProbeSeconds", "1"));
        var pipe = Path.Combine(bench.DataFolder, "never");
        using (var mkfifo = Process.Start("mkfifo", [pipe]))
        {
            await mkfifo.WaitForExitAsync();
        }

        var probe = await bench.Tools.ProbeAsync(pipe, default);
        Assert.True(probe.HasHung);
        await Eventually.HoldsAsync(() => RunningTools.With(pipe).Count == 0);
    }

    [Fact]
    public async Task Run_PastItsTime_IsEnded()
    {
        using var bench = new MediaBench(("Media:WatchSeconds", "0.05"));
        var run = await bench.Tools.RunAsync(
            RunningTools.Endless(Guid.CreateVersion7().ToString("N")), new FfmpegLimits(TimeSpan.FromSeconds(1)), null, default);
        Assert.Equal(FfmpegEnding.OverTime, run.Ending);
    }

    [Fact]
    public async Task Run_WithALimitOfThreads_KeepsToIt()
    {
        using var bench = new MediaBench(("Media:MaxThreads", "1"));
        using var cancel = new CancellationTokenSource();
        var mark = Guid.CreateVersion7().ToString("N");
        var running = new TaskCompletionSource();
        var run = bench.Tools.RunAsync(
            new FfmpegCommand(
                ["-re", "-f", "lavfi"], "testsrc2=size=320x240:rate=10",
                [new FfmpegOutput(["-metadata", $"comment={mark}", "-c:v", "libx264", "-f", "null"], "-")]),
            Generous, progress => _ = progress.Frames > 0 && running.TrySetResult(), cancel.Token);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var bounded = ThreadsOf(Assert.Single(RunningTools.With(mark)));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        // One for itself and one for its filters, none for slices and frames of the encoder beside its own.
        Assert.InRange(bounded, 1, 3);
        Assert.Equal(3, new MediaOptions { MaxThreads = 3 }.Threads);
        Assert.InRange(new MediaOptions().Threads, 1, 16);
    }

    [Theory]
    [InlineData(1_000, 300)]
    [InlineData(60_000, 2400)]
    public void TimeLimit_GrowsWithTheSource(long sourceMs, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new MediaOptions().TimeLimitFor(sourceMs));

    [Fact]
    public async Task Run_PastItsMemory_FailsAlone()
    {
        using var bench = new MediaBench(("Media:MaxMemoryBytes", "300000000"));
        var run = await bench.Tools.RunAsync(
            new FfmpegCommand(
                ["-f", "lavfi"], "color=s=8192x8192:rate=1:duration=2",
                [new FfmpegOutput(["-vf", "format=rgba64le,reverse", "-f", "null"], "-")]),
            Generous, null, default);
        Assert.False(run.IsClean);
        Assert.Contains(run.LastLines, line => line.Contains("Cannot allocate memory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_PastItsSize_IsEnded()
    {
        using var bench = new MediaBench(("Media:WatchSeconds", "0.05"));
        using var work = bench.Blobs.NewWorkFolder();
        var run = await bench.Tools.RunAsync(
            new FfmpegCommand(
                ["-f", "lavfi"], "testsrc2=size=640x360:rate=30",
                [new FfmpegOutput(["-c:v", "rawvideo", "-f", "nut"], Path.Combine(work.Path, "out.partial"))]),
            Generous with { MaxOutputBytes = 5_000_000 }, null, default);
        Assert.Equal(FfmpegEnding.TooLarge, run.Ending);
    }

    [Fact]
    public async Task Sweep_ToolInAPartOfADeadProcess_IsKilled()
    {
        var dead = Directory.CreateDirectory(Path.Combine(_bench.WorkFolders.Root, "run-dead")).FullName;
        await File.WriteAllTextAsync(Path.Combine(dead, "alive"), "");
        using var orphan = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-nostdin", "-v", "quiet", "-re", "-f", "lavfi", "-i", "nullsrc", "-f", "null", Path.Combine(dead, "out")]))!;
        _bench.Orphans.Run();
        await orphan.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(Directory.Exists(dead));
    }

    private static int ThreadsOf(int processId) => Directory.GetDirectories($"/proc/{processId}/task").Length;
}
