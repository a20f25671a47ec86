using VideoSaas.Web.Platforms;

namespace VideoSaas.Tests.Platforms.Facebook;

/// <summary>What became of a finish, by what the platform says of the video.</summary>
public sealed class FacebookReconcileTests : IDisposable
{
    private const string NotThere = """{"error":{"message":"Unsupported get request","code":100,"error_subcode":33}}""";

    private readonly FacebookWire _wire = new();

    public void Dispose() => _wire.Dispose();

    /// <summary>Names of the answers, for tables.</summary>
    public enum Expected
    {
        Live,
        Working,
        NotYet,
        NeverWillBe,
        CannotTell,
    }

    [Theory]
    [InlineData("reel", "ready|complete|complete|complete/published|", Expected.Live)]
    [InlineData("reel", "ready|completed|completed|completed/published|", Expected.Live)]
    [InlineData("reel", "processing|complete|in_progress|in_progress/|", Expected.Working)]
    [InlineData("reel", "processing|complete|in_progress|wordless/|", Expected.Working)]
    [InlineData("reel", "processing|complete|in_progress|not_started/published|", Expected.Working)]
    [InlineData("reel", "processing|complete|in_progress|not_started/scheduled|", Expected.Working)]
    [InlineData("reel", "processing|complete|in_progress|not_started/|text", Expected.Working)]
    [InlineData("reel", "ready|complete|complete|not_started/|", Expected.NotYet)]
    [InlineData("reel", "ready|complete|complete|not_started/draft|", Expected.NotYet)]
    [InlineData("reel", "processing|in_progress|not_started|not_started/|", Expected.CannotTell)]
    [InlineData("reel", "error|complete|error|not_started/|", Expected.NeverWillBe)]
    [InlineData("reel", "expired|complete|not_started|not_started/|", Expected.NeverWillBe)]
    [InlineData("reel", "upload_failed|error|not_started|not_started/|", Expected.NeverWillBe)]
    [InlineData("reel", "ready|complete|complete|error/|", Expected.NeverWillBe)]
    [InlineData("reel", "ready|complete|complete|complete/error|", Expected.NeverWillBe)]
    [InlineData("video", "ready|complete|complete|/|published", Expected.Live)]
    [InlineData("video", "processing|complete|in_progress|/|published", Expected.NotYet)]
    [InlineData("video", "ready|complete|complete|not_started/draft|text", Expected.Working)]
    public async Task Status_InEverySpelling_IsRead(string kind, string status, Expected expected)
    {
        var parts = status.Split('|');
        var publishing = parts[3].Split('/');
        _wire.Answers(
            $$$"""
            {"id":"90","published":{{{(parts[4] == "published" ? "true" : "false")}}},"description":{{{(parts[4] == "text" ? "\"ข้าวซอย #เชียงใหม่\\nline two\"" : "null")}}},
             "status":{"video_status":"{{{parts[0]}}}","uploading_phase":{"status":"{{{parts[1]}}}","bytes_transferred":35},
             "processing_phase":{"status":"{{{parts[2]}}}"},
             "publishing_phase":{{{(publishing[0].Length == 0 ? "null" : $$"""{"status":"{{publishing[0]}}"{{(publishing[1].Length == 0 ? "" : $",\"publish_status\":\"{publishing[1]}\"")}}}""")}}}}}
            """);

        Assert.Equal(expected.ToString(), (await AskAsync(kind)).GetType().Name);
    }

    /// <summary>An error counts wherever it stands, whatever the words beside it say.</summary>
    [Theory]
    [InlineData("""{"video_status":"processing","processing_phase":{"status":"not_started","error":{"message":"Resolution too low"}}}""", "media_not_processed")]
    [InlineData("""{"video_status":"processing","processing_phase":{"status":"in_progress","errors":[{"code":1363128,"message":"Too long"}]}}""", "media_refused")]
    [InlineData("""{"video_status":"ready","publishing_phase":{"status":"complete","publish_status":"published","errors":[{"code":"1404102","message":"Standards"}]}}""", "standards_refused")]
    [InlineData("""{"video_status":"processing","copyright_check_status":{"status":"complete","errors":[{"code":1363047,"message":"Again"}]}}""", "media_not_processed")]
    public async Task Status_WithAnErrorAnywhere_IsNoPublication(string status, string code)
    {
        _wire.Answers($$"""{"id":"90","status":{{status}}}""");

        Assert.Equal(code, Assert.IsType<ReconcileAnswer.NeverWillBe>(await AskAsync("reel")).Error.Code);
    }

