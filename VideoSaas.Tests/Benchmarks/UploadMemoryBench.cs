using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>A gigabyte costs the server no more memory than a megabyte.</summary>
[Trait("bench", "upload-memory")]
public sealed partial class UploadMemoryBench(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const long MiB = 1L << 20;
    private const long BoundMiB = 32;
    private const int ResetPeak = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

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
        using var client = await SignInAsync();
        var small = await FileOfAsync(MiB);
        var large = await FileOfAsync(1024 * MiB);
        for (var warmUp = 0; warmUp < 5; warmUp++)
        {
            await UploadAsync(client, small);
        }

        var smallPeak = await PeakOfAsync(() => UploadAsync(client, small));
        var largePeak = await PeakOfAsync(() => UploadAsync(client, large));

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

    private static async Task UploadAsync(HttpClient client, string path)
    {
        using var creation = new HttpRequestMessage(HttpMethod.Post, "/uploads");
        creation.Headers.Add("Upload-Length", $"{new FileInfo(path).Length}");
        creation.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String("bench.mp4"u8)}");
        using var created = await client.SendAsync(creation, Token);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        using var body = new StreamContent(File.OpenRead(path), 1 << 20);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        using var append = new HttpRequestMessage(HttpMethod.Patch, created.Headers.Location) { Content = body };
        append.Headers.Add("Upload-Offset", "0");
        using var appended = await client.SendAsync(append, Token);
        Assert.Equal(HttpStatusCode.NoContent, appended.StatusCode);
    }

    /// <summary>A client in which the demo's creator is signed in, by the form that people use.</summary>
    private async Task<HttpClient> SignInAsync()
    {
        await Eventually.HoldsAsync(() => _app.Output.Contains("Ready: ", StringComparison.Ordinal), Limit);
        using var demo = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_app.DataFolder, "demo.json"), Token));
        var creator = demo.RootElement.GetProperty("people").GetProperty("creator");
        var client = new HttpClient { BaseAddress = _app.BaseAddress, Timeout = Limit };
        var page = await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative), Token);
        var formOfPage = page.Split("<form").Single(part => part.Contains("Form.Email", StringComparison.Ordinal));
        var fields = HiddenField().Matches(formOfPage)
            .ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        fields["Form.Email"] = creator.GetProperty("email").GetString()!;
        fields["Form.Password"] = creator.GetProperty("password").GetString()!;
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(new Uri("/account/sign-in", UriKind.Relative), form, Token);
        Assert.DoesNotContain("/account/", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        client.DefaultRequestHeaders.Add("Tus-Resumable", "1.0.0");
        return client;
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""")]
    private static partial Regex HiddenField();
}
