using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Instagram;

namespace VideoSaas.Tests.Platforms.Instagram;

/// <summary>What Instagram is asked, to the letter, and what is made of its answers.</summary>
public sealed class InstagramRequestTests : IDisposable
{
    private static readonly AuthorizeRequest Asked = new(
        "the-state", new Uri("https://app.example/connect/instagram/callback"), "unused", new Uri("https://app.example/"));

    private static readonly AccountCredentials Credentials = new("178411", "PAGE", "USER", null);

    private readonly MediaBench _media = new();

    private readonly RecordedHttp _http = new();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));

    private readonly InstagramPlatform _platform;

    private readonly InstagramMetrics _metrics;

    public InstagramRequestTests()
    {
        var options = Options.Create(new InstagramOptions { AppId = "app", AppSecret = "secret", ResumesPerRun = 0 });
        var addresses = new InstagramAddresses(options, new SandboxServer(null!, Options.Create(new SandboxOptions())));
        var graph = new InstagramGraph(_http.Client, addresses, options, _time);
        _metrics = new InstagramMetrics(graph, options);
        _platform = new InstagramPlatform(
            graph,
            new InstagramUpload(graph, new InstagramRupload(_http.Client, _media.Blobs, options, _time), addresses, options, _time),
            new InstagramConnect(graph, addresses, _time),
            new InstagramMedia(graph, options, _time),
            new InstagramAccount(graph, options),
            addresses,
            options,
            _time);
    }

    public void Dispose() => _media.Dispose();

    [Fact]
    public void Consent_IsAskedFor() =>
        Golden.Matches("Instagram/authorize.txt", _platform.AuthorizeAddress(Asked).AbsoluteUri);

    [Fact]
    public async Task Connect_GoesFromTheCodeToTheAccounts()
    {
        Answers("""{"access_token":"SHORT","token_type":"bearer","expires_in":3600}""");
        Answers("""{"access_token":"USER","token_type":"bearer","expires_in":5183944}""");
        Answers("""{"data":[{"permission":"instagram_basic","status":"granted"},{"permission":"instagram_content_publish","status":"granted"},{"permission":"pages_show_list","status":"granted"},{"permission":"pages_read_engagement","status":"granted"}]}""");
        Answers("""{"data":{"is_valid":true,"expires_at":0,"data_access_expires_at":1802592000,"scopes":[]}}""");
        Answers("""{"data":[{"id":"60","name":"Notes","access_token":"P60"}],"paging":{"cursors":{"before":"a","after":"NEXT"},"next":"https://graph.facebook.com/x"}}""");
        Answers("""{"data":[{"id":"61","name":"Nok","access_token":"P61","instagram_business_account":{"id":"178411","username":"nok"}}]}""");

        var answer = await _platform.ConnectAsync(new ConsentReturn("CODE", Asked.ReturnAddress, ""), default);

        Golden.Matches("Instagram/connect.txt", Requests());
        var account = Assert.Single(Assert.IsType<ConnectAnswer.Connected>(answer).Accounts);
        Assert.Equal(("178411", "nok", "P61", "USER"), (account.ExternalId, account.Username, account.AccessToken, account.RefreshToken));
    }

    [Fact]
    public async Task Reel_IsMadeSentAndPublished()
    {
        var work = await WorkAsync();
        const string limit = """{"data":[{"quota_usage":2,"config":{"quota_total":50,"quota_duration":86400}}]}""";
        Answers(limit);
        Answers("""{"id":"1780","uri":"https://rupload.facebook.com/ig-api-upload/v25.0/1780"}""");
        Answers("""{"id":"1780","status_code":"IN_PROGRESS","video_status":{"uploading_phase":{"status":"in_progress","bytes_transferred":10}}}""");
        Answers("""{"success":true,"message":"Upload successful."}""");
        Answers("""{"id":"1780","status_code":"FINISHED"}""");
        Answers(limit);
        Answers("""{"id":"1789","config_issue":"ignored"}""");
        Answers("""{"id":"1789","permalink":"https://www.instagram.com/reel/AbC/","shortcode":"AbC"}""");

        var begun = Assert.IsType<PrepareAnswer.Advanced>(await _platform.PrepareAsync(work, null, default));
        var prepared = Assert.IsType<PrepareAnswer.Prepared>(await _platform.PrepareAsync(work, begun.Handles, default));
        Assert.IsType<CheckAnswer.ReadyToCommit>(await _platform.CheckAsync(work, prepared.Handles, default));
        var committed = Assert.IsType<CommitAnswer.Committed>(await _platform.CommitAsync(work, prepared.Handles, default));
        var found = Assert.IsType<ReadBackAnswer.Found>(
            await _platform.ReadBackAsync(work, committed.Handles, new CommitTrace(_time.GetUtcNow(), []), default));

        Golden.Matches("Instagram/reel.txt", Requests());
        Assert.Equal(("1789", "AbC"), (committed.RemoteId, found.ShortCode));
    }

    [Theory]
    [InlineData(null, "share_to_feed=true")]
    [InlineData(true, "share_to_feed=true")]
    [InlineData(false, "share_to_feed=false")]
    public async Task Feed_IsThePersonsChoice(bool? shares, string field)
    {
        var work = await WorkAsync() with { Settings = new PostSettings { SharesToFeed = shares } };
        Answers("""{"data":[]}""");
        Answers("""{"id":"1780"}""");

        var begun = Assert.IsType<PrepareAnswer.Advanced>(await _platform.PrepareAsync(work, null, default));

        Assert.Contains(field, _http.Requests[1], StringComparison.Ordinal);
        Assert.DoesNotContain("thumb_offset", _http.Requests[1], StringComparison.Ordinal);
        Assert.Equal("https://rupload.facebook.com/ig-api-upload/v25.0/1780", InstagramHandles.Parse(begun.Handles).UploadAddress);
    }

    [Fact]
    public async Task Commit_WhoseAnswerWasLost_IsLookedForInTheList()
    {
        var work = await WorkAsync();
        Answers("""{"id":"1780","status_code":"PUBLISHED"}""");
        Answers("""{"data":[{"id":"1788","caption":"another","timestamp":"2026-11-25T03:00:00+0000"},{"id":"1789","caption":"ข้าวซอย #เชียงใหม่","timestamp":"2026-11-25T03:00:00+0000"}]}""");

        var answer = await _platform.ReconcileAsync(
            work, Handles.ToJson(), new CommitTrace(_time.GetUtcNow(), []), default);

        Golden.Matches("Instagram/reconcile.txt", Requests());
        Assert.Equal("1789", Assert.IsType<ReconcileAnswer.Live>(answer).RemoteId);
    }

    [Fact]
    public async Task Numbers_AreAskedForTogether()
    {
        Answers("""{"id":"1789","like_count":4,"comments_count":0,"total_views_count":90}""");
        Answers("""{"data":[{"name":"views","period":"lifetime","values":[{"value":91}]},{"name":"saved","values":[{"value":2}]},{"name":"total_interactions","total_value":{"value":7}}]}""");

        var answer = await _metrics.ReadAsync(Credentials, [new PostToMeasure(Guid.Empty, "1789", _time.GetUtcNow())], default);

        Golden.Matches("Instagram/numbers.txt", Requests());
        var numbers = Assert.Single(Assert.IsType<MetricsAnswer.Read>(answer).Posts);
        Assert.Equal((91, 4, 0, null, 2), (numbers.Views, numbers.Likes, numbers.Comments, numbers.Shares, numbers.Saves));
        Assert.Equal(7, numbers.Metrics["total_interactions"]);
    }

    [Fact]
    public async Task Numbers_WithANameThatIsGone_AreAskedForOneByOne_AndAPostThatIsGoneIsLeftOut()
    {
        const string unknown = """{"error":{"message":"(#100) metric[0] must be one of","code":100}}""";
        Answers("""{"id":"1789","like_count":4}""");
        Answers(unknown, 400);
        foreach (var name in new InstagramOptions().Metrics)
        {
            if (name == "reposts")
            {
                Answers(unknown, 400);
            }
            else
            {
                Answers($$"""{"data":[{"name":"{{name}}","values":[{"value":5}]}]}""");
            }
        }

        Answers("""{"error":{"message":"Unsupported get request","code":100,"error_subcode":33}}""", 400);

        var answer = await _metrics.ReadAsync(
            Credentials,
            [new PostToMeasure(Guid.Empty, "1789", _time.GetUtcNow()), new PostToMeasure(Guid.CreateVersion7(), "1788", _time.GetUtcNow())],
            default);

        var numbers = Assert.Single(Assert.IsType<MetricsAnswer.Read>(answer).Posts);
        Assert.Equal((5, 5), (numbers.Views, numbers.Shares));
        Assert.DoesNotContain("reposts", numbers.Metrics.Keys);
    }

    [Fact]
    public async Task Numbers_OfADeadToken_AreRefused()
    {
        Answers("""{"error":{"message":"expired","code":190,"error_subcode":463}}""", 401);

        var answer = await _metrics.ReadAsync(Credentials, [new PostToMeasure(Guid.Empty, "1789", _time.GetUtcNow())], default);

        Assert.Equal(PlatformErrorClass.Reauth, Assert.IsType<MetricsAnswer.Refused>(answer).Error.Class);
    }

    [Fact]
    public async Task Revoke_EndsThePersonsConsent()
    {
        Answers("""{"success":true}""");

        await _platform.RevokeAsync(Credentials, default);

        Golden.Matches("Instagram/revoke.txt", Requests());
    }

    private InstagramHandles Handles => new(
        "1780", "https://rupload.facebook.com/ig-api-upload/v25.0/1780", _time.GetUtcNow(), 35, _time.GetUtcNow());

    private string Requests() => string.Join("\n\n=====\n", _http.Requests);

    private void Answers(string body, int status = 200) => _http.Answers((HttpStatusCode)status, body);

    /// <summary>A file of 35 bytes is in storage.</summary>
    private async Task<PublishWork> WorkAsync()
    {
        await _media.Blobs.CreateAsync("renditions/a.mp4", default);
        await using (var file = await _media.Blobs.OpenAppendAsync("renditions/a.mp4", 0, default))
        {
            await file.WriteAsync(new byte[35]);
            await _media.Blobs.FlushAsync(file, default);
        }

        return new PublishWork(Guid.Empty, Credentials, "ข้าวซอย #เชียงใหม่", "renditions/a.mp4", 35, _ => { })
        {
            Settings = new PostSettings { SharesToFeed = false, CoverAtMs = 1500 },
            Duration = TimeSpan.FromSeconds(4),
        };
    }
}
