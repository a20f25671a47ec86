using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Youtube;

namespace VideoSaas.Tests.Platforms.Youtube;

/// <summary>Every request to the letter, as the real hosts get it.</summary>
public sealed class YoutubeRequestTests : IDisposable
{
    private const string Session = "https://www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&upload_id=ID1";

    private const long Size = 600_000;

    private readonly RecordedHttp _http = new();

    private readonly ServiceProvider _services;

    public YoutubeRequestTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.Zero)));
        services.Configure<YoutubeOptions>(options =>
        {
            options.ClientId = "client-1";
            options.ClientSecret = "secret-1";
            options.AccountsBase = new Uri("https://accounts.google.com/");
            options.OauthBase = new Uri("https://oauth2.googleapis.com/");
            options.ApiBase = new Uri("https://www.googleapis.com/");
            options.AnalyticsBase = new Uri("https://youtubeanalytics.googleapis.com/");
        });
        services.AddSingleton<IBlobStore>(new ZeroBlobs(Size));
        services.AddSingleton<SandboxServer>(_ => new SandboxServer(null!, Options.Create(new SandboxOptions())));
        services.AddSingleton<YoutubeAddresses>();
        services.AddSingleton<YoutubeErrors>();
        services.AddSingleton<YoutubeRules>();
        services.AddSingleton<YoutubeConnect>();
        services.AddSingleton<YoutubeUpload>();
        services.AddSingleton<YoutubeVideos>();
        services.AddSingleton<YoutubeMetrics>();
        services.AddSingleton<YoutubePlatform>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<YoutubeClient>(provider, _http.Client));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<YoutubeUploadClient>(provider, _http.Client));
        _services = services.BuildServiceProvider();
    }

    private YoutubePlatform Platform => _services.GetRequiredService<YoutubePlatform>();

    private static AccountCredentials Account => new(
        "UCchannel", "ACCESS", "REFRESH", new YoutubeChannelDetails("UUchannel", HasAnalytics: true).ToJson());

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Consent_AsksForEverythingItNeeds() => Golden.Matches(
        "Youtube/authorize.txt",
        Platform.AuthorizeAddress(new AuthorizeRequest(
            "STATE", new Uri("https://app.example/connect/youtube/callback"), "VERIFIER", new Uri("https://app.example/"))).AbsoluteUri
            .Replace("&", "\n&", StringComparison.Ordinal));

    [Fact]
    public async Task Connect_TradesTheCodeAndReadsTheChannel()
    {
        _http.Answers(HttpStatusCode.OK, JsonSerializer.Serialize(new
        {
            access_token = "A1",
            refresh_token = "R1",
            expires_in = 3599,
            token_type = "Bearer",
            scope = string.Join(' ', YoutubeOptions.NeededScopes),
        }));
        _http.Answers(HttpStatusCode.OK, """
            {"items":[{"id":"UC1","snippet":{"title":"Nok","customUrl":"@nok"},"contentDetails":{"relatedPlaylists":{"uploads":"UU1"}}}]}
            """);

        var answer = await Platform.ConnectAsync(
            new ConsentReturn("CODE", new Uri("https://app.example/connect/youtube/callback"), "VERIFIER"), default);

        var account = Assert.Single(Assert.IsType<ConnectAnswer.Connected>(answer).Accounts);
        Assert.Equal(("UC1", "nok", "Nok", "A1", "R1"), (account.ExternalId, account.Username, account.DisplayName, account.AccessToken, account.RefreshToken));
        Assert.Equal(new YoutubeChannelDetails("UU1", HasAnalytics: false), YoutubeChannelDetails.Parse(account.Details));
        Matches("connect.txt");
    }

    [Fact]
    public async Task Refresh_KeepsTheOldRefreshToken_AndRevokeEndsIt()
    {
        _http.Answers(HttpStatusCode.OK, """{"access_token":"A2","expires_in":3599,"scope":"x","token_type":"Bearer"}""");
        _http.Answers(HttpStatusCode.OK, "{}");

        var fresh = Assert.IsType<RefreshAnswer.Refreshed>(await Platform.RefreshAsync(Account, default));
        await Platform.RevokeAsync(Account, default);

        Assert.Equal(("A2", "REFRESH"), (fresh.AccessToken, fresh.RefreshToken));
        Matches("refresh.txt");
    }

    [Fact]
    public async Task Upload_OpensAsksSendsAndEnds()
    {
        _http.Answers(HttpStatusCode.OK, "", ("Location", Session), ("X-GUploader-UploadID", "ID1"));
        _http.Answers(HttpStatusCode.PermanentRedirect);
        _http.Answers(HttpStatusCode.PermanentRedirect, "", ("Range", "bytes=0-262143"));
        _http.Answers(HttpStatusCode.PermanentRedirect, "", ("Range", "bytes=0-524287"));
        _http.Answers(HttpStatusCode.PermanentRedirect, "", ("Range", "bytes=0-524287"));
        _http.Answers(HttpStatusCode.Created, """{"id":"VIDEO","status":{"uploadStatus":"uploaded","privacyStatus":"private"}}""");
        var work = Work();

        var opened = Assert.IsType<PrepareAnswer.Advanced>(await Platform.PrepareAsync(work, null, default));
        Assert.Single(_http.Requests);
        Assert.DoesNotContain("ID1", opened.Answer!.ToJson(), StringComparison.Ordinal);
        var almost = Assert.IsType<PrepareAnswer.Advanced>(await Platform.PrepareAsync(work, opened.Handles, default));
        Assert.NotNull(YoutubeHandles.Parse(almost.Handles).LastPartAt);
        var done = Assert.IsType<PrepareAnswer.Prepared>(await Platform.PrepareAsync(work, almost.Handles, default));

        var handles = YoutubeHandles.Parse(done.Handles);
        Assert.Equal(("VIDEO", null), (handles.VideoId, handles.SessionAddress));
        Matches("upload.txt", handles.Slug);
    }

    [Fact]
    public async Task Check_Commit_AndReadBack_NameTheirParts()
    {
        var handles = new YoutubeHandles("slug.mp4", null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "VIDEO", DateTimeOffset.UnixEpoch).ToJson();
        _http.Answers(HttpStatusCode.OK, """{"items":[{"id":"VIDEO","status":{"uploadStatus":"processed","privacyStatus":"private"}}]}""");
        _http.Answers(HttpStatusCode.OK, """
            {"items":[{"id":"VIDEO","status":{"uploadStatus":"processed","privacyStatus":"private","license":"creativeCommon","embeddable":false,
            "publicStatsViewable":true,"madeForKids":true,"selfDeclaredMadeForKids":true,"containsSyntheticMedia":true,"publishAt":"2026-12-01T00:00:00Z"}}]}
            """);
        _http.Answers(HttpStatusCode.OK, """{"id":"VIDEO","status":{"privacyStatus":"unlisted"}}""");
        _http.Answers(HttpStatusCode.OK, """{"items":[{"id":"VIDEO","status":{"privacyStatus":"unlisted"}}]}""");
        var work = Work();

        Assert.IsType<CheckAnswer.ReadyToCommit>(await Platform.CheckAsync(work, handles, default));
        Assert.Equal("VIDEO", Assert.IsType<CommitAnswer.Committed>(await Platform.CommitAsync(work, handles, default)).RemoteId);
        var found = Assert.IsType<ReadBackAnswer.Found>(
            await Platform.ReadBackAsync(work, handles, new CommitTrace(DateTimeOffset.UnixEpoch, []), default));

        Assert.Equal("https://www.youtube.com/shorts/VIDEO", found.Address);
        Matches("commit.txt");
    }

    [Fact]
    public async Task Cover_GoesAsOneBody_AndARefusalIsNamed()
    {
        var handles = new YoutubeHandles("slug.mp4", null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "VIDEO", DateTimeOffset.UnixEpoch).ToJson();
        _http.Answers(HttpStatusCode.OK, """{"kind":"youtube#thumbnailSetResponse","items":[{}]}""");
        _http.Answers(HttpStatusCode.Forbidden, """{"error":{"code":403,"message":"no","errors":[{"domain":"youtube.thumbnail","reason":"forbidden"}]}}""");
        _http.Answers(HttpStatusCode.TooManyRequests, """{"error":{"code":429,"message":"no","errors":[{"reason":"uploadRateLimitExceeded"}]}}""");
        var work = Work() with { Cover = new CoverPicture("cover", Size, "image/jpeg") };

        Assert.Null((await Platform.SetCoverAsync(work, handles, default)).Error);
        Matches("cover.txt");
        Assert.Equal("cover_not_verified", (await Platform.SetCoverAsync(work, handles, default)).Error?.Code);
        Assert.Equal("cover_limit", (await Platform.SetCoverAsync(work, handles, default)).Error?.Code);
    }

    [Fact]
    public async Task Metrics_AreReadFromCountersAndReport()
    {
        _http.Answers(HttpStatusCode.OK, """
            {"items":[{"id":"V1","statistics":{"viewCount":"123","favoriteCount":"0","commentCount":"4"}}]}
            """);
        _http.Answers(HttpStatusCode.OK, """
            {"kind":"youtubeAnalytics#resultTable","columnHeaders":[{"name":"video"},{"name":"views"},{"name":"shares"},{"name":"averageViewPercentage"}],
            "rows":[["V1",100,7,61.5]]}
            """);
        var (first, gone) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var since = new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

        var answer = await _services.GetRequiredService<YoutubeMetrics>().ReadAsync(
            Account, [new PostToMeasure(first, "V1", since), new PostToMeasure(gone, "V2", since)], default);

        var numbers = Assert.Single(Assert.IsType<MetricsAnswer.Read>(answer).Posts);
        Assert.Equal((first, 123L, null, 4L, 7L, null), (numbers.PostId, numbers.Views, numbers.Likes, numbers.Comments, numbers.Shares, numbers.Saves));
        Assert.Equal((61.5, 123), (numbers.Metrics["averageViewPercentage"], numbers.Metrics["viewCount"]));
        Matches("metrics.txt");
    }

    [Fact]
    public async Task File_OfAGigabyte_GoesThroughOneBuffer()
    {
        const long Gigabyte = 1L << 30;
        var sink = new Sink();
        var upload = new YoutubeUpload(
            ActivatorUtilities.CreateInstance<YoutubeUploadClient>(_services, new HttpClient(sink), new ZeroBlobs(Gigabyte)),
            _services.GetRequiredService<YoutubeVideos>(), _services.GetRequiredService<IOptions<YoutubeOptions>>(), TimeProvider.System);
        var work = Work() with { SizeBytes = Gigabyte };
        var handles = new YoutubeHandles("slug.mp4", Session, DateTimeOffset.UnixEpoch);

        var almost = Assert.IsType<PrepareAnswer.Advanced>(await upload.SendAsync(work, handles, default));
        var done = Assert.IsType<PrepareAnswer.Prepared>(await upload.SendAsync(work, YoutubeHandles.Parse(almost.Handles), default));

        Assert.Equal(("VIDEO", Gigabyte), (YoutubeHandles.Parse(done.Handles).VideoId, sink.Stored));
        Assert.InRange(sink.LargestPiece, 1, 128 * 1024);
    }

    private static PublishWork Work() => new(Guid.CreateVersion7(), Account, "ข้าวซอย\n#เชียงใหม่", "key", Size, _ => { })
    {
        Title = "Khao soi",
        Settings = new PostSettings
        {
            PrivacyLevel = "unlisted",
            IsMadeForKids = true,
            IsMadeByAi = true,
            CategoryId = "26",
            Tags = ["khao soi", "thai"],
            NotifiesSubscribers = false,
        },
        Width = 1080,
        Height = 1920,
        Duration = TimeSpan.FromSeconds(30),
    };

    private void Matches(string name, string? slug = null)
    {
        var text = string.Join("\n\n----\n\n", _http.Requests);
        Golden.Matches($"Youtube/{name}", slug is null ? text : text.Replace(slug, "SLUG", StringComparison.Ordinal));
    }
}