    [Fact]
    public async Task Finish_ThatWasTaken_IsOnlyWaitedFor()
    {
        _wire.Answers("""{"id":"90","status":{"video_status":"processing","uploading_phase":{"status":"complete"},"publishing_phase":{"status":"not_started"}}}""");

        Assert.IsType<ReconcileAnswer.Working>(await AskAsync("reel", isAccepted: true));
    }

    [Fact]
    public async Task Draft_IsBelievedAfterAWhile()
    {
        const string draft = """{"id":"90","published":false,"status":{"video_status":"ready","processing_phase":{"status":"complete"},"publishing_phase":{"status":"not_started","publish_status":"draft"}}}""";
        _wire.Answers(draft).Answers(draft);

        Assert.IsType<ReconcileAnswer.Working>(await AskAsync("video", isAccepted: true));
        _wire.Time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("left_as_draft", Assert.IsType<ReconcileAnswer.NeverWillBe>(await AskAsync("video", isAccepted: true)).Error.Code);
    }

    [Fact]
    public async Task Video_ThatIsSaidNotToExist_IsLookedForInTheList_AndNeverSentAnew()
    {
        _wire.Answers(NotThere, 400);
        Assert.IsType<ReconcileAnswer.CannotTell>(await AskAsync("reel"));
        Assert.Single(_wire.Http.Requests);

        _wire.Time.Advance(TimeSpan.FromMinutes(6));
        _wire.Answers(NotThere, 400).Answers("""{"data":[{"id":"89","created_time":"2026-11-25T03:00:00+0000"}]}""");
        Assert.IsType<ReconcileAnswer.CannotTell>(await AskAsync("reel"));

        _wire.Answers(NotThere, 400).Answers("""{"data":[{"id":"90","created_time":"2026-11-25T03:00:00+0000"}]}""");
        Assert.Equal("90", Assert.IsType<ReconcileAnswer.Live>(await AskAsync("reel")).RemoteId);
    }

    [Fact]
    public async Task Refusal_OfASecondFinish_ProvesNothingAboutTheFirst()
    {
        const string whole = """{"id":"90","status":{"video_status":"ready","uploading_phase":{"status":"complete"},"publishing_phase":{"status":"not_started"}}}""";
        _wire.Answers(whole).Answers(whole);
        var refused = new PlatformError(PlatformErrorClass.Permanent, "duplicate_refused", "Duplicate");

        Assert.IsType<ReconcileAnswer.NotYet>(await AskAsync("reel", trace: one => one with { Refused = refused }));
        Assert.IsType<ReconcileAnswer.CannotTell>(await AskAsync("reel", trace: one => one with { Refused = refused, Commits = 2 }));
    }

    [Fact]
    public async Task Finish_WithoutAClearAnswer_IsNeitherYesNorNo()
    {
        var work = await _wire.WorkAsync();
        _wire.Answers("{}").Answers("""{"success":false}""");
        _wire.Http.Breaks(new HttpRequestException("cut"));

        for (var time = 0; time < 3; time++)
        {
            var answer = await _wire.Platform.CommitAsync(work, _wire.Reel.ToJson(), default);
            Assert.Equal(PlatformErrorClass.Unknown, Assert.IsType<CommitAnswer.NotAcknowledged>(answer).Error.Class);
        }
    }

    [Theory]
    [InlineData(30, "publish_limit")]
    [InlineData(29, "platform_throttled")]
    public async Task Throttle_IsTheDaysLimitOnlyWhereThatManyReelsAreThere(int reels, string code)
    {
        var listed = string.Join(',', Enumerable.Range(0, reels).Select(index => $$"""{"id":"{{index}}","created_time":"2026-11-24T04:00:00+0000"}"""));
        _wire.Answers("""{"error":{"message":"(#613) rate","code":613}}""", 400).Answers($$"""{"data":[{{listed}}]}""");

        var answer = await _wire.Platform.CommitAsync(await _wire.WorkAsync(), _wire.Reel.ToJson(), default);

        var error = Assert.IsType<CommitAnswer.NotAcknowledged>(answer).Error;
        Assert.Equal((PlatformErrorClass.Quota, code), (error.Class, error.Code));
        Assert.Equal(reels == 30 ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(5), error.Wait);
    }

    private async Task<ReconcileAnswer> AskAsync(
        string kind, bool isAccepted = false, Func<CommitTrace, CommitTrace>? trace = null)
    {
        var now = new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero);
        var isReel = kind == "reel";
        var handles = (isReel ? _wire.Reel : _wire.Video) with { UploadedAt = now, AcceptedAt = isAccepted ? now : null };
        var asked = new CommitTrace(now, []);
        return await _wire.Platform.ReconcileAsync(await _wire.WorkAsync(isReel), handles.ToJson(), trace?.Invoke(asked) ?? asked, default);
    }
}
