using System.Net;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Tests.Platforms.Tiktok;

/// <summary>Each request to the letter, and what is made of the answers that only real hosts give.</summary>
public sealed class TiktokRequestTests : IDisposable
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static readonly Uri Return = new("https://app.example/connect/tiktok/callback");

    private readonly TiktokWire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Fact]
    public void Authorize_NamesTheAppItsRightsAndAHexChallenge() => Golden.Matches(
        "Tiktok/authorize.txt",
        _wire.Platform.AuthorizeAddress(new AuthorizeRequest("state1", Return, Verifier, new Uri("https://app.example/"))).AbsoluteUri);

    [Fact]
    public async Task Connect_TradesTheCodeAndAsksWhoItIs()
    {
        _wire.Http
            .Answers(HttpStatusCode.OK, """{"access_token":"act.1","expires_in":7200,"open_id":"oid1","refresh_token":"rft.1","refresh_expires_in":15552000,"scope":"user.info.basic,video.publish","token_type":"Bearer"}""")
            .Answers(HttpStatusCode.OK, $$$"""{"data":{"user":{"open_id":"oid1","union_id":"u1","avatar_url":"https://p16.tiktokcdn.com/a","display_name":"Nok"}},{{{TiktokWire.Ok}}}}""")
            .Answers(HttpStatusCode.OK, TiktokWire.Creator);

        var answer = await _wire.Platform.ConnectAsync(new ConsentReturn("a*1!4567.u1", Return, Verifier), default);

        var account = Assert.Single(Assert.IsType<ConnectAnswer.Connected>(answer).Accounts);
        Assert.Equal(("oid1", "nok", "Nok", "act.1", "rft.1"), (account.ExternalId, account.Username, account.DisplayName, account.AccessToken, account.RefreshToken));
        Assert.Equal(_wire.Time.GetUtcNow().AddSeconds(7200), account.ExpiresAt);
        Golden.Matches("Tiktok/token.txt", _wire.Http.Requests[0]);
        Golden.Matches("Tiktok/user_info.txt", _wire.Http.Requests[1]);
    }

    [Fact]
    public async Task Connect_WithoutTheRightToPublish_NamesIt()
    {
        _wire.Http.Answers(HttpStatusCode.OK, """{"access_token":"act.1","open_id":"oid1","scope":"user.info.basic"}""");

        var answer = await _wire.Platform.ConnectAsync(new ConsentReturn("code", Return, Verifier), default);

        Assert.Equal(["video.publish"], Assert.IsType<ConnectAnswer.ScopesMissing>(answer).Scopes);
    }

    [Theory]
    [InlineData("invalid_grant", PlatformErrorClass.Reauth)]
    [InlineData("invalid_client", PlatformErrorClass.Permanent)]
    [InlineData("invalid_request", PlatformErrorClass.Permanent)]
    public async Task Refresh_RefusedWithStatus200_IsNoToken(string word, PlatformErrorClass kind)
    {
        _wire.Http.Answers(HttpStatusCode.OK, $$"""{"error":"{{word}}","error_description":"Asked for.","log_id":"20261004"}""");

        var refused = Assert.IsType<RefreshAnswer.Refused>(await _wire.Platform.RefreshAsync(TiktokWire.Credentials, default));

        Assert.Equal((kind, "20261004"), (refused.Error.Class, refused.Error.TraceId));
    }

    [Fact]
    public async Task Refresh_GivesTheNewPair()
    {
        _wire.Http.Answers(HttpStatusCode.OK, """{"access_token":"act.2","expires_in":86400,"open_id":"oid1","refresh_token":"rft.2","refresh_expires_in":31536000}""");

        var fresh = Assert.IsType<RefreshAnswer.Refreshed>(await _wire.Platform.RefreshAsync(TiktokWire.Credentials, default));

        Assert.Equal(("act.2", "rft.2", _wire.Time.GetUtcNow().AddDays(1)), (fresh.AccessToken, fresh.RefreshToken, fresh.ExpiresAt));
        Golden.Matches("Tiktok/refresh.txt", _wire.Http.Requests[0]);
    }

    [Fact]
    public async Task Revoke_IsAForm()
    {
        _wire.Http.Answers(HttpStatusCode.OK);

        await _wire.Platform.RevokeAsync(TiktokWire.Credentials, default);

        Golden.Matches("Tiktok/revoke.txt", _wire.Http.Requests[0]);
    }

    [Fact]
    public async Task Prepare_AsksTheCreatorBeginsAndSendsAllButTheLastChunk()
    {
        var work = await _wire.WorkAsync();
        _wire.Http.Answers(HttpStatusCode.OK, TiktokWire.Creator).Answers(HttpStatusCode.OK, TiktokWire.Begun)
            .Answers(HttpStatusCode.PartialContent).Answers(HttpStatusCode.PartialContent);

        var begun = Assert.IsType<PrepareAnswer.Advanced>(await _wire.Platform.PrepareAsync(work, null, default));
        var first = Assert.IsType<PrepareAnswer.Advanced>(await _wire.Platform.PrepareAsync(work, begun.Handles, default));
        var second = Assert.IsType<PrepareAnswer.Prepared>(await _wire.Platform.PrepareAsync(work, first.Handles, default));

        Assert.Equal(4, _wire.Http.Requests.Count);
        Golden.Matches("Tiktok/creator_info.txt", _wire.Http.Requests[0]);
        Golden.Matches("Tiktok/init.txt", _wire.Http.Requests[1]);
        Golden.Matches("Tiktok/chunk_1.txt", _wire.Http.Requests[2]);
        Golden.Matches("Tiktok/chunk_2.txt", _wire.Http.Requests[3]);
        Assert.Contains("\"publish_id\"", second.Handles, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", begun.Answer!.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_SendsTheLastChunkAndNothingElse()
    {
        var work = await _wire.WorkAsync();
        _wire.Http.Answers(HttpStatusCode.Created);

        var answer = await _wire.Platform.CommitAsync(work, TiktokWire.Handles(_wire.Time.GetUtcNow(), 22).ToJson(), default);

        Assert.IsType<CommitAnswer.Accepted>(answer);
        Golden.Matches("Tiktok/commit.txt", Assert.Single(_wire.Http.Requests));
    }

    [Fact]
    public async Task Inbox_IsBegunWithoutAWordAboutThePost()
    {
        var work = await _wire.WorkAsync(new PostSettings { GoesToInbox = true });
        _wire.Http.Answers(HttpStatusCode.OK, TiktokWire.Begun);

        await _wire.Platform.PrepareAsync(work, null, default);

        Golden.Matches("Tiktok/inbox_init.txt", Assert.Single(_wire.Http.Requests));
    }

    [Fact]
    public async Task Status_ListAndQuery_AreAskedAsDocumented()
    {
        var work = await _wire.WorkAsync();
        var handles = TiktokWire.Handles(_wire.Time.GetUtcNow()).ToJson();
        var trace = new CommitTrace(_wire.Time.GetUtcNow(), []);
        _wire.Http
            .Answers(HttpStatusCode.BadRequest, """{"data":{},"error":{"code":"invalid_publish_id","message":"","log_id":"1"}}""")
            .Answers(HttpStatusCode.OK, $$$"""{"data":{"videos":[{"id":"9007199254740993","create_time":1764039600,"video_description":"another"}],"cursor":1764039600000,"has_more":false},{{{TiktokWire.Ok}}}}""")
            .Answers(HttpStatusCode.OK, $$$"""{"data":{"videos":[{"id":"9007199254740993","view_count":7,"like_count":3,"comment_count":2,"share_count":1,"later_count":5}]},{{{TiktokWire.Ok}}}}""");

        var unclear = await _wire.Platform.ReconcileAsync(work, handles, trace, default);
        var numbers = await _wire.Videos.ReadAsync(
            TiktokWire.Credentials, [new PostToMeasure(Guid.Empty, "9007199254740993", _wire.Time.GetUtcNow())], default);

        Assert.IsType<ReconcileAnswer.CannotTell>(unclear);
        Golden.Matches("Tiktok/status.txt", _wire.Http.Requests[0]);
        Golden.Matches("Tiktok/video_list.txt", _wire.Http.Requests[1]);
        Golden.Matches("Tiktok/video_query.txt", _wire.Http.Requests[2]);
        var post = Assert.Single(Assert.IsType<MetricsAnswer.Read>(numbers).Posts);
        Assert.Equal((7, 3, 2, 1, null), (post.Views, post.Likes, post.Comments, post.Shares, post.Saves));
        Assert.Equal(5, post.Metrics["later_count"]);
    }

    [Theory]
    [InlineData("https://open-upload.tiktokapis.com/x", true)]
    [InlineData("https://upload.us.tiktokapis.com/x", true)]
    [InlineData("http://open-upload.tiktokapis.com/x", false)]
    [InlineData("https://tiktokapis.com.evil.example/x", false)]
    [InlineData("https://eviltiktokapis.com/x", false)]
    [InlineData("https://127.0.0.1/x", false)]
    public async Task UploadAddress_OfAnotherHost_IsNeverSentTo(string address, bool isTaken)
    {
        var work = await _wire.WorkAsync();
        _wire.Http.Answers(HttpStatusCode.OK, TiktokWire.Creator)
            .Answers(HttpStatusCode.OK, $$$"""{"data":{"publish_id":"p","upload_url":"{{{address}}}"},{{{TiktokWire.Ok}}}}""");

        Assert.Equal(isTaken, await _wire.Platform.PrepareAsync(work, null, default) is PrepareAnswer.Advanced);
    }

    [Fact]
    public async Task Creator_WhoNoLongerOffersTheAudience_IsNotBegun()
    {
        var work = await _wire.WorkAsync(new PostSettings { PrivacyLevel = TiktokPrivacy.Followers });
        _wire.Http.Answers(HttpStatusCode.OK, TiktokWire.Creator);

        var refused = Assert.IsType<PrepareAnswer.Refused>(await _wire.Platform.PrepareAsync(work, null, default));

        Assert.Equal("privacy_not_allowed", refused.Error.Code);
        Assert.Single(_wire.Http.Requests);
    }

    [Theory]
    [InlineData("spam_risk_too_many_posts", TiktokBlocks.DailyLimit)]
    [InlineData("reached_active_user_cap", TiktokBlocks.AppLimit)]
    [InlineData("spam_risk_user_banned_from_posting", TiktokBlocks.Banned)]
    public async Task Account_ThatMayNotPost_SaysSoWithStatus200(string word, string code)
    {
        _wire.Http.Answers(HttpStatusCode.OK, $$$"""{"data":{},"error":{"code":"{{{word}}}","message":"","log_id":"1"}}""");

        var told = Assert.IsType<AccountFactsAnswer.Told>(await _wire.Account.AskAsync(TiktokWire.Credentials, default));

        Assert.Equal(code, told.Facts.BlockedCode);
    }

    [Fact]
    public async Task Account_TellsItsNameItsAudiencesAndWhatItForbids()
    {
        _wire.Http.Answers(HttpStatusCode.OK, TiktokWire.Creator);

        var facts = Assert.IsType<AccountFactsAnswer.Told>(await _wire.Account.AskAsync(TiktokWire.Credentials, default)).Facts;

        Assert.Equal(("Nok", TimeSpan.FromMinutes(5), null), (facts.DisplayName, facts.LongestVideo, facts.BlockedCode));
        Assert.Equal([TiktokPrivacy.Everyone, TiktokPrivacy.Friends, TiktokPrivacy.OnlyMe], facts.PrivacyLevels!);
        Assert.Equal([TiktokInteraction.Duet], facts.SwitchedOff);
    }

    [Fact]
    public async Task App_ThatIsNotAudited_OffersOneAudienceAndBlocksPublicAccounts()
    {
        using var wire = new TiktokWire(isAudited: false);
        wire.Http.Answers(HttpStatusCode.OK, TiktokWire.Creator)
            .Answers(HttpStatusCode.OK, TiktokWire.Creator.Replace("PUBLIC_TO_EVERYONE", "FOLLOWER_OF_CREATOR", StringComparison.Ordinal));

        var open = Assert.IsType<AccountFactsAnswer.Told>(await wire.Account.AskAsync(TiktokWire.Credentials, default)).Facts;
        var closed = Assert.IsType<AccountFactsAnswer.Told>(await wire.Account.AskAsync(TiktokWire.Credentials, default)).Facts;

        Assert.Equal((TiktokBlocks.NotAudited, null), (open.BlockedCode, closed.BlockedCode));
        Assert.Equal([TiktokPrivacy.OnlyMe], closed.PrivacyLevels!);
    }

    [Fact]
    public async Task UploadAddress_OfAnHourAgo_IsNotUsed()
    {
        var work = await _wire.WorkAsync();
        var old = TiktokWire.Handles(_wire.Time.GetUtcNow().AddMinutes(-61), 11).ToJson();

        var prepared = Assert.IsType<PrepareAnswer.Refused>(await _wire.Platform.PrepareAsync(work, old, default));
        var checkedAgain = Assert.IsType<CheckAnswer.Refused>(await _wire.Platform.CheckAsync(work, old, default));

        Assert.Equal((PlatformErrorClass.RetryAnew, PlatformErrorClass.RetryAnew), (prepared.Error.Class, checkedAgain.Error.Class));
        Assert.Empty(_wire.Http.Requests);
    }
}
