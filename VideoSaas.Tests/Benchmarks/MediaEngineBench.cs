using System.Diagnostics;
using System.Globalization;
using Npgsql;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>
/// The engine beside the same work done by hand with ffmpeg, on the same file in the same run, in turns: wall time and CPU seconds from the end of
/// the upload until the video is ready, memory of ffmpeg, and what the app itself costs meanwhile. By hand the same files are made with the same
/// settings, the hand knowing the file already; to look at it first, and at what came of it, is our own.
/// </summary>
[Trait("bench", "media")]
public sealed class MediaEngineBench(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("VIDEOSAAS_BENCH_ROUNDS") ?? "3", CultureInfo.InvariantCulture);

    /// <summary>An app that has just started still compiles itself.</summary>
    private const int WarmUps = 6;

    private readonly string _folder = Directory.CreateTempSubdirectory("videosaas-bench-").FullName;
    private string _connectionString = "";
    private NpgsqlConnection _watch = default!;
    private AppProcess _app = default!;
    private HttpClient _client = default!;
    private int _uploads;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _watch = new NpgsqlConnection(_connectionString);
        await _watch.OpenAsync(Token);
        _app = await AppProcess.StartAsync(
            _connectionString, Path.Combine(_folder, "data"), new Dictionary<string, string> { ["Demo:Enabled"] = "true" }, Token);
        _client = await CreatorClient.SignInAsync(_app, Token);
        await Eventually.HoldsAsync(async () => await ReadyAsync() == 1, TimeSpan.FromMinutes(5));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _watch.DisposeAsync();
        await postgres.DropDatabaseAsync(_connectionString);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task Source_ThatAllTake_CostsHardlyMoreThanCopyingByHand()
    {
        var source = Path.Combine(_folder, "compliant.mp4");
        await Clips.RunAsync(
            RealClip() + $"-c:v libx264 -preset veryfast -pix_fmt yuv420p -r 24 -c:a aac -ar 48000 -ac 2 -movflags +faststart+negative_cts_offsets -use_editlist 0 {source}");
        string[] byHand =
        [
            $"-i {source} -c copy -movflags +faststart {_folder}/c.mp4",
            ThumbnailByHand(source, "854:480"),
            SmallFilesByHand(source, 24, "640:360", "320:180", "bicubic"),
        ];

        await WarmUpAsync(source);
        List<Cost> ours = [], theirs = [];
        for (var round = 0; round < Rounds; round++)
        {
            theirs.Add(await ToolCosts.ByHandAsync(byHand, Token));
            ours.Add(await OursAsync(source));
            Tell("compliant source", ours[^1], theirs[^1]);
        }

        Report("compliant source", ours, theirs);
        Assert.Equal(0, await EncodesAsync());
        Assert.True(Median(ours, one => one.Wall) <= 1.25 * Median(theirs, one => one.Wall), "wall: over 1.25 times");
        Assert.True(Median(ours, one => one.Cpu) <= 1.25 * Median(theirs, one => one.Cpu), "CPU: over 1.25 times");
    }

    [Fact(Explicit = true)]
    public async Task Source_FromAPhone_CostsOneEncode()
    {
        var source = Path.Combine(_folder, "phone.mov");
        await Clips.RunAsync(
            RealClip() + "-vf crop=270:480,scale=1080:1920:flags=lanczos,noise=alls=4:allf=t -r 30 -c:v libx265 -preset ultrafast -crf 24 -pix_fmt yuv420p "
            + $"-tag:v hvc1 -x265-params log-level=none:keyint=60 -c:a aac {source}");
        const string encode = "-vf fps=fps=30:start_time=0,scale=1080:1920:flags=bicubic:out_range=limited,setsar=1,format=yuv420p -fps_mode cfr -r 30 "
            + "-c:v libx264 -profile:v high -preset faster -crf 20 -maxrate 20000000 -bufsize 40000000 -g 60 -flags +cgop "
            + "-c:a aac -b:a 160000 -ar 48000 -ac 2 -movflags +faststart";
        string[] small = [ThumbnailByHand(source, "720:1280"), SmallFilesByHand(source, 30, "360:640", "180:320", "fast_bilinear")];
        string[] bare = [$"-i {source} {encode} {_folder}/b.mp4", .. small];
        string[] five = [.. Enumerable.Range(0, 5).Select(i => $"-i {source} {encode} {_folder}/five{i}.mp4"), .. small];
        await WarmUpAsync(await Clips.MakeAsync("short.mov", Clips.Pattern(270, 480, 30, 2) + Clips.Tone(2) + Clips.Old));
        var encodesBefore = await EncodesAsync();
        List<Cost> ours = [], theirs = [], script = [];
        for (var round = 0; round < Rounds; round++)
        {
            theirs.Add(await ToolCosts.ByHandAsync(bare, Token));
            ours.Add(await OursAsync(source));
            Tell("phone source", ours[^1], theirs[^1]);
            script.Add(await ToolCosts.ByHandAsync(five, Token));
            Tell("phone source, five encodes", ours[^1], script[^1]);
        }

        Report("phone source", ours, theirs);
        output.WriteLine(FormattableString.Invariant(
            $"five encodes, one a platform: wall {Median(script, one => one.Wall) / Median(ours, one => one.Wall):0.00} times ours, CPU {Median(script, one => one.Cpu) / Median(ours, one => one.Cpu):0.00}"));
        Assert.Equal(Rounds, await EncodesAsync() - encodesBefore);
        Assert.True(Median(ours, one => one.Wall) <= 1.10 * Median(theirs, one => one.Wall), "wall: over 1.10 times one encode");
        Assert.True(Median(ours, one => one.Cpu) <= 1.10 * Median(theirs, one => one.Cpu), "CPU: over 1.10 times one encode");
        Assert.True(Median(script, one => one.Wall) >= 3.5 * Median(ours, one => one.Wall), "wall: less than 3.5 times as fast as five encodes");
        Assert.True(Median(script, one => one.Cpu) >= 3.5 * Median(ours, one => one.Cpu), "CPU: more than a 3.5th of five encodes");
        Assert.True(Median(ours, one => one.PeakBytes) <= 1.15 * Median(theirs, one => one.PeakBytes), "memory: over 1.15 times");
        Assert.True(ours.Max(one => one.AppGrowthBytes) < 50_000_000, "the app grew by 50 MB or more");
        Assert.True(Median(ours, one => one.App / one.Tools) < 0.02, "the app took 2 % of ffmpeg's CPU or more");
    }

    private static string RealClip() => Clips.Real.FirstOrDefault(path => path.EndsWith(".mp4", StringComparison.Ordinal)) is { } real
        ? $"-i {real} "
        : Clips.Pattern(854, 480, 24, 30) + Clips.Tone(30);

    private string ThumbnailByHand(string source, string size) =>
        $"-skip_frame noref -ss 3 -i {source} -vf scale={size}:flags=bicubic,thumbnail=n=16,scale=out_range=full,format=yuvj420p "
        + $"-frames:v 1 -c:v mjpeg -q:v 3 {_folder}/t.jpg";

    /// <summary>The small files that we make too: a preview, an animated thumbnail and a picture of each eighth of the clip.</summary>
    private string SmallFilesByHand(string source, int rate, string size, string animation, string scaling) =>
        $"-t 6 -i {source} -threads 1 -skip_frame nokey -i {source} -filter_complex {SmallGraph(rate, size, animation, scaling)} "
        + $"-map [m] -an -c:v libx264 -profile:v high -threads 1 -preset veryfast -crf 30 -maxrate 1000000 -bufsize 2000000 -g 60 -movflags +faststart {_folder}/p.mp4 "
        + $"-map [an] -an -c:v libwebp_anim -loop 0 -q:v 45 -compression_level 2 {_folder}/p.webp "
        + $"-map 1:v -an -vf select=isnan(prev_selected_t)+gt(floor(t/3.75)\\,floor(prev_selected_t/3.75)),scale={size}:flags=bicubic:out_range=full,format=yuvj420p "
        + $"-fps_mode passthrough -c:v mjpeg -q:v 4 -frames:v 8 {_folder}/p-%d.jpg";

    private static string SmallGraph(int rate, string size, string animation, string scaling) => FormattableString.Invariant(
        $"[0:v]fps=fps={rate}:start_time=0,scale={size}:flags={scaling}:out_range=limited,setsar=1,format=yuv420p,split=2[m][a];")
        + $"[a]fps=5,scale={animation}:flags=fast_bilinear[an]";

    /// <summary>What the first uploads after a start cost is told, not counted.</summary>
    private async Task WarmUpAsync(string source)
    {
        for (var round = 0; round < WarmUps; round++)
        {
            var cost = await OursAsync(source);
            output.WriteLine(FormattableString.Invariant($"before: wall {cost.Wall:0.0} s, CPU {cost.Cpu:0.00} s, of it the app {cost.App:0.00}"));
        }
    }

    /// <summary>A few bytes of difference each time: what was made before would serve again.</summary>
    private async Task<Cost> OursAsync(string source)
    {
        var path = Path.Combine(_folder, $"{++_uploads}-{Path.GetFileName(source)}");
        File.Copy(source, path);
        await using (var file = new FileStream(path, FileMode.Append))
        {
            await file.WriteAsync(new byte[] { 0, 0, 0, 9, (byte)'f', (byte)'r', (byte)'e', (byte)'e', (byte)_uploads }, Token);
        }

        var ready = await ReadyAsync();
        await CreatorClient.UploadAsync(_client, path, Token);
        var clock = Stopwatch.StartNew();
        var before = ToolCosts.CpuOf(_app.ProcessId);
        var databaseBefore = ToolCosts.CpuOfServer(_watch.ProcessID);
        await File.WriteAllTextAsync($"/proc/{_app.ProcessId}/clear_refs", "5", Token);
        var resident = ToolCosts.StatusBytes(_app.ProcessId, "VmRSS:");
        using var stop = new CancellationTokenSource();
        var peak = ToolCosts.PeakOfChildrenAsync(_app.ProcessId, stop.Token);
        await Eventually.HoldsAsync(async () => await ReadyAsync() == ready + 1, TimeSpan.FromMinutes(10));
        var wall = clock.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        var after = ToolCosts.CpuOf(_app.ProcessId);
        return new Cost(
            wall, after.Children - before.Children, await peak, after.Self - before.Self, ToolCosts.CpuOfServer(_watch.ProcessID) - databaseBefore,
            ToolCosts.StatusBytes(_app.ProcessId, "VmHWM:") - resident);
    }

    private async Task<long> ReadyAsync() => await CountAsync("SELECT count(*) FROM videos WHERE processing_status = 'ready'");

    /// <summary>Files of the bench's uploads whose picture was encoded; the demo's own video is not counted.</summary>
    private async Task<long> EncodesAsync() => await CountAsync(
        """
        SELECT count(*) FROM video_assets AS asset JOIN videos AS video ON video.id = asset.video_id
        WHERE asset.kind = 'rendition' AND asset.spec->>'work' = 'encode' AND video.original_filename = 'bench.mp4'
        """);

    private async Task<long> CountAsync(string query)
    {
        await using var command = new NpgsqlCommand(query, _watch);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private void Tell(string name, Cost our, Cost their) => output.WriteLine(FormattableString.Invariant(
        $"{name}: wall {our.Wall:0.00} s by us, {their.Wall:0.00} s by hand; CPU {our.Tools:0.00} + {our.App:0.00} s (database {our.Database:0.00}), {their.Cpu:0.00} s by hand; peak {our.PeakBytes / 1e6:0} MB, {their.PeakBytes / 1e6:0} MB by hand"));

    private void Report(string name, List<Cost> ours, List<Cost> theirs)
    {
        output.WriteLine(FormattableString.Invariant(
            $"{name}, medians: wall {Ratio(one => one.Wall):0.00} times by hand; CPU {Ratio(one => one.Cpu):0.00} times, with the database {Median(ours, one => one.Cpu + (one.Database ?? 0)) / Median(theirs, one => one.Cpu):0.00}; ffmpeg's peak {Ratio(one => one.PeakBytes):0.00} times; app {100 * Median(ours, one => one.App / one.Tools):0.0} % of ffmpeg's CPU, grew by at most {ours.Max(one => one.AppGrowthBytes) / 1e6:0} MB"));

        double Ratio(Func<Cost, double> figure) => Median(ours, figure) / Median(theirs, figure);
    }

    private static double Median(List<Cost> costs, Func<Cost, double> figure) => costs.Select(figure).Order().ElementAt(costs.Count / 2);
}
