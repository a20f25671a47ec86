using System.Net;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Tiktok;

namespace VideoSaas.Tests.Platforms.Tiktok;

/// <summary>What each state of a publication means once its last chunk may have been sent.</summary>
public sealed class TiktokReconcileTests : IDisposable
{
    private readonly TiktokWire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData("\"status\":\"PUBLISH_COMPLETE\",\"publicaly_available_post_id\":[9007199254740993]", "9007199254740993")]
    [InlineData("\"status\":\"PUBLISH_COMPLETE\",\"publicly_available_post_id\":[7301234567890123457]", "7301234567890123457")]
    [InlineData("\"status\":\"PUBLISH_COMPLETE\",\"publicaly_available_post_id\":[],\"publicly_available_post_id\":[\"7301234567890123457\"]", "7301234567890123457")]
    [InlineData("\"status\":\"PUBLISH_COMPLETE\",\"publicaly_available_post_id\":\"7301234567890123457\"", "7301234567890123457")]
    [InlineData("\"status\":\"PUBLISH_COMPLETE\"", null)]
    [InlineData("\"status\":\"SEND_TO_USER_INBOX\",\"publicaly_available_post_id\":[]", null)]
    public async Task Publication_ThatIsComplete_IsLive_AndItsNumberIsReadToTheLastDigit(string data, string? id)
    {
        var live = Assert.IsType<ReconcileAnswer.Live>(await ReconcileAsync(data, Fresh()));

        Assert.Equal(id, live.RemoteId);
    }

    [Theory]
    [InlineData("internal", PlatformErrorClass.RetryAnew, "media_not_processed")]
    [InlineData("auth_removed", PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData("spam_risk_too_many_posts", PlatformErrorClass.Quota, "publish_limit")]
    [InlineData("privacy_level_check_failed", PlatformErrorClass.Permanent, "privacy_not_allowed")]
    [InlineData("file_format_check_failed", PlatformErrorClass.Permanent, "media_refused")]
    [InlineData("duration_check_failed", PlatformErrorClass.Permanent, "media_refused")]
    [InlineData("frame_rate_check_failed", PlatformErrorClass.Permanent, "media_refused")]
    [InlineData("picture_size_check_failed", PlatformErrorClass.Permanent, "media_refused")]
    [InlineData("video_bitrate_check_failed", PlatformErrorClass.Permanent, "media_refused")]
    [InlineData("publish_cancelled", PlatformErrorClass.Permanent, "ended_by_creator")]
    [InlineData("spam_risk_text", PlatformErrorClass.Permanent, "text_refused")]
    [InlineData("spam_risk", PlatformErrorClass.Permanent, "platform_blocked")]
    [InlineData("a_reason_of_tomorrow", PlatformErrorClass.Permanent, "request_refused")]
    public async Task Publication_ThatFailed_NeverWillBe(string reason, PlatformErrorClass kind, string code)
    {
        var never = Assert.IsType<ReconcileAnswer.NeverWillBe>(await ReconcileAsync($"\"status\":\"FAILED\",\"fail_reason\":\"{reason}\"", Fresh()));

        Assert.Equal((kind, code), (never.Error.Class, never.Error.Code));
    }

    [Theory]
    [InlineData("\"status\":\"PROCESSING_UPLOAD\",\"uploaded_bytes\":35")]
    [InlineData("\"status\":\"PROCESSING_UPLOAD\"")]
    [InlineData("\"status\":\"PROCESSING_DOWNLOAD\",\"uploaded_bytes\":0")]
    [InlineData("\"status\":\"A_WORD_OF_TOMORROW\"")]
    public async Task Publication_InTheMaking_IsWaitedFor(string data) =>
        Assert.IsType<ReconcileAnswer.Working>(await ReconcileAsync(data, Fresh()));

    [Fact]
    public async Task LastChunk_ThatWasAcknowledged_IsWaitedForWhateverTheCount() => Assert.IsType<ReconcileAnswer.Working>(
        await ReconcileAsync("\"status\":\"PROCESSING_UPLOAD\",\"uploaded_bytes\":22", Fresh() with { AcceptedAt = _wire.Time.GetUtcNow() }));

    [Fact]
    public async Task LastChunk_ThatIsMissing_MayBeSentAgainToTheSamePublication() =>
        Assert.IsType<ReconcileAnswer.NotYet>(await ReconcileAsync("\"status\":\"PROCESSING_UPLOAD\",\"uploaded_bytes\":22", Fresh()));

    [Fact]
    public async Task LastChunk_WhoseAddressEnded_IsNotSentAgain_OnceNoCallCanBeOnItsWay()
    {
        const string Missing = "\"status\":\"PROCESSING_UPLOAD\",\"uploaded_bytes\":22";
        var ended = new PlatformError(PlatformErrorClass.RetryAnew, "upload_ended", "HTTP 403");

        Assert.IsType<ReconcileAnswer.Working>(await ReconcileAsync(Missing, Fresh(), ended));
        _wire.Time.Advance(TimeSpan.FromSeconds(31));
        var never = Assert.IsType<ReconcileAnswer.NeverWillBe>(await ReconcileAsync(Missing, Fresh(), ended, sentBefore: TimeSpan.FromSeconds(31)));

        Assert.Equal(PlatformErrorClass.RetryAnew, never.Error.Class);
    }

    [Fact]
    public async Task LastChunk_StillMissingAfterTheHour_AllowsAnotherPublication()
    {
        var old = TiktokWire.Handles(_wire.Time.GetUtcNow().AddMinutes(-62), 22);

        var never = Assert.IsType<ReconcileAnswer.NeverWillBe>(await ReconcileAsync("\"status\":\"PROCESSING_UPLOAD\",\"uploaded_bytes\":22", old));

        Assert.Equal(PlatformErrorClass.RetryAnew, never.Error.Class);
    }

    [Theory]
    [InlineData(TiktokPrivacy.OnlyMe)]
    [InlineData(TiktokPrivacy.Friends)]
    public async Task Publication_ThatIsForgotten_CannotBeToldOfFew(string level)
    {
        var work = await _wire.WorkAsync(new PostSettings { PrivacyLevel = level });
        _wire.Http.Answers(HttpStatusCode.BadRequest, """{"data":{},"error":{"code":"invalid_publish_id","message":"","log_id":"1"}}""");

        var answer = await _wire.Platform.ReconcileAsync(work, Fresh().ToJson(), Trace(TimeSpan.Zero), default);

        Assert.IsType<ReconcileAnswer.CannotTell>(answer);
        Assert.Single(_wire.Http.Requests);
    }

    [Theory]
    [InlineData(1, null, "1")]
    [InlineData(2, null, null)]
    [InlineData(2, "2", "1")]
    public async Task Publication_ThatIsForgotten_IsFoundByItsTextUnlessTwoFit(int fitting, string? taken, string? found)
    {
        var at = _wire.Time.GetUtcNow().ToUnixTimeSeconds();
        var videos = string.Join(',', Enumerable.Range(1, fitting).Select(id => $$"""{"id":"{{id}}","create_time":{{at}},"video_description":"ข้าวซอย #เชียงใหม่"}"""));
        _wire.Http.Answers(HttpStatusCode.BadRequest, """{"data":{},"error":{"code":"invalid_publish_id","message":"","log_id":"1"}}""")
            .Answers(HttpStatusCode.OK, $$$"""{"data":{"videos":[{{{videos}}}],"cursor":1,"has_more":false},{{{TiktokWire.Ok}}}}""");

        var answer = await _wire.Platform.ReconcileAsync(
            await _wire.WorkAsync(), Fresh().ToJson(), new CommitTrace(_wire.Time.GetUtcNow(), taken is null ? [] : [taken]), default);

        Assert.Equal(found, (answer as ReconcileAnswer.Live)?.RemoteId);
    }

    private TiktokHandles Fresh() => TiktokWire.Handles(_wire.Time.GetUtcNow(), 22);

    private CommitTrace Trace(TimeSpan sentBefore) => new(_wire.Time.GetUtcNow() - sentBefore, []) { SentAt = _wire.Time.GetUtcNow() - sentBefore };

    private async Task<ReconcileAnswer> ReconcileAsync(string data, TiktokHandles handles, PlatformError? refused = null, TimeSpan sentBefore = default)
    {
        _wire.Http.Answers(HttpStatusCode.OK, $$$"""{"data":{{{{data}}}},{{{TiktokWire.Ok}}}}""");
        return await _wire.Platform.ReconcileAsync(await _wire.WorkAsync(), handles.ToJson(), Trace(sentBefore) with { Refused = refused }, default);
    }
}
