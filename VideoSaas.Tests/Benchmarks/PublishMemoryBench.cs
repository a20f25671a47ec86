using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>A gigabyte is published with no more memory than a megabyte, the twin that takes it included.</summary>
[Trait("bench", "publish-memory")]
public sealed class PublishMemoryBench(PublishingFixture fixture, ITestOutputHelper output) : IClassFixture<PublishingFixture>, IDisposable
{
    private const long MiB = 1L << 20;
    private const long BoundMiB = 100;
    private const int ResetPeak = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("videosaas-bench-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory(Explicit = true)]
    [InlineData(Platform.Facebook)]
    [InlineData(Platform.Youtube)]
    public async Task Post_OfAGibibyte_CostsLittleMoreMemoryThanOfAMebibyte(Platform platform)
    {
        for (var warmUp = 0; warmUp < 3; warmUp++)
        {
            await PeakOfPostAsync(platform, MiB);
        }

        var smallPeak = await PeakOfPostAsync(platform, MiB);
        var watch = Stopwatch.StartNew();
        var largePeak = await PeakOfPostAsync(platform, 1024 * MiB);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{platform}: peak memory 1 MiB {smallPeak / MiB} MiB, 1 GiB {largePeak / MiB} MiB, more {(largePeak - smallPeak) / MiB} MiB (bound {BoundMiB}); 1 GiB in {watch.Elapsed.TotalSeconds:F1} s"));
        Assert.InRange((largePeak - smallPeak) / MiB, long.MinValue, BoundMiB);
    }

    private async Task<long> PeakOfPostAsync(Platform platform, long bytes)
    {
        var token = TestContext.Current.CancellationToken;
        var bench = await PublishingBench.NewAsync(fixture.App, platform, await FileOfAsync(bytes), (960, 540));
        var postId = await bench.SubmitAsync();
        await File.WriteAllTextAsync("/proc/self/clear_refs", $"{ResetPeak}", token);
        while ((await bench.PostAsync(postId)).UploadStatus is not (PostStatus.Published or PostStatus.Failed))
        {
            await PublishingWorker.RunNextAsync(fixture.App);
        }

        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        Assert.Null((await bench.PostAsync(postId)).ErrorCode);
        Assert.Single(await bench.PublicationsAsync());
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>A clip, made longer by a box that players skip; sparse, so it costs no disk.</summary>
    private async Task<string> FileOfAsync(long bytes)
    {
        var token = TestContext.Current.CancellationToken;
        var path = Path.Combine(_folder, $"{bytes}.mp4");
        if (File.Exists(path))
        {
            return path;
        }

        File.Copy(
            await Clips.MakeAsync("wide.mp4", Clips.Pattern(960, 540, 30, 4) + Clips.Tone(4) + Clips.Mp4 + "-b:v 500k -movflags +faststart"), path);
        await using var file = new FileStream(path, FileMode.Append);
        var header = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(header, checked((uint)(bytes - file.Length)));
        "free"u8.CopyTo(header.AsSpan(4));
        await file.WriteAsync(header, token);
        file.SetLength(bytes);
        return path;
    }
}
