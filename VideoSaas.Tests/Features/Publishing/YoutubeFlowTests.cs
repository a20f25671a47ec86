using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Youtube.Twin;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>Posts to YouTube's twin over HTTP, through every fault of its list.</summary>
public sealed class YoutubeFlowTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private static readonly PostSettings Everything = new()
    {
        PrivacyLevel = "unlisted",
        IsMadeForKids = true,
        IsMadeByAi = true,
        CategoryId = "26",
        Tags = ["khao soi", "เชียงใหม่"],
        NotifiesSubscribers = false,
    };

    [Fact]
    public async Task Post_Submitted_IsUploadedPrivateAndThenShown()
    {
        var bench = await NewAsync();

        var postId = await bench.SubmitAsync();
        await UntilLocatedAsync(bench, postId);

        var post = await bench.PostAsync(postId);
        Assert.Equal((PostStatus.Published, 100, null, 1), (post.UploadStatus, post.UploadProgress, post.ErrorCode, post.Arming));
        Assert.Equal(post.PlatformPostId, post.PlatformShortCode);
        Assert.Equal(new Uri(fixture.App.Address, $"sandbox/youtube/shorts/{post.PlatformPostId}").PathAndQuery, new Uri(post.PlatformPostUrl!).PathAndQuery);
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(postId));
        var video = Assert.Single(await VideosAsync(bench));
        Assert.Equal("ข้าวซอย #เชียงใหม่ with @nok", video.Snippet.Title);
        Assert.Equal(("public", "22", false, false), (video.Status.PrivacyStatus, video.Snippet.CategoryId, video.Status.SelfDeclaredMadeForKids, video.Status.ContainsSyntheticMedia));
        Assert.True(video.ShownAt > video.UploadedAt);

        await AssertPlaysAsync(bench, post);
        using var client = new HttpClient();
        Assert.Contains("#เชียงใหม่", await client.GetStringAsync(post.PlatformPostUrl), StringComparison.Ordinal);
        Assert.Contains(post.PlatformPostId!, await client.GetStringAsync(new Uri(fixture.App.Address, $"sandbox/youtube?account={bench.Login}")), StringComparison.Ordinal);
        var attempt = Assert.Single((await bench.PageAsync(postId)).Attempts);
        Assert.Equal(("located", CommitOutcome.Committed, "platform"), (attempt.Step, attempt.Outcome, attempt.ResolvedBy));
    }

    [Fact]
    public async Task Post_WithEverythingChosen_GoesOutSo_AndItsSessionIsForgotten()
    {
        var bench = await NewAsync();
        var postId = await DraftAsync(bench, "Khao soi", Everything);

        await SubmitAsync(bench, postId);
        await UntilLocatedAsync(bench, postId);

        var video = Assert.Single(await VideosAsync(bench));
        Assert.Equal(("Khao soi", "26"), (video.Snippet.Title, video.Snippet.CategoryId));
        Assert.Equal(["khao soi", "เชียงใหม่"], video.Snippet.Tags);
        Assert.Equal(("unlisted", true, true), (video.Status.PrivacyStatus, video.Status.SelfDeclaredMadeForKids, video.Status.ContainsSyntheticMedia));
        await using var db = bench.Open();
        var row = await db.PublishAttempts.AsNoTracking().SingleAsync(one => one.PostId == postId);
        Assert.DoesNotContain("upload_id", row.RemoteHandles + row.LastAnswer, StringComparison.Ordinal);
        Assert.DoesNotContain("upload_id", (await bench.PostAsync(postId)).ApiResponse, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ThatStaysPrivate_IsDoneAndShownToNobody()
    {
        var bench = await NewAsync();
        var postId = await DraftAsync(bench, null, new PostSettings { PrivacyLevel = "private" });

        await SubmitAsync(bench, postId);
        await UntilLocatedAsync(bench, postId);

        var post = await bench.PostAsync(postId);
        Assert.Equal(PostStatus.Published, post.UploadStatus);
        Assert.Empty(await bench.PublicationsAsync());
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(post.PlatformPostUrl)).StatusCode);
    }

    [Theory]
    [InlineData("insert", "drop-before")]
    [InlineData("insert", "drop-after")]
    [InlineData("insert", "status:503")]
    [InlineData("insert", "status:409")]
    [InlineData("insert", "html-502")]
    [InlineData("insert", "rate-limit")]
    [InlineData("insert", "rate-limit:1")]
    [InlineData("insert", "upload-limit")]
    [InlineData("insert", "slow")]
    [InlineData("probe", "drop-before", 2)]
    [InlineData("probe", "status:500")]
    [InlineData("probe", "session-404")]
    [InlineData("upload", "drop-before")]
    [InlineData("upload", "drop-after")]
    [InlineData("upload", "drop-after", 2)]
    [InlineData("upload", "cut-at:10")]
    [InlineData("upload", "cut-at:300000")]
    [InlineData("upload", "short-accept")]
    [InlineData("upload", "308-without-range")]
    [InlineData("upload", "status:503", 2)]
    [InlineData("upload", "status:400")]
    [InlineData("upload", "retry-after:1")]
    [InlineData("upload", "session-404")]
    [InlineData("upload", "session-lost-after", 2)]
    [InlineData("upload", "error-but-done", 2)]
    [InlineData("list", "drop-before", 2)]
    [InlineData("list", "processing-stuck", 3)]
    [InlineData("list", "missing", 2)]
    [InlineData("list", "status:500", 2)]
    [InlineData("list", "html-502")]
    [InlineData("list", "processing-fail:uploadAborted")]
    [InlineData("update", "drop-before")]
    [InlineData("update", "drop-after")]
    [InlineData("update", "error-but-done")]
    [InlineData("update", "error-but-done:400")]
    [InlineData("update", "status:503", 2)]
    [InlineData("update", "rate-limit:1")]
    [InlineData("insert", "token-invalid")]
    [InlineData("upload", "token-invalid")]
    [InlineData("list", "token-invalid")]
    [InlineData("update", "token-invalid")]
    [InlineData("update", "slow")]
    public async Task Fault_ThatPasses_EndsInExactlyOnePublication(string op, string fault, int times = 1)
    {
        var bench = await FaultyAsync(op, fault, times);

        var postId = await bench.SubmitAsync();
        await UntilLocatedAsync(bench, postId);

        var post = await bench.PostAsync(postId);
        Assert.Equal(PostStatus.Published, post.UploadStatus);
        Assert.Equal(Assert.Single(await bench.PublicationsAsync()).RemoteId, post.PlatformPostId);
        await AssertPlaysAsync(bench, post);
    }

    [Fact]
    public async Task Session_ThatVanishedWithItsVideoMade_IsFoundByTheNameOfItsFile()
    {
        var bench = await FaultyAsync("upload", "session-lost-after", 2);

        var postId = await bench.SubmitAsync();
        await UntilLocatedAsync(bench, postId);

        Assert.Single(await VideosAsync(bench));
    }

    [Theory]
    [InlineData("insert", "status:400", "request_refused")]
    [InlineData("list", "processing-fail:codec", "video_not_processed")]
    [InlineData("list", "reject:duplicate", "video_duplicate")]
    [InlineData("list", "reject:copyright", "video_rejected")]
    [InlineData("update", "status:403", "request_refused")]
    [InlineData("update", "privacy-forced", "privacy_refused")]
    public async Task Fault_ThatIsFinal_FailsThePostWithItsReason(string op, string fault, string code)
    {
        var bench = await FaultyAsync(op, fault);

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Failed);

        Assert.Equal(code, (await bench.PostAsync(postId)).ErrorCode);
        Assert.Empty(await bench.PublicationsAsync());

        // Mended, the same row goes round again.
        Assert.Null((await bench.Get<RetryPost>().ExecuteAsync(bench.Person.Actor, new RetryPostInput(postId), default)).Refusal);
        await UntilLocatedAsync(bench, postId);
        Assert.Single(await bench.PublicationsAsync());
        Assert.Equal((2, 1), ((await bench.PostAsync(postId)).Arming, (await bench.PostAsync(postId)).RetryCount));
    }

    [Theory]
    [InlineData("insert", "revoked")]
    [InlineData("upload", "revoked")]
    [InlineData("list", "revoked")]
    [InlineData("update", "revoked")]
    [InlineData("insert", "scope")]
    public async Task Consent_ThatEnded_HoldsThePostUntilReconnected(string op, string fault)
    {
        var bench = await FaultyAsync(op, fault);

        var postId = await bench.SubmitAsync();

        // With the commit refused and the question refused too, nobody can tell: unconfirmed, until somebody connects again.
        await PublishingWorker.UntilAsync(bench.App, async () => await bench.PostAsync(postId) is { } post
            && (op == "update" ? post.IsUnconfirmed : post.HoldCode == HoldCode.Reconnect));
        Assert.Empty(await bench.PublicationsAsync());

        await bench.ReconnectAsync();
        await UntilLocatedAsync(bench, postId);
        Assert.Single(await bench.PublicationsAsync());
    }

    [Theory]
    [InlineData("insert")]
    [InlineData("update")]
    public async Task Quota_OfTheProject_HoldsThePostAndItGoesOutLater(string op)
    {
        var bench = await FaultyAsync(op, "quota");

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).HoldCode == HoldCode.Quota);
        Assert.Empty(await bench.PublicationsAsync());

        await UntilLocatedAsync(bench, postId);
        Assert.Single(await bench.PublicationsAsync());
        Assert.Null((await bench.PostAsync(postId)).HoldCode);
    }

    [Fact]
    public async Task Token_ThatEndsSoon_IsRenewedFirst_AndKeepsItsRefreshToken()
    {
        var bench = await NewAsync();
        var postId = await bench.DraftAsync();
        await using var db = bench.Open();
        var account = await db.PlatformAccounts.SingleAsync(one => one.Id == bench.AccountId);
        var before = bench.Get<AccountTokens>().Open(account)!;
        account.TokenExpiresAt = DateTimeOffset.UtcNow.AddMinutes(5);
        await db.SaveChangesAsync();

        await SubmitAsync(bench, postId);
        await UntilLocatedAsync(bench, postId);

        await using var later = bench.Open();
        account = await later.PlatformAccounts.AsNoTracking().SingleAsync(one => one.Id == bench.AccountId);
        var after = bench.Get<AccountTokens>().Open(account)!;
        Assert.NotEqual(before.AccessToken, after.AccessToken);
        Assert.Equal(before.RefreshToken, after.RefreshToken);
        Assert.True(account.TokenExpiresAt > DateTimeOffset.UtcNow.AddMinutes(50));
    }

    [Fact]
    public async Task Cancel_BeforeTheCommit_LeavesNothingToBeSeen()
    {
        var bench = await FaultyAsync("list", "processing-stuck", 1000);
        var postId = await bench.SubmitAsync();
        var run = PublishingWorker.RunNextAsync(bench.App);
        await Eventually.HoldsAsync(async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Checking, TimeSpan.FromSeconds(60));

        Assert.Null((await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new CancelPostInput(postId), default)).Refusal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await run;
            throw new OperationCanceledException();
        });
        await bench.ClearFaultsAsync();

        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(postId)).UploadStatus);
        Assert.Empty(await bench.PublicationsAsync());
    }

    [Fact]
    public async Task Metrics_OfAPublishedPost_AreRead()
    {
        var bench = await NewAsync();
        var postId = await bench.SubmitAsync();
        await UntilLocatedAsync(bench, postId);
        var post = await bench.PostAsync(postId);
        var credentials = await CredentialsAsync(bench);

        var answer = await bench.Get<PlatformCatalog>().MetricsReaderOf(Platform.Youtube)!.ReadAsync(
            credentials,
            [new PostToMeasure(postId, post.PlatformPostId!, post.PostedAt!.Value), new PostToMeasure(Guid.CreateVersion7(), "gone1234567", post.PostedAt.Value)],
            default);

        var numbers = Assert.Single(Assert.IsType<MetricsAnswer.Read>(answer).Posts);
        Assert.True(numbers is { Views: > 0, Likes: not null, Comments: not null, Shares: not null, Saves: not null });
        Assert.Contains("estimatedMinutesWatched", numbers.Metrics.Keys);
        Assert.Equal(["report", "statistics"], JsonDocument.Parse(numbers.Raw).RootElement.EnumerateObject().Select(one => one.Name).Order());
        var facts = Assert.IsType<AccountFactsAnswer.Told>(
            await bench.Get<PlatformCatalog>().AccountReaderOf(Platform.Youtube)!.AskAsync(credentials, default)).Facts;
        Assert.Equal((bench.Login, null), (facts.DisplayName, facts.LongestVideo));
        Assert.Equal(new UploadBudget(100_000, "America/Los_Angeles"), bench.Get<PlatformCatalog>().Of(Platform.Youtube).UploadBudget);
    }

    private Task<PublishingBench> NewAsync() => FaultyAsync(null, "");

    /// <summary>A fault meets whoever comes first: the posts of earlier tests are at rest, and their faults are taken back.</summary>
    private async Task<PublishingBench> FaultyAsync(string? op, string fault, int times = 1)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Youtube);
        await bench.ClearFaultsAsync();
        if (op is not null)
        {
            await bench.FaultAsync(op, fault, times);
        }

        return bench;
    }

    private static async Task<Guid> DraftAsync(PublishingBench bench, string? title, PostSettings settings)
    {
        var saved = await bench.Get<SavePost>().ExecuteAsync(
            bench.Person.Actor, new SavePostInput(bench.VideoId, bench.AccountId, "ข้าวซอย #เชียงใหม่") { Title = title, Settings = settings }, default);
        return saved.Value;
    }

    private static async Task SubmitAsync(PublishingBench bench, Guid postId) =>
        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(postId), default)).Refusal);

    private static Task UntilLocatedAsync(PublishingBench bench, Guid postId) =>
        PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

    private static async Task<AccountCredentials> CredentialsAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return bench.Get<AccountTokens>().Open(await db.PlatformAccounts.AsNoTracking().SingleAsync(one => one.Id == bench.AccountId))!;
    }

    private static async Task<IReadOnlyList<TwinVideo>> VideosAsync(PublishingBench bench) =>
        await bench.Get<YoutubeStore>().ListAsync<TwinVideo>($"{(await CredentialsAsync(bench)).ExternalId}/", 100, default);

    private async Task AssertPlaysAsync(PublishingBench bench, PlatformPost post)
    {
        using var client = new HttpClient();
        var film = new Uri(fixture.App.Address, $"sandbox/youtube/video/{post.PlatformPostId}");
        Assert.Equal(SHA256.HashData(await File.ReadAllBytesAsync(bench.ClipPath)), SHA256.HashData(await client.GetByteArrayAsync(film)));
    }
}