/// <summary>A session that takes everything and keeps nothing.</summary>
internal sealed class Sink : HttpMessageHandler
{
    public long Stored { get; private set; }

    /// <summary>The most bytes that came at once: what is held in memory on the way.</summary>
    public int LargestPiece { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var range = request.Content!.Headers.ContentRange!;
        if (range.HasRange)
        {
            await request.Content.CopyToAsync(new Pieces(this), cancellationToken);
            Stored = range.To!.Value + 1;
        }

        if (Stored == range.Length)
        {
            return new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent("""{"id":"VIDEO"}""") };
        }

        var answer = new HttpResponseMessage(HttpStatusCode.PermanentRedirect);
        if (Stored > 0)
        {
            answer.Headers.TryAddWithoutValidation("Range", $"bytes=0-{Stored - 1}");
        }

        return answer;
    }

    private sealed class Pieces(Sink sink) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            sink.LargestPiece = Math.Max(sink.LargestPiece, buffer.Length);
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>One file of zeros under every key, as long as it is said to be; nothing of it is in memory.</summary>
internal sealed class ZeroBlobs(long length) : IBlobStore
{
    public Task<Stream> OpenReadAsync(string key, CancellationToken token) => Task.FromResult<Stream>(new Zeros(length));

    public Task<long?> LengthAsync(string key, CancellationToken token) => Task.FromResult<long?>(length);

    public Task CreateAsync(string key, CancellationToken token) => throw new NotSupportedException();

    public Task<Stream> OpenAppendAsync(string key, long offset, CancellationToken token) => throw new NotSupportedException();

    public Task FlushAsync(Stream appended, CancellationToken token) => throw new NotSupportedException();

    public Task<LocalFile> BorrowAsync(string key, CancellationToken token) => throw new NotSupportedException();

    public WorkFolder NewWorkFolder() => throw new NotSupportedException();

    public Task StoreAsync(string localPath, string key, CancellationToken token) => throw new NotSupportedException();

    public Task DeleteAsync(string key, CancellationToken token) => throw new NotSupportedException();

    private sealed class Zeros(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, read);
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin == SeekOrigin.Begin
            ? offset
            : origin == SeekOrigin.Current ? Position + offset : length + offset;

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
