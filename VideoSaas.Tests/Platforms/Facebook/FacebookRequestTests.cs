using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Facebook;

namespace VideoSaas.Tests.Platforms.Facebook;

/// <summary>What Facebook is asked, to the letter, and what is made of its answers.</summary>
public sealed class FacebookRequestTests : IDisposable
{
    private const string Whole =
        """{"status":{"video_status":"upload_complete","uploading_phase":{"status":"complete","bytes_transferred":35},"processing_phase":{"status":"not_started"},"publishing_phase":{"status":"not_started"}},"id":"90"}""";

    private static readonly AuthorizeRequest Asked = new(
        "the-state", new Uri("https://app.example/connect/facebook/callback"), "unused", new Uri("https://app.example/"));

    private readonly FacebookWire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Fact]
    public void Consent_IsAskedFor() =>
        Golden.Matches("Facebook/authorize.txt", _wire.Platform.AuthorizeAddress(Asked).AbsoluteUri);

    [Fact]
    public async Task Connect_GoesFromTheCodeToThePages()
    {
        _wire.Answers("""{"access_token":"SHORT","token_type":"bearer","expires_in":3600}""")
            .Answers("""{"access_token":"USER","token_type":"bearer"}""")
            .Answers("""{"data":[{"permission":"pages_show_list","status":"granted"},{"permission":"pages_read_engagement","status":"granted"},{"permission":"pages_manage_posts","status":"granted"},{"permission":"read_insights","status":"declined"}]}""")
            .Answers("""{"data":{"is_valid":true,"expires_at":1800000000,"data_access_expires_at":1802592000,"scopes":[]}}""")
            .Answers("""{"data":[{"id":"60","name":"Notes","access_token":"P60","tasks":["MODERATE"]}],"paging":{"cursors":{"before":"a","after":"NEXT"},"next":"https://graph.facebook.com/x"}}""")
            .Answers("""{"data":[{"id":"61","name":"Nok","username":"nok","access_token":"P61","tasks":["CREATE_CONTENT"]}],"paging":{"cursors":{"before":"b","after":"c"}}}""")
            .Answers("""{"data":[{"id":"62"}]}""")
            .Answers("""{"data":[{"id":"61","name":"Nok","access_token":"P61b","tasks":["CREATE_CONTENT"]},{"id":"64","name":"Studio","access_token":"P64","tasks":["CREATE_CONTENT"]}]}""")
            .Answers("""{"error":{"message":"(#200) no","type":"OAuthException","code":200}}""", 400);

        var answer = await _wire.Platform.ConnectAsync(new ConsentReturn("CODE", Asked.ReturnAddress, ""), default);

        Golden.Matches("Facebook/connect.txt", _wire.Requests());
        var accounts = Assert.IsType<ConnectAnswer.Connected>(answer).Accounts;
        Assert.Equal(
            [("61", "nok", "P61"), ("64", "64", "P64")], accounts.Select(one => (one.ExternalId, one.Username!, one.AccessToken)));
        Assert.All(accounts, one => Assert.Equal("USER", one.RefreshToken));
        Assert.Contains("2027-01-15", accounts[0].Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reel_IsStartedSentAndFinished()
    {
        var work = await _wire.WorkAsync();
        _wire.Answers("""{"video_id":"90","upload_url":"https://rupload.facebook.com/video-upload/v25.0/90"}""")
            .Answers("""{"status":{"video_status":"processing","uploading_phase":{"status":"in_progress","bytes_transferred":10}},"id":"90"}""")
            .Answers("""{"success":true}""")
            .Answers(Whole)
            .Answers("""{"success":true,"post_id":"12"}""");

        var started = Assert.IsType<PrepareAnswer.Advanced>(await _wire.Platform.PrepareAsync(work, null, default));
        var prepared = Assert.IsType<PrepareAnswer.Prepared>(await _wire.Platform.PrepareAsync(work, started.Handles, default));
        Assert.IsType<CheckAnswer.ReadyToCommit>(await _wire.Platform.CheckAsync(work, prepared.Handles, default));
        var accepted = Assert.IsType<CommitAnswer.Accepted>(await _wire.Platform.CommitAsync(work, prepared.Handles, default));

        Golden.Matches("Facebook/reel.txt", _wire.Requests());
        Assert.NotNull(FacebookHandles.Parse(accepted.Handles).AcceptedAt);
    }

    [Fact]
    public async Task Video_IsSentInTheChunksThatThePlatformNames()
    {
        var work = await _wire.WorkAsync(isReel: false);
        _wire.Answers("""{"upload_session_id":"95","video_id":"90","start_offset":"0","end_offset":"12"}""")
            .Answers("""{"start_offset":"12","end_offset":"24"}""")
            .Answers("""{"error":{"message":"Please try again","code":6001,"error_subcode":1363037,"error_data":"{\"start_offset\":\"24\",\"end_offset\":\"35\"}"}}""", 400)
            .Answers("""{"start_offset":"35","end_offset":"35"}""")
            .Answers("""{"error":{"message":"Unsupported get request","code":100,"error_subcode":33}}""", 400)
            .Answers("""{"success":true}""");

        var handles = Assert.IsType<PrepareAnswer.Advanced>(await _wire.Platform.PrepareAsync(work, null, default)).Handles;

        // The offset is stored in between.
        handles = Assert.IsType<PrepareAnswer.Advanced>(await _wire.Platform.PrepareAsync(work, handles, default)).Handles;
        Assert.Equal((24, 35), (FacebookHandles.Parse(handles).StartOffset, FacebookHandles.Parse(handles).EndOffset));
        handles = Assert.IsType<PrepareAnswer.Prepared>(await _wire.Platform.PrepareAsync(work, handles, default)).Handles;
        Assert.IsType<CheckAnswer.ReadyToCommit>(await _wire.Platform.CheckAsync(work, handles, default));
        Assert.IsType<CommitAnswer.Accepted>(await _wire.Platform.CommitAsync(work, handles, default));

        Golden.Matches("Facebook/video.txt", _wire.Requests());
    }

    [Fact]
    public async Task Cover_GoesAsAPreferredPicture()
    {
        var work = await _wire.WorkAsync() with { Cover = new CoverPicture("renditions/a.mp4", 35, "image/jpeg") };
        _wire.Answers("""{"success":true}""").Answers("{}");

        var taken = await _wire.Platform.SetCoverAsync(work, _wire.Reel.ToJson(), default);

        Golden.Matches("Facebook/cover.txt", _wire.Requests());
        Assert.Null(taken.Error);
        Assert.Equal("cover_unanswered", (await _wire.Platform.SetCoverAsync(work, _wire.Reel.ToJson(), default)).Error?.Code);
    }

    [Fact]
    public async Task Publication_IsAskedAboutAndReadBack_WithItsLinkMadeWhole()
    {
        var work = await _wire.WorkAsync();
        _wire.Answers("""{"status":{"video_status":"ready","publishing_phase":{"status":"complete","publish_status":"published"}},"published":true,"id":"90"}""")
            .Answers("""{"id":"90","permalink_url":"/reel/90/","post_id":"12","published":true}""");

        var live = Assert.IsType<ReconcileAnswer.Live>(await ReconcileAsync(work));
        var found = Assert.IsType<ReadBackAnswer.Found>(
            await _wire.Platform.ReadBackAsync(work, live.Handles, new CommitTrace(_wire.Time.GetUtcNow(), []), default));

        Golden.Matches("Facebook/confirm.txt", _wire.Requests());
        Assert.Equal(("90", "https://www.facebook.com/reel/90/"), (found.RemoteId, found.Address));
    }

    [Fact]
    public async Task Numbers_AreAskedForByTheVideosId()
    {
        _wire.Answers("""{"id":"90","permalink_url":"/reel/90/","post_id":"12","views":7,"reactions":{"summary":{"total_count":3}},"comments":{"summary":{"total_count":0}}}""")
            .Answers("""{"data":[{"name":"fb_reels_total_plays","period":"lifetime","values":[{"value":9}]},{"name":"post_video_social_actions","values":[{"value":{"COMMENT":1,"SHARE":4}}]}]}""")
            .Answers("""{"id":"61_12","shares":{"count":5}}""");

        var answer = await _wire.Metrics.ReadAsync(
            FacebookWire.Credentials, [new PostToMeasure(Guid.Empty, "90", _wire.Time.GetUtcNow())], default);

        Golden.Matches("Facebook/numbers.txt", _wire.Requests());
        var numbers = Assert.Single(Assert.IsType<MetricsAnswer.Read>(answer).Posts);
        Assert.Equal((9, 3, 0, 5, null), (numbers.Views, numbers.Likes, numbers.Comments, numbers.Shares, numbers.Saves));
    }

    [Fact]
    public async Task Refresh_ReadsThePagesTokenAgain_AndRevoke_EndsThePersonsConsent()
    {
        _wire.Answers("""{"data":[{"id":"61","access_token":"NEW","tasks":["CREATE_CONTENT"]}]}""").Answers("""{"data":[]}""")
            .Answers("""{"success":true}""");

        Assert.Equal(new RefreshAnswer.Refreshed("NEW", null, null), await _wire.Platform.RefreshAsync(FacebookWire.Credentials, default));
        await _wire.Platform.RevokeAsync(FacebookWire.Credentials, default);

        Golden.Matches("Facebook/tokens.txt", _wire.Requests());
    }

    private async Task<ReconcileAnswer> ReconcileAsync(PublishWork work) => await _wire.Platform.ReconcileAsync(
        work, (_wire.Reel with { UploadedAt = _wire.Time.GetUtcNow() }).ToJson(), new CommitTrace(_wire.Time.GetUtcNow(), []), default);
}
