using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Media;

namespace VideoSaas.Tests.Features.Processing;

/// <summary>Broken files of every kind: each ends in ready or in a clear failure, and leaves nothing behind.</summary>
public sealed class FuzzTests(TestDatabase database) : ProcessingTest(database)
{
    private const int Files = 300;
    private const int EveryTenth = 10;

    /// <summary>Changes of a file that are all the same on every machine.</summary>
    private static readonly Func<byte[], Random, byte[]>[] Mutations =
    [
        (bytes, random) => bytes[..random.Next(1, bytes.Length)],
        (bytes, random) => Changed(bytes, random, random.Next(1, 20), 0),
        (bytes, random) => Changed(bytes, random, random.Next(20, 400), 0),
        (bytes, random) => Changed(bytes, random, random.Next(1, 12), bytes.Length * 9 / 10),
        (bytes, random) => Blanked(bytes, random),
        (bytes, random) => Without(bytes, random),
        (bytes, random) => Doubled(bytes, random),
        (bytes, random) => Headless(bytes, random),
    ];

    [Fact]
    public Task Files_Broken_ATenthOfThem_EndCleanly() => RunAsync(seed => seed % EveryTenth == 0);

    [Fact(Explicit = true)]
    [Trait("bench", "fuzz")]
    public Task Files_Broken_AllOfThem_EndCleanly() => RunAsync(_ => true);

    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.Configure<MediaOptions>(options =>
        {
            options.ProbeSeconds = 20;
            options.NoProgressSeconds = 15;
            options.TimeLimitFloorSeconds = 60;
        });
    }

    private async Task RunAsync(Func<int, bool> isTaken)
    {
        string[] sources =
        [
            await SourceAsync("f.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -movflags +faststart"),
            await SourceAsync("f.mov", "-c:v mpeg4 -c:a pcm_s16le"),
            await SourceAsync("f.mkv", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a flac"),
            await SourceAsync("f.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus"),
            await SourceAsync("f.ts", "-c:v mpeg2video -c:a mp2"),
            await SourceAsync("f.avi", "-c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le"),
            await SourceAsync("f.3gp", "-c:v h263 -s 176x144 -c:a aac"),
        ];
        var ends = new Dictionary<string, int>();
        foreach (var seed in Enumerable.Range(0, Files).Where(isTaken))
        {
            var source = sources[seed / EveryTenth % sources.Length];
            var random = new Random(seed);
            var bytes = Mutations[random.Next(Mutations.Length)](await File.ReadAllBytesAsync(source, Token), random);
            var broken = await Clips.WriteAsync($"{seed}{Path.GetExtension(source)}", () => bytes);

            var video = await ReceiveAsync(broken);
            await DrainAsync();

            var end = await ReadAsync(video.Id);
            var code = end.ProcessingErrorDetails?.Code ?? "";
            Assert.True(
                end.ProcessingStatus == VideoStatus.Ready || (end.ProcessingStatus == VideoStatus.Failed && code is not ("" or "unexpected_error")),
                $"seed {seed} of {source}: {end.ProcessingStatus} {code} {end.ProcessingErrorMessage}");
            Assert.All(await JobsAsync(video.Id), job => Assert.Contains(job.Status, (JobStatus[])[JobStatus.Completed, JobStatus.Failed, JobStatus.Cancelled]));
            Assert.Empty(AtWork());
            ends[code] = ends.GetValueOrDefault(code) + 1;
        }

        Assert.Empty(RunningTools.With(DataFolder));
        await using var db = Open();
        var named = db.VideoAssets.Select(asset => asset.StorageKey).AsEnumerable()
            .Concat(db.Videos.Where(video => video.ProcessingStatus == VideoStatus.Failed).Select(video => video.OriginalUrl)).ToHashSet();
        Assert.DoesNotContain(Stored(), key => !named.Contains(key));

        // All ready would be no test of failing, and none ready would be none of going on.
        Assert.True(ends.Count > 2 && ends.ContainsKey(""), string.Join(' ', ends.Select(end => $"{end.Key}:{end.Value}")));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", ends.OrderByDescending(end => end.Value).Select(end => $"{(end.Key.Length == 0 ? "ready" : end.Key)} {end.Value}")));
    }

    private static Task<string> SourceAsync(string name, string codecs) =>
        Clips.MakeAsync(name, Clips.Pattern(176, 144, 15, 1) + Clips.Tone(1) + codecs);

    private static byte[] Changed(byte[] bytes, Random random, int count, int before)
    {
        var changed = (byte[])bytes.Clone();
        for (var i = 0; i < count; i++)
        {
            changed[random.Next(0, before > 0 ? bytes.Length - before : bytes.Length)] = (byte)random.Next(256);
        }

        return changed;
    }

    private static byte[] Blanked(byte[] bytes, Random random)
    {
        var blanked = (byte[])bytes.Clone();
        var at = random.Next(bytes.Length);
        blanked.AsSpan(at, Math.Min(random.Next(1, 4096), bytes.Length - at)).Clear();
        return blanked;
    }

    private static byte[] Without(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        var length = Math.Min(random.Next(1, 4096), bytes.Length - at);
        return [.. bytes[..at], .. bytes[(at + length)..]];
    }

    private static byte[] Doubled(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        var length = Math.Min(random.Next(1, 4096), bytes.Length - at);
        return [.. bytes[..(at + length)], .. bytes[at..]];
    }

    private static byte[] Headless(byte[] bytes, Random random) => bytes[random.Next(1, Math.Min(2048, bytes.Length))..];
}
