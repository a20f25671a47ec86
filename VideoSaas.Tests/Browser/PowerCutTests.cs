using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Npgsql;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Browser;

/// <summary>The app is ended by kill -9 in the middle of its work and started again on what it left behind.</summary>
public sealed class PowerCutTests(PostgresFixture postgres, BrowserFixture browser) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly string _dataFolder = Directory.CreateTempSubdirectory("videosaas-power-cut-").FullName;
    private string _connectionString = "";
    private NpgsqlDataSource _database = default!;
    private AppProcess _app = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connectionString);
        _app = await AppProcess.StartAsync(_connectionString, _dataFolder, TestSettings.ShortWaits, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        await postgres.DropDatabaseAsync(_connectionString);
        Directory.Delete(_dataFolder, recursive: true);
    }

    [Fact]
    public async Task Encoding_PowerCut_BecomesReadyByItselfOnTheSecondAttemptWithNothingTwice()
    {
        var clip = await Clips.MakeAsync("long-to-encode.mp4", Clips.Pattern(1920, 1080, 30, 6) + Clips.Tone(6) + Clips.Old);
        await using var visit = await browser.VisitAsync(_app.BaseAddress);
        var journey = new Journey(_app, visit);
        await journey.BecomeCreatorAsync("cut@example.org");
        await journey.DropAsync(clip);
        await Eventually.HoldsAsync(
            async () => await NumberAsync(
                "SELECT count(*) FROM processing_jobs WHERE job_type = 'compress_video' AND status = 'running' AND progress_percent BETWEEN 1 AND 80") == 1,
            Limit);

        await _app.KillAsync();
        await Eventually.HoldsAsync(() => !EncoderRuns(), TimeSpan.FromSeconds(5));
        await _app.StartAsync(Token);
        await Eventually.HoldsAsync(async () => await NumberAsync("SELECT count(*) FROM videos WHERE processing_status = 'ready'") == 1, Limit);

        Assert.Equal(2, await NumberAsync("SELECT attempts FROM processing_jobs WHERE job_type = 'compress_video'"));
        Assert.Equal(2, await NumberAsync(
            "SELECT count(*) FROM processing_job_attempts a JOIN processing_jobs j ON j.id = a.job_id WHERE j.job_type = 'compress_video'"));
        Assert.Equal(1, await NumberAsync("SELECT count(*) FROM videos"));
        Assert.Equal(3, await NumberAsync("SELECT count(*) FROM processing_jobs"));
        Assert.Equal(0, await NumberAsync("SELECT count(*) FROM (SELECT 1 FROM video_assets GROUP BY kind, at_ms, platforms HAVING count(*) > 1) AS twice"));
        Assert.Equal(await NumberAsync("SELECT count(DISTINCT storage_key) FROM video_assets"), StoredFiles().Count());
        Assert.Equal(1, await NumberAsync("SELECT max(current_usage) FROM users"));
        Assert.False(EncoderRuns());

        await visit.OpenAsync("/");
        await journey.OpenVideoAsync("long-to-encode");
        await Journey.PlayAsync(visit.Page, "main .vs-player video");
    }

    [Fact]
    public async Task Upload_PowerCut_GoesOnWhereItWasAndTheBytesAreTheSources()
    {
        var clip = await Clips.MakeAsync("heavy.mp4", Clips.Pattern(1280, 720, 30, 6) + "-c:v libx264 -preset ultrafast -qp 0 -pix_fmt yuv420p");
        var bytes = await File.ReadAllBytesAsync(clip, Token);
        var sent = bytes.Length * 2 / 3;
        await using var visit = await browser.VisitAsync(_app.BaseAddress);
        await new Journey(_app, visit).BecomeCreatorAsync("resume@example.org");
        using var client = await ClientOfAsync(visit);
        using var creation = new HttpRequestMessage(HttpMethod.Post, "/uploads");
        creation.Headers.Add("Upload-Length", $"{bytes.Length}");
        using var created = await client.SendAsync(creation, Token);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var address = created.Headers.Location!.ToString();

        using var cut = new CutContent(bytes, sent);
        using var firstPart = Patch(address, 0, cut);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = client.SendAsync(firstPart, patience.Token);
        await Eventually.HoldsAsync(async () => await NumberAsync("SELECT offset_bytes FROM uploads") >= sent / 2, Limit);
        await _app.KillAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => first);
        await _app.StartAsync(Token);

        using var question = new HttpRequestMessage(HttpMethod.Head, address);
        using var answer = await client.SendAsync(question, Token);
        var offset = int.Parse(answer.Headers.GetValues("Upload-Offset").Single(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(offset, sent / 2, sent);
        using var lastPart = Patch(address, offset, new ByteArrayContent(bytes, offset, bytes.Length - offset));
        using var finished = await client.SendAsync(lastPart, Token);
        Assert.Equal(HttpStatusCode.NoContent, finished.StatusCode);

        await Eventually.HoldsAsync(async () => await NumberAsync("SELECT count(*) FROM videos WHERE processing_status = 'ready'") == 1, Limit);
        await using var hashOfRow = _database.CreateCommand("SELECT source_sha256 FROM video_metadata");
        var expected = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal(expected, await hashOfRow.ExecuteScalarAsync(Token));
        var source = Assert.Single(StoredFiles(), path => path.Contains("/sources/", StringComparison.Ordinal));
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(source, Token))));
    }

    /// <summary>A browser's cookies in a plain client.</summary>
    private async Task<HttpClient> ClientOfAsync(Visit visit)
    {
        var cookies = await visit.Context.CookiesAsync();
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _app.BaseAddress, Timeout = Limit };
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        client.DefaultRequestHeaders.Add("Tus-Resumable", "1.0.0");
        return client;
    }

    private static HttpRequestMessage Patch(string address, long offset, HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        var request = new HttpRequestMessage(HttpMethod.Patch, address) { Content = content };
        request.Headers.Add("Upload-Offset", $"{offset}");
        return request;
    }

    private async Task<long> NumberAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Token) ?? 0, System.Globalization.CultureInfo.InvariantCulture);
    }

    private IEnumerable<string> StoredFiles() => Directory.EnumerateFiles(Path.Combine(_dataFolder, "media"), "*", SearchOption.AllDirectories);

    /// <summary>An ffmpeg that works in this app's folder; ffmpegs of other tests are none of our business.</summary>
    private bool EncoderRuns() => RunningTools.With(_dataFolder).Count > 0;

    /// <summary>A body that promises everything, sends a part and then nothing more, as a broken line does.</summary>
    private sealed class CutContent(byte[] bytes, int stopAfter) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(bytes.AsMemory(0, stopAfter), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
