using System.Buffers.Binary;
using System.Globalization;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>A gigabyte costs the server no more memory than a megabyte.</summary>
[Trait("bench", "upload-memory")]
public sealed class UploadMemoryBench(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const long MiB = 1L << 20;
    private const long BoundMiB = 32;
    private const int ResetPeak = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("videosaas-bench-").FullName;
    private string _connectionString = "";
    private AppProcess _app = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        var settings = new Dictionary<string, string>
        {
            ["Demo:Enabled"] = "true",
            // What happens to a file afterwards is not what is measured here.
            ["Jobs:Workers:Light"] = "0",
            ["Jobs:Workers:Transcode"] = "0",
        };
        _app = await AppProcess.StartAsync(_connectionString, Path.Combine(_folder, "data"), settings, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await postgres.DropDatabaseAsync(_connectionString);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task Upload_OfAGibibyte_CostsNoMoreMemoryThanOfAMebibyte()
    {
        using var client = await CreatorClient.SignInAsync(_app, Token);
        var small = await FileOfAsync(MiB);
        var large = await FileOfAsync(1024 * MiB);
        for (var warmUp = 0; warmUp < 5; warmUp++)
        {
            await CreatorClient.UploadAsync(client, small, Token);
        }

        var smallPeak = await PeakOfAsync(() => CreatorClient.UploadAsync(client, small, Token));
        var largePeak = await PeakOfAsync(() => CreatorClient.UploadAsync(client, large, Token));

        output.WriteLine($"peak memory: 1 MiB {smallPeak / MiB} MiB, 1 GiB {largePeak / MiB} MiB, more {(largePeak - smallPeak) / MiB} MiB (bound {BoundMiB})");
        Assert.InRange((largePeak - smallPeak) / MiB, long.MinValue, BoundMiB);
    }

    private async Task<long> PeakOfAsync(Func<Task> work)
    {
        await File.WriteAllTextAsync($"/proc/{_app.ProcessId}/clear_refs", $"{ResetPeak}", Token);
        await work();
        var line = File.ReadLines($"/proc/{_app.ProcessId}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>A clip, made longer by a box that players skip; sparse, so it costs no disk.</summary>
    private async Task<string> FileOfAsync(long bytes)
    {
        var path = Path.Combine(_folder, $"{bytes}.mp4");
        File.Copy(await Clips.SmallAsync(), path);
        await using var file = new FileStream(path, FileMode.Append);
        var header = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(header, checked((uint)(bytes - file.Length)));
        "free"u8.CopyTo(header.AsSpan(4));
        await file.WriteAsync(header, Token);
        file.SetLength(bytes);
        return path;
    }
}
