using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Twitter;

namespace VideoSaas.Tests.Platforms.Twitter;

/// <summary>What X is asked, to the letter, and what is made of its answers.</summary>
public sealed class TwitterRequestTests : IDisposable
{
    private const string Succeeded = """{"data":{"id":"18800","media_key":"7_18800","processing_info":{"state":"succeeded","progress_percent":100}}}""";

    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 30, 0, TimeSpan.Zero);

    private readonly RecordedHttp _http = new();

    private readonly FakeTimeProvider _time = new(Now);

    private readonly TwitterOptions _options = new() { ClientId = "client", ClientSecret = "secret", ChunkBytes = 1024, ChunksPerStep = 2 };

    private readonly AccountCredentials _account = new("1414", "ACCESS", "REFRESH", null);

    private static readonly AuthorizeRequest Asked = new(
        "the-state", new Uri("https://app.example/connect/twitter/callback"), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", new Uri("https://app.example/"));

    public void Dispose() => _http.Dispose();

    [Fact]
    public void Consent_IsAskedWithAChallenge() => Golden.Matches("Twitter/authorize.txt", Platform().AuthorizeAddress(Asked).AbsoluteUri);

    [Fact]
    public async Task Connect_TradesTheCodeAndAsksWhoItIs()
    {
        _http.Answers(HttpStatusCode.OK, """{"token_type":"bearer","expires_in":7200,"access_token":"A","scope":"tweet.read tweet.write users.read media.write offline.access","refresh_token":"R"}""")
            .Answers(HttpStatusCode.OK, """{"data":{"id":"1414","username":"nok","name":"Nok","subscription_type":"Premium"}}""");

        var answer = await Platform().ConnectAsync(new ConsentReturn("CODE", Asked.ReturnAddress, Asked.Verifier), default);

        Golden.Matches("Twitter/connect.txt", All());
        var account = Assert.Single(Assert.IsType<ConnectAnswer.Connected>(answer).Accounts);
        Assert.Equal(("1414", "nok", "A", "R", Now.AddHours(2)), (account.ExternalId, account.Username, account.AccessToken, account.RefreshToken, account.ExpiresAt));
        Assert.Contains("\"subscription\":\"Premium\"", account.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithoutARight_StoresNothing()
    {
        _http.Answers(HttpStatusCode.OK, """{"access_token":"A","scope":"tweet.read tweet.write users.read"}""");

        var answer = await Platform().ConnectAsync(new ConsentReturn("CODE", Asked.ReturnAddress, Asked.Verifier), default);

        Assert.Equal(["media.write", "offline.access"], Assert.IsType<ConnectAnswer.ScopesMissing>(answer).Scopes);
    }

    [Fact]
    public async Task Refresh_BringsANewPair()
    {
        _http.Answers(HttpStatusCode.OK, """{"token_type":"bearer","expires_in":7200,"access_token":"A2","refresh_token":"R2","scope":"x"}""");

        var answer = await Platform().RefreshAsync(_account, default);

        Golden.Matches("Twitter/refresh.txt", All());
        Assert.Equal(new RefreshAnswer.Refreshed("A2", "R2", Now.AddHours(2)), answer);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_request","error_description":"Value passed for the token was invalid."}""", PlatformErrorClass.Reauth)]
    [InlineData(400, """{"error":"invalid_grant"}""", PlatformErrorClass.Reauth)]
    [InlineData(401, """{"error":"unauthorized_client"}""", PlatformErrorClass.Quota)]
    [InlineData(503, "", PlatformErrorClass.Retry)]
    [InlineData(200, "{}", PlatformErrorClass.Retry)]
    public async Task Refresh_ThatIsRefused_EndsTheConnectionOnlyForTheTokensOwnFault(int status, string body, PlatformErrorClass kind)
    {
        _http.Answers((HttpStatusCode)status, body);

        Assert.Equal(kind, Assert.IsType<RefreshAnswer.Refused>(await Platform().RefreshAsync(_account, default)).Error.Class);
    }

    [Fact]
    public async Task Client_WithoutASecret_NamesItselfInTheBody()
    {
        _options.ClientSecret = null;
        _http.Answers(HttpStatusCode.OK, "{}");

        await Platform().RefreshAsync(_account, default);

        Assert.EndsWith("\n\ngrant_type=refresh_token&refresh_token=REFRESH&client_id=client", _http.Requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", _http.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_EndsBothTokens()
    {
        _http.Answers(HttpStatusCode.OK, """{"revoked":true}""").Answers(HttpStatusCode.OK, """{"revoked":true}""");

        await Platform().RevokeAsync(_account, default);

        Golden.Matches("Twitter/revoke.txt", All());
    }

    [Fact]
    public async Task Post_IsPreparedAndCommittedInItsSteps()
    {
        _http.Answers(HttpStatusCode.OK, """{"data":{"id":"18800","media_key":"7_18800","expires_after_secs":1295999}}""")
            .Answers(HttpStatusCode.OK, """{"data":{"expires_at":1736000000}}""")
            .Answers(HttpStatusCode.NoContent)
            .Answers(HttpStatusCode.NoContent)
            .Answers(HttpStatusCode.OK, """{"data":{"id":"18800","media_key":"7_18800","size":2100,"expires_after_secs":86400,"processing_info":{"state":"pending","check_after_secs":1}}}""")
            .Answers(HttpStatusCode.OK, """{"data":{"id":"18800","processing_info":{"state":"in_progress","check_after_secs":3,"progress_percent":8}}}""")
            .Answers(HttpStatusCode.OK, Succeeded)
            .Answers(HttpStatusCode.Created, """{"data":{"id":"1999","text":"ข้าวซอย https://t.co/x","edit_history_tweet_ids":["1999"]}}""")
            .Answers(HttpStatusCode.OK, """{"data":{"id":"1999","text":"…"}}""");
        var platform = Platform();
        var sent = new List<long>();
        var work = Work("ข้าวซอย & more", 2100, sent.Add);

        var begun = Assert.IsType<PrepareAnswer.Advanced>(await platform.PrepareAsync(work, null, default));
        Assert.Equal(PublishPhase.Uploading, begun.Next);
        var two = Assert.IsType<PrepareAnswer.Advanced>(await platform.PrepareAsync(work, begun.Handles, default));
        var three = Assert.IsType<PrepareAnswer.Advanced>(await platform.PrepareAsync(work, two.Handles, default));
        var whole = Assert.IsType<PrepareAnswer.Prepared>(await platform.PrepareAsync(work, three.Handles, default));
        Assert.Equal(("chunks_sent", "bytes_sent", 2100), (two.Step, three.Step, sent[^1]));
        Assert.Equal(Now.AddDays(1), TwitterHandles.Parse(whole.Handles).ExpiresAt);
        Assert.Equal(TimeSpan.FromSeconds(3), Assert.IsType<CheckAnswer.Working>(await platform.CheckAsync(work, whole.Handles, default)).Wait);
        Assert.IsType<CheckAnswer.ReadyToCommit>(await platform.CheckAsync(work, whole.Handles, default));
        var out_ = Assert.IsType<CommitAnswer.Committed>(await platform.CommitAsync(work, whole.Handles, default));
        var found = Assert.IsType<ReadBackAnswer.Found>(await platform.ReadBackAsync(work, out_.Handles, Trace(), default));

        Golden.Matches("Twitter/post.txt", All());
        Assert.Equal(("1999", "1999", "https://x.com/i/web/status/1999"), (out_.RemoteId, found.RemoteId, found.Address));
    }

    [Fact]
    public async Task Video_LongerThanUsual_GoesUnderItsOwnCategory_WithWhatWasDisclosed()
    {
        _http.Answers(HttpStatusCode.OK, """{"data":{"id":"1"}}""").Answers(HttpStatusCode.Created, """{"data":{"id":"2"}}""");
        var work = Work("", 2100) with
        {
            Duration = TimeSpan.FromSeconds(141),
            Settings = new PostSettings { IsMadeByAi = true, IsPaidPartnership = true },
        };

        var begun = Assert.IsType<PrepareAnswer.Advanced>(await Platform().PrepareAsync(work, null, default));
        await Platform().CommitAsync(work, begun.Handles, default);

        Assert.Equal("13_1", TwitterHandles.Parse(begun.Handles).MediaKey);
        Assert.EndsWith("""{"media_type":"video/mp4","total_bytes":2100,"media_category":"amplify_video"}""", _http.Requests[0], StringComparison.Ordinal);
        Assert.EndsWith("""{"media":{"media_ids":["1"]},"made_with_ai":true,"paid_partnership":true}""", _http.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Segments_AreNeverMoreThanAThousand()
    {
        _http.Answers(HttpStatusCode.OK, """{"data":{"id":"1"}}""");

        var begun = Assert.IsType<PrepareAnswer.Advanced>(await Platform().PrepareAsync(Work("", 3_000_001), null, default));

        var handles = TwitterHandles.Parse(begun.Handles);
        Assert.Equal((3001, 1000), (handles.ChunkBytes, handles.Chunks));
    }

    [Fact]
    public async Task Segment_ThatBreaks_LosesNoneBeforeIt()
    {
        _http.Answers(HttpStatusCode.NoContent).Answers(HttpStatusCode.ServiceUnavailable).Answers(HttpStatusCode.ServiceUnavailable);

        var kept = Assert.IsType<PrepareAnswer.Advanced>(await Platform().PrepareAsync(Work("", 2100), Handles(chunks: 0), default));
        var refused = Assert.IsType<PrepareAnswer.Refused>(await Platform().PrepareAsync(Work("", 2100), kept.Handles, default));

        Assert.Equal(1, TwitterHandles.Parse(kept.Handles).ChunksStored);
        Assert.Equal(PlatformErrorClass.Retry, refused.Error.Class);
        Assert.Contains("\n\n1\r\n", _http.Requests[2].Replace("\r\n\r\n", "\n\n", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"title":"Invalid Request","detail":"Segments do not add up to provided total file size."}""", false)]
    [InlineData("""{"title":"Invalid Request","detail":"Already finalized."}""", true)]
    public async Task Finalize_ThatIsRefused_AsksTheUploadItself(string refusal, bool asks)
    {
        _http.Answers(HttpStatusCode.BadRequest, refusal).Answers(HttpStatusCode.OK, Succeeded);

        var answer = await Platform().PrepareAsync(Work("", 2100), Handles(chunks: 3), default);

        Assert.Equal(asks ? 2 : 1, _http.Requests.Count);
        Assert.Equal(asks ? null : PlatformErrorClass.RetryAnew, (answer as PrepareAnswer.Refused)?.Error.Class);
    }

    [Theory]
    [InlineData("""{"state":"failed","error":{"code":1,"name":"InvalidMedia","message":"file is currently unsupported"}}""", PlatformErrorClass.Permanent, "media_refused")]
    [InlineData("""{"state":"failed","error":{"code":3,"name":"UnsupportedMedia","message":"Video duration too long, maximum:2.minutes+20.seconds"}}""", PlatformErrorClass.Permanent, "video_beyond_account")]
    [InlineData("""{"state":"in_progress","progress_percent":99,"error":{"code":1,"name":"InvalidMedia"}}""", PlatformErrorClass.Permanent, "media_refused")]
    [InlineData("""{"state":"failed","error":{"code":0,"name":"InternalError"}}""", PlatformErrorClass.RetryAnew, "media_not_processed")]
    [InlineData("""{"state":"failed"}""", PlatformErrorClass.RetryAnew, "media_not_processed")]
    public async Task Processing_ThatFails_IsKnownByItsError(string info, PlatformErrorClass kind, string code)
    {
        _http.Answers(HttpStatusCode.OK, $$$"""{"data":{"id":"18800","processing_info":{{{info}}}}}""");

        var refused = Assert.IsType<CheckAnswer.Refused>(await Platform().CheckAsync(Work("", 2100), Handles(chunks: 3, isWhole: true), default));

        Assert.Equal((kind, code), (refused.Error.Class, refused.Error.Code));
    }

    [Fact]
    public async Task Media_ThatIsTooOld_IsUploadedAnew()
    {
        var handles = Handles(chunks: 3, isWhole: true);
        _time.Advance(TimeSpan.FromHours(23) + TimeSpan.FromMinutes(51));

        var refused = Assert.IsType<CheckAnswer.Refused>(await Platform().CheckAsync(Work("", 2100), handles, default));

        Assert.Equal((PlatformErrorClass.RetryAnew, "media_gone", 0), (refused.Error.Class, refused.Error.Code, _http.Requests.Count));
        Assert.True(Platform().Preparation.Expiry < TimeSpan.FromHours(24) && Platform().Preparation.Lead < Platform().Preparation.Expiry);
    }

    [Theory]
    [InlineData(503, "", PlatformErrorClass.Unknown)]
    [InlineData(500, """{"title":"Internal Server Error"}""", PlatformErrorClass.Unknown)]
    [InlineData(408, "", PlatformErrorClass.Unknown)]
    [InlineData(201, """{"data":{""", PlatformErrorClass.Unknown)]
    [InlineData(200, "", PlatformErrorClass.Unknown)]
    [InlineData(429, "", PlatformErrorClass.Quota)]
    [InlineData(402, "", PlatformErrorClass.Quota)]
    [InlineData(401, "", PlatformErrorClass.Reauth)]
    public async Task Commit_WithoutAClearAnswer_IsUnknown(int status, string body, PlatformErrorClass kind)
    {
        _http.Answers((HttpStatusCode)status, body);

        var answer = await Platform().CommitAsync(Work("", 2100), Handles(chunks: 3, isWhole: true), default);

        Assert.Equal(kind, Assert.IsType<CommitAnswer.NotAcknowledged>(answer).Error.Class);
    }

    [Fact]
    public async Task Commit_OfWhichTheConnectionBroke_IsUnknown_UnlessThereWasNone()
    {
        _http.Breaks(new IOException("reset")).Breaks(new HttpRequestException(HttpRequestError.ConnectionError));

        var cut = Assert.IsType<CommitAnswer.NotAcknowledged>(await Platform().CommitAsync(Work("", 1), Handles(chunks: 3), default));
        var never = Assert.IsType<CommitAnswer.NotAcknowledged>(await Platform().CommitAsync(Work("", 1), Handles(chunks: 3), default));

        Assert.Equal((PlatformErrorClass.Unknown, PlatformErrorClass.Retry), (cut.Error.Class, never.Error.Class));
    }

    [Fact]
    public async Task Commit_WithErrorsBesideItsId_IsDone()
    {
        _http.Answers(HttpStatusCode.OK, """{"data":{"id":"5"},"errors":[{"title":"Partial"}]}""");

        Assert.Equal("5", Assert.IsType<CommitAnswer.Committed>(await Platform().CommitAsync(Work("", 1), Handles(chunks: 3), default)).RemoteId);
    }

    [Fact]
    public async Task LostAnswer_IsLookedForByTheKeyOfTheUpload_OverAllPages()
    {
        _http.Answers(HttpStatusCode.OK, """{"data":[{"id":"7","text":"ours?","attachments":{"media_keys":["7_1"]}},{"id":"8"}],"meta":{"next_token":"n1"}}""")
            .Answers(HttpStatusCode.OK, """{"data":[{"id":"9","attachments":{"media_keys":["7_18800"]}}],"meta":{}}""");

        var answer = await Platform().ReconcileAsync(Work("", 1), Handles(chunks: 3), Trace(), default);

        Golden.Matches("Twitter/reconcile.txt", All());
        var live = Assert.IsType<ReconcileAnswer.Live>(answer);
        Assert.Equal(("9", "9"), (live.RemoteId, TwitterHandles.Parse(live.Handles).PostId));
    }

    [Fact]
    public async Task LostAnswer_ThatTheTimelineDoesNotShow_IsLookedForASecondTimeAMinuteLater()
    {
        _http.Answers(HttpStatusCode.OK, """{"meta":{"result_count":0}}""");

        var answer = await Platform().ReconcileAsync(Work("", 1), Handles(chunks: 3), Trace(), default);

        Assert.Equal(TimeSpan.FromSeconds(60), Assert.IsType<ReconcileAnswer.NotYet>(answer).Wait);
    }

    [Theory]
    [InlineData(503, "", "platform_busy")]
    [InlineData(429, "", "platform_throttled")]
    [InlineData(401, "", "reauth_needed")]
    [InlineData(200, "<html>", "outcome_unknown")]
    public async Task Timeline_ThatCannotBeRead_SaysNothing(int status, string body, string code)
    {
        _http.Answers((HttpStatusCode)status, body);

        var answer = await Platform().ReconcileAsync(Work("", 1), Handles(chunks: 3), Trace(), default);

        Assert.Equal(code, Assert.IsType<ReconcileAnswer.CannotTell>(answer).Error.Code);
    }

    [Theory]
    [InlineData(PlatformErrorClass.Permanent, "duplicate_text")]
    [InlineData(PlatformErrorClass.Quota, "service_paused")]
    [InlineData(PlatformErrorClass.RetryAnew, "media_gone")]
    public async Task Refusal_InSoManyWords_NeedsNoLook(PlatformErrorClass kind, string code)
    {
        var trace = Trace() with { Refused = new PlatformError(kind, code, "") };

        var answer = await Platform().ReconcileAsync(Work("", 1), Handles(chunks: 3), trace, default);

        Assert.Equal(code, Assert.IsType<ReconcileAnswer.NeverWillBe>(answer).Error.Code);
        Assert.Empty(_http.Requests);
    }

    [Fact]
    public async Task Duplicate_OfASecondCommit_IsTheFirst_AndLookedForUntilItIsSeen()
    {
        _http.Answers(HttpStatusCode.OK, """{"meta":{"result_count":0}}""")
            .Answers(HttpStatusCode.OK, """{"data":[{"id":"9","attachments":{"media_keys":["7_18800"]}}]}""");
        var trace = Trace() with { Commits = 2, Refused = new PlatformError(PlatformErrorClass.Permanent, "duplicate_text", "") };

        Assert.IsType<ReconcileAnswer.CannotTell>(await Platform().ReconcileAsync(Work("", 1), Handles(chunks: 3), trace, default));
        Assert.IsType<ReconcileAnswer.Live>(await Platform().ReconcileAsync(Work("", 1), Handles(chunks: 3), trace, default));
    }

    [Fact]
    public async Task Facts_FollowFromTheSubscription()
    {
        _http.Answers(HttpStatusCode.OK, """{"data":{"id":"1","name":"Nok","subscription_type":"PremiumPlus","profile_image_url":"https://p/x.png"}}""")
            .Answers(HttpStatusCode.OK, """{"data":{"id":"1","subscription_type":"None"}}""")
            .Answers(HttpStatusCode.OK, """{"data":{"id":"1"}}""");
        var reader = new TwitterAccount(Client(), Options.Create(_options));

        var paying = Assert.IsType<AccountFactsAnswer.Told>(await reader.AskAsync(_account, default)).Facts;
        var plain = Assert.IsType<AccountFactsAnswer.Told>(await reader.AskAsync(_account, default)).Facts;
        var untold = Assert.IsType<AccountFactsAnswer.Told>(await reader.AskAsync(_account, default)).Facts;

        Golden.Matches("Twitter/me.txt", _http.Requests[0]);
        Assert.Equal(("PremiumPlus", 25_000, TimeSpan.FromMinutes(10)), (paying.Entitlement, paying.CaptionUnits, paying.LongestVideo));
        Assert.Equal(("None", null, TimeSpan.FromSeconds(140)), (plain.Entitlement, plain.CaptionUnits, plain.LongestVideo));
        Assert.Equal((null, null, null), (untold.Entitlement, untold.CaptionUnits, untold.LongestVideo));
    }

    private TwitterClient Client()
    {
        var sandbox = new SandboxServer(null!, Options.Create(new SandboxOptions()));
        return new TwitterClient(_http.Client, new TwitterAddresses(Options.Create(_options), sandbox), Options.Create(_options), _time);
    }

    private TwitterPlatform Platform()
    {
        var options = Options.Create(_options);
        var addresses = new TwitterAddresses(options, new SandboxServer(null!, Options.Create(new SandboxOptions())));
        var client = Client();
        return new TwitterPlatform(
            client,
            new TwitterUpload(client, new OneFile(), options, _time),
            new TwitterConnect(client, new TwitterAccount(client, options), addresses, _time),
            new TwitterTimeline(client, addresses, options),
            addresses,
            options,
            _time);
    }

    private PublishWork Work(string caption, long sizeBytes, Action<long>? sent = null) =>
        new(Guid.Empty, _account, caption, "file", sizeBytes, sent ?? (_ => { }));

    private static CommitTrace Trace() => new(Now.AddMinutes(-1), []);

    private static string Handles(int chunks, bool isWhole = false) => new TwitterHandles(
        "18800", "7_18800", Now, 2100, 1024, chunks, isWhole ? Now : null, isWhole ? Now.AddDays(1) : null).ToJson();

    private string All() => string.Join("\n\n----\n\n", _http.Requests).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Letters, so that a request can be read.</summary>
    private sealed class OneFile : IBlobStore
    {
        public Task<Stream> OpenReadAsync(string key, CancellationToken token) => Task.FromResult<Stream>(new MemoryStream(
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 2100).Select(at => at % 64 == 63 ? '\n' : (char)('a' + at / 64 % 26))))));

        public Task CreateAsync(string key, CancellationToken token) => throw new NotSupportedException();

        public Task<Stream> OpenAppendAsync(string key, long offset, CancellationToken token) => throw new NotSupportedException();

        public Task FlushAsync(Stream appended, CancellationToken token) => throw new NotSupportedException();

        public Task<long?> LengthAsync(string key, CancellationToken token) => throw new NotSupportedException();

        public Task<LocalFile> BorrowAsync(string key, CancellationToken token) => throw new NotSupportedException();

        public WorkFolder NewWorkFolder() => throw new NotSupportedException();

        public Task StoreAsync(string localPath, string key, CancellationToken token) => throw new NotSupportedException();

        public Task DeleteAsync(string key, CancellationToken token) => throw new NotSupportedException();
    }
}
