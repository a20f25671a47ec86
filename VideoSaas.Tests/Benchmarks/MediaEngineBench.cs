using System.Diagnostics;
using System.Globalization;
using Npgsql;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>
/// The engine beside the same work done by hand with ffmpeg, on the same file in the same run, in alternating pairs: wall time and CPU
/// seconds from the end of the upload until the video is ready, memory of ffmpeg, and what the app itself costs meanwhile. By hand the same files
/// are made with the same settings; looking at the file first, and at what came of it, is our own.
/// </summary>
[Trait("bench", "media")]
public sealed class MediaEngineBench(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Clock ticks a second of /proc, on every Linux that we run on.</summary>
    private const double Ticks = 100;

    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("VIDEOSAAS_BENCH_ROUNDS") ?? "3", CultureInfo.InvariantCulture);

    private readonly string _folder = Directory.CreateTempSubdirectory("videosaas-bench-").FullName;
    private string _connectionString = "";
    private AppProcess _app = default!;
    private HttpClient _client = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _app = await AppProcess.StartAsync(
            _connectionString, Path.Combine(_folder, "data"), new Dictionary<string, string> { ["Demo:Enabled"] = "true" }, Token);
        _client = await CreatorClient.SignInAsync(_app, Token);
        await Eventually.HoldsAsync(async () => await ReadyAsync() == 1, TimeSpan.FromMinutes(5));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await postgres.DropDatabaseAsync(_connectionString);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task Source_ThatAllTake_CostsHardlyMoreThanCopyingByHand()
    {
        var real = Clips.Real.FirstOrDefault(path => path.EndsWith(".mp4", StringComparison.Ordinal));
        var source = Path.Combine(_folder, "compliant.mp4");
        await Clips.RunAsync(
            (real is null ? Clips.Pattern(854, 480, 24, 30) + Clips.Tone(30) : $"-i {real} ")
            + $"-c:v libx264 -preset veryfast -pix_fmt yuv420p -r 24 -c:a aac -ar 48000 -ac 2 -movflags +faststart+negative_cts_offsets -use_editlist 0 {source}");
        string[] byHand =
        [
            $"-i {source} -c copy -movflags +faststart {_folder}/c.mp4",
            $"-ss 3 -i {source} -vf thumbnail=n=50,scale=854:480:flags=bicubic:out_range=full,format=yuvj420p -frames:v 1 -c:v mjpeg {_folder}/c.jpg",
            PreviewByHand(source, "640:360", "320:180"),
        ];
        var (ours, theirs) = await PairsAsync(source, byHand, warmUps: 3);
        Report("compliant source", ours, theirs);
        Assert.True(Median(ours, one => one.Wall) <= 1.25 * Median(theirs, one => one.Wall), "wall: over 1.25 times");
        Assert.True(Median(ours, one => one.Cpu) <= 1.25 * Median(theirs, one => one.Cpu), "CPU: over 1.25 times");
    }

    [Fact(Explicit = true)]
    public async Task Source_FromAPhone_CostsOneEncode()
    {
        var source = Path.Combine(_folder, "phone.mov");
        await Clips.RunAsync(
            "-f lavfi -i mandelbrot=size=1080x1920:rate=30 " + Clips.Tone(30)
            + $"-t 30 -c:v libx265 -preset ultrafast -crf 24 -pix_fmt yuv420p -tag:v hvc1 -x265-params log-level=none -c:a aac {source}");
        const string encode = "-vf scale=1080:1920:flags=bicubic:out_range=limited,setsar=1,format=yuv420p -fps_mode cfr -r 30 -c:v libx264 -profile:v high "
            + "-preset faster -crf 20 -maxrate 20000000 -bufsize 40000000 -g 60 -flags +cgop -c:a aac -b:a 160000 -ar 48000 -ac 2 -movflags +faststart";
        string[] bare =
        [
            $"-i {source} {encode} {_folder}/b.mp4",
            $"-ss 3 -i {source} -vf scale=720:1280:flags=bicubic,thumbnail=n=50 -frames:v 1 -c:v mjpeg {_folder}/b.jpg",
            PreviewByHand(source, "360:640", "180:320"),
        ];
        string[] five = [.. Enumerable.Range(0, 5).Select(i => $"-i {source} {encode} {_folder}/five{i}.mp4"), .. bare.Skip(1)];
        var (ours, theirs) = await PairsAsync(source, bare, warmUps: 0);
        var script = new List<Cost>();
        for (var round = 0; round < Math.Max(1, Rounds - 2); round++)
        {
            script.Add(await ByHandAsync(five));
        }

        Report("phone source", ours, theirs);
        output.WriteLine(FormattableString.Invariant(
            $"five encodes, one a platform: wall {Median(script, one => one.Wall) / Median(ours, one => one.Wall):0.00} times ours, CPU {Median(script, one => one.Cpu) / Median(ours, one => one.Cpu):0.00}"));
        Assert.True(Median(ours, one => one.Wall) <= 1.10 * Median(theirs, one => one.Wall), "wall: over 1.10 times one encode");
        Assert.True(Median(ours, one => one.Cpu) <= 1.10 * Median(theirs, one => one.Cpu), "CPU: over 1.10 times one encode");
        Assert.True(Median(script, one => one.Wall) >= 3.5 * Median(ours, one => one.Wall), "less than 3.5 times as fast as five encodes");
        Assert.True(Median(ours, one => one.PeakBytes) <= 1.15 * Median(theirs, one => one.PeakBytes), "memory: over 1.15 times");
        Assert.True(ours.Max(one => one.AppGrowthBytes) < 50_000_000, "the app grew by 50 MB or more");
        Assert.True(Median(ours, one => one.AppCpu / one.ToolCpu) < 0.02, "the app took 2 % of ffmpeg's CPU or more");
    }

    /// <summary>The small files that we make too: a preview, an animated thumbnail and a picture of each eighth of the clip.</summary>
    private string PreviewByHand(string source, string size, string animation) =>
        $"-t 6 -i {source} -threads 1 -skip_frame nokey -i {source} -filter_complex {SmallGraph(size, animation)} "
        + $"-map [m] -an -c:v libx264 -profile:v high -threads 1 -preset veryfast -crf 30 -maxrate 1000000 -bufsize 2000000 -g 60 -movflags +faststart {_folder}/p.mp4 "
        + $"-map [an] -an -c:v libwebp_anim -loop 0 -q:v 45 -compression_level 2 {_folder}/p.webp "
        + $"-map 1:v -an -vf select=isnan(prev_selected_t)+gt(floor(t/3.75)\\,floor(prev_selected_t/3.75)),scale={size}:flags=bicubic:out_range=full,format=yuvj420p "
        + $"-fps_mode passthrough -c:v mjpeg -q:v 4 -frames:v 8 {_folder}/p-%d.jpg";

    private static string SmallGraph(string size, string animation) =>
        $"[0:v]fps=fps=30:start_time=0,scale={size}:flags=bicubic:out_range=limited,setsar=1,format=yuv420p,split=2[m][a];"
        + $"[a]fps=5,scale={animation}:flags=fast_bilinear[an]";

    private async Task<(List<Cost> Ours, List<Cost> Theirs)> PairsAsync(string source, string[] byHand, int warmUps)
    {
        List<Cost> ours = [], theirs = [];

        // An app that has just started still compiles itself.
        for (var round = 0; round < warmUps; round++)
        {
            await OursAsync(source, Rounds + round);
        }

        for (var round = 0; round < Rounds; round++)
        {
            theirs.Add(await ByHandAsync(byHand));
            ours.Add(await OursAsync(source, round));
        }

        return (ours, theirs);
    }

    /// <summary>A byte of difference each time: what was made before would serve again.</summary>
    private async Task<Cost> OursAsync(string source, int round)
    {
        var path = Path.Combine(_folder, $"{round}-{Path.GetFileName(source)}");
        File.Copy(source, path);
        await using (var file = new FileStream(path, FileMode.Append))
        {
            await file.WriteAsync(new byte[] { 0, 0, 0, 9, (byte)'f', (byte)'r', (byte)'e', (byte)'e', (byte)round }, Token);
        }

        var ready = await ReadyAsync();
        await CreatorClient.UploadAsync(_client, path, Token);
        var clock = Stopwatch.StartNew();
        var before = CpuOf(_app.ProcessId);
        await File.WriteAllTextAsync($"/proc/{_app.ProcessId}/clear_refs", "5", Token);
        var resident = StatusBytes(_app.ProcessId, "VmRSS:");
        using var stop = new CancellationTokenSource();
        var peak = PeakOfChildrenAsync(_app.ProcessId, stop.Token);
        await Eventually.HoldsAsync(async () => await ReadyAsync() == ready + 1, TimeSpan.FromMinutes(10));
        var wall = clock.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        var after = CpuOf(_app.ProcessId);
        return new Cost(
            wall, after.Self + after.Children - before.Self - before.Children, await peak,
            after.Self - before.Self, after.Children - before.Children, StatusBytes(_app.ProcessId, "VmHWM:") - resident);
    }

    private static async Task<Cost> ByHandAsync(string[] commands)
    {
        var script = string.Join(" && ", commands.Select(command => $"nice -n 10 ffmpeg -nostdin -v error -y {Quoted(command)}"));
        using var stop = new CancellationTokenSource();
        var start = new ProcessStartInfo("bash", ["-c", $"TIMEFORMAT='%R %U %S'; time {{ {script} ; }}"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var peak = PeakOfChildrenAsync(process.Id, stop.Token);
        var said = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        await stop.CancelAsync();
        Assert.True(process.ExitCode == 0, said);
        var figures = said.Trim().Split('\n')[^1].Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return new Cost(figures[0], figures[1] + figures[2], await peak, 0, figures[1] + figures[2], 0);
    }

    private static string Quoted(string command) =>
        string.Join(' ', command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => $"'{part}'"));

    /// <summary>The most that any child that is an ffmpeg held at once.</summary>
    private static async Task<long> PeakOfChildrenAsync(int parentId, CancellationToken stop)
    {
        long most = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                foreach (var thread in Directory.EnumerateDirectories($"/proc/{parentId}/task"))
                {
                    foreach (var child in (await File.ReadAllTextAsync($"{thread}/children", CancellationToken.None)).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    {
                        most = Math.Max(most, StatusBytes(int.Parse(child, CultureInfo.InvariantCulture), "VmHWM:"));
                    }
                }
            }
            catch (IOException)
            {
                // One of them, or the parent, ended while we looked.
            }

            await Task.Delay(50, CancellationToken.None);
        }

        return most;
    }

    private static (double Self, double Children) CpuOf(int processId)
    {
        var text = File.ReadAllText($"/proc/{processId}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(field => long.TryParse(field, out var value) ? value : 0).ToArray();
        return ((fields[11] + fields[12]) / Ticks, (fields[13] + fields[14]) / Ticks);
    }

    private static long StatusBytes(int processId, string name)
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

    private async Task<long> ReadyAsync()
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM videos WHERE processing_status = 'ready'", connection);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private void Report(string name, List<Cost> ours, List<Cost> theirs) => output.WriteLine(FormattableString.Invariant(
        $"{name}: wall {Median(ours, one => one.Wall):0.0} s, {Median(ours, one => one.Wall) / Median(theirs, one => one.Wall):0.00} times by hand; CPU {Median(ours, one => one.Cpu):0.0} s, {Median(ours, one => one.Cpu) / Median(theirs, one => one.Cpu):0.00} times; ffmpeg's peak {Median(ours, one => one.PeakBytes) / 1e6:0} MB, {Median(ours, one => one.PeakBytes) / Median(theirs, one => one.PeakBytes):0.00} times; app {100 * Median(ours, one => one.AppCpu / one.ToolCpu):0.0} % of ffmpeg's CPU, grew by {ours.Max(one => one.AppGrowthBytes) / 1e6:0} MB"));

    private static double Median(List<Cost> costs, Func<Cost, double> figure) => costs.Select(figure).Order().ElementAt(costs.Count / 2);

    /// <param name="Cpu">Seconds of everything; <paramref name="ToolCpu"/> of ffmpeg and ffprobe alone.</param>
    private sealed record Cost(double Wall, double Cpu, double PeakBytes, double AppCpu, double ToolCpu, long AppGrowthBytes);
}
