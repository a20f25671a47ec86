using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;

namespace VideoSaas.Tests.Platforms.Tiktok;

/// <summary>Posts to the twin over HTTP, through every fault of its list, by the public commands.</summary>
public sealed class TiktokFlowTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    /// <summary>Three chunks.</summary>
    private const int LargeBytes = 16_500_000;

    [Fact]
    public async Task Post_Submitted_IsPublishedAndPlays()
    {
        var bench = await NewAsync();

        var postId = await bench.SubmitAsync();
        var post = await LocatedAsync(bench, postId);

        Assert.Equal((PostStatus.Published, null, 1), (post.UploadStatus, post.ErrorCode, post.Arming));
        Assert.True(long.Parse(post.PlatformPostId!, System.Globalization.CultureInfo.InvariantCulture) > 1L << 53);
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(postId));
        Assert.EndsWith($"/sandbox/tiktok/@{bench.Login}/video/{post.PlatformPostId}", post.PlatformPostUrl, StringComparison.Ordinal);
        await AssertOnceAsync(bench, post);
        using var client = new HttpClient();
        Assert.Contains("#เชียงใหม่", await client.GetStringAsync(post.PlatformPostUrl), StringComparison.Ordinal);
        Assert.Contains(
            "Everyone", await client.GetStringAsync(new Uri(fixture.App.Address, $"sandbox/tiktok?account={bench.Login}")), StringComparison.Ordinal);
        var attempt = Assert.Single((await bench.PageAsync(postId)).Attempts);
        Assert.Equal(("located", CommitOutcome.Committed, "reconcile"), (attempt.Step, attempt.Outcome, attempt.ResolvedBy));
        Assert.DoesNotContain("upload_token=", attempt.LastAnswer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("creator_info", "drop-before", 1)]
    [InlineData("creator_info", "html-502", 1)]
    [InlineData("creator_info", "token-invalid", 1)]
    [InlineData("init", "token-expired", 1)]
    [InlineData("status", "token-expired", 1)]
    [InlineData("creator_info", "throttle", 1)]
    [InlineData("creator_info", "throttle:1", 1)]
    [InlineData("creator_info", "code:reached_active_user_cap:200", 1)]
    [InlineData("init", "drop-before", 1)]
    [InlineData("init", "drop-after", 1)]
    [InlineData("init", "status:503", 1)]
    [InlineData("init", "done-but:500", 1)]
    [InlineData("init", "throttle", 1)]
    [InlineData("init", "code:spam_risk_too_many_posts:403", 1)]
    [InlineData("last_chunk", "drop-before", 1)]
    [InlineData("last_chunk", "drop-after", 1)]
    [InlineData("last_chunk", "done-but:503", 1)]
    [InlineData("last_chunk", "status:503", 2)]
    [InlineData("last_chunk", "throttle", 1)]
    [InlineData("last_chunk", "html-502", 1)]
    [InlineData("last_chunk", "slow", 1)]
    [InlineData("last_chunk", "cut-at:20000", 1)]
    [InlineData("last_chunk", "upload-url-expired", 1)]
    [InlineData("last_chunk", "fail:internal", 1)]
    [InlineData("status", "drop-before", 2)]
    [InlineData("status", "html-502", 2)]
    [InlineData("status", "throttle", 1)]
    [InlineData("status", "stuck-processing", 5)]
    [InlineData("status", "ids-late", 6)]
    [InlineData("status", "ids-spelled-right", 20)]
    [InlineData("status", "ids-as-text", 20)]
    [InlineData("query", "drop-before", 1)]
    [InlineData("query", "token-invalid", 1)]
    public async Task Fault_ThatPasses_EndsInExactlyOnePost(string op, string fault, int times)
    {
        var bench = await FaultyAsync(op, fault, times);

        var post = await LocatedAsync(bench, await bench.SubmitAsync());

        Assert.Equal(PostStatus.Published, post.UploadStatus);
        await AssertOnceAsync(bench, post);
    }

    [Theory]
    [InlineData("chunk", "drop-before", 1)]
    [InlineData("chunk", "drop-after", 1)]
    [InlineData("chunk", "done-but:500", 1)]
    [InlineData("chunk", "status:503", 6)]
    [InlineData("chunk", "cut-at:3000000", 2)]
    [InlineData("chunk", "upload-url-expired", 1)]
    [InlineData("last_chunk", "drop-after", 1)]
    [InlineData("last_chunk", "cut-at:3000000", 1)]
    public async Task Chunk_ThatBreaks_IsResumedWhereTheTwinHasItsBytes(string op, string fault, int times)
    {
        var bench = await FaultyAsync(op, fault, times, large: true);

        var post = await LocatedAsync(bench, await bench.SubmitAsync());

        Assert.Equal(PostStatus.Published, post.UploadStatus);
        await AssertOnceAsync(bench, post);
    }

    [Theory]
    [InlineData("creator_info", "code:spam_risk_user_banned_from_posting:200", "banned_from_posting")]
    [InlineData("init", "code:spam_risk_text:403", "text_refused")]
    [InlineData("init", "code:privacy_level_option_mismatch:403", "privacy_not_allowed")]
    [InlineData("last_chunk", "fail:frame_rate_check_failed", "media_refused")]
    [InlineData("last_chunk", "fail:user_cancel", "ended_by_creator")]
    [InlineData("last_chunk", "status:400", "request_refused")]
    public async Task Fault_ThatIsFinal_FailsThePost_AndARetrySendsIt(string op, string fault, string code)
    {
        var bench = await FaultyAsync(op, fault);

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Failed);

        Assert.Equal(code, (await bench.PostAsync(postId)).ErrorCode);
        Assert.Empty(await bench.PublicationsAsync());
        Assert.Null((await bench.Get<RetryPost>().ExecuteAsync(bench.Person.Actor, new RetryPostInput(postId), default)).Refusal);
        await AssertOnceAsync(bench, await LocatedAsync(bench, postId));
    }

    [Theory]
    [InlineData("creator_info", "token-revoked")]
    [InlineData("init", "token-revoked")]
    [InlineData("status", "token-revoked")]
    public async Task Token_ThatDied_HoldsThePostUntilReconnected(string op, string fault)
    {
        var bench = await FaultyAsync(op, fault);

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).HoldCode == HoldCode.Reconnect);
        Assert.Empty(await bench.PublicationsAsync());

        await bench.ReconnectAsync();
        await AssertOnceAsync(bench, await LocatedAsync(bench, postId));
    }

    [Fact]
    public async Task Limit_OfTheDay_HoldsThePostAndSendsItLater()
    {
        var bench = await FaultyAsync("creator_info", "code:spam_risk_too_many_posts:200", 1);

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).HoldCode == HoldCode.Quota);
        Assert.Empty(await bench.PublicationsAsync());

        await AssertOnceAsync(bench, await LocatedAsync(bench, postId));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, TiktokPrivacy.OnlyMe)]
    [InlineData(false, TiktokPrivacy.Friends)]
    public async Task Post_ThatNobodyElseSees_IsPublishedWithoutANumber(bool goesToInbox, string? level)
    {
        var bench = await NewAsync();
        bench.Settings = goesToInbox
            ? new PostSettings { GoesToInbox = true }
            : bench.Settings with { PrivacyLevel = level };

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PageAsync(postId)).Attempts is [{ Step: "located" }]);

        var post = await bench.PostAsync(postId);
        Assert.Equal((PostStatus.Published, null, null), (post.UploadStatus, post.PlatformPostId, post.PlatformPostUrl));
        var published = Assert.Single(await bench.PublicationsAsync());
        Assert.Equal(goesToInbox, published.RemoteId.StartsWith("v_inbox_file~", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Commit_WhoseAnswerAndPublicationAreLost_IsFoundByItsTextAmongThePublic()
    {
        var bench = await FaultyAsync("last_chunk", "drop-after");
        var postId = await bench.SubmitAsync("one of its kind " + bench.Login);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PageAsync(postId)).Attempts is [{ IntentAt: not null }]);
        await bench.FaultAsync("status", "unknown-id", 1000);

        var post = await LocatedAsync(bench, postId);
        await bench.ClearFaultsAsync();

        await AssertOnceAsync(bench, post);
    }

    [Fact]
    public async Task Cancel_BeforeTheLastChunk_LeavesNothing()
    {
        var bench = await FaultyAsync("chunk", "status:503", 1000, large: true);
        var postId = await bench.SubmitAsync();
        await PublishingWorker.RunNextAsync(bench.App);
        Assert.Equal(PostStatus.Uploading, (await bench.PostAsync(postId)).UploadStatus);

        Assert.Null((await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new CancelPostInput(postId), default)).Refusal);
        await bench.ClearFaultsAsync();
        await PublishingWorker.RunNextAsync(bench.App);

        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(postId)).UploadStatus);
        Assert.Empty(await bench.PublicationsAsync());
    }

    [Fact]
    public async Task Post_WithNothingChosen_IsKeptAsADraftAndNotSent()
    {
        var bench = await NewAsync();
        bench.Settings = PostSettings.None;
        var postId = await bench.DraftAsync();

        var refused = await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new(postId), default);

        Assert.Equal("privacy_not_chosen", refused.Refusal?.Code);
    }

    [Fact]
    public async Task Settings_OfThePost_ReachTheTwin()
    {
        var bench = await NewAsync();
        bench.Settings = bench.Settings with
        {
            AllowsComments = true,
            DisclosesPromotion = true,
            PromotesOwnBrand = true,
            IsPaidPartnership = true,
        };

        await LocatedAsync(bench, await bench.SubmitAsync());

        await using var db = bench.Open();
        var external = await db.PlatformAccounts.Where(one => one.Id == bench.AccountId).Select(one => one.ExternalId).SingleAsync();
        var video = await db.SandboxDocuments.Where(one => one.Twin == "tiktok" && one.Kind == "video" && one.Key.StartsWith(external + "/"))
            .Select(one => one.Body).SingleAsync();
        var info = JsonDocument.Parse(video).RootElement.GetProperty("Info");
        Assert.Equal(
            (true, false, false, true, true),
            (Flag("AllowsComments"), Flag("AllowsDuets"), Flag("AllowsStitches"), Flag("IsPaidPartnership"), Flag("PromotesOwnBrand")));

        bool Flag(string name) => info.GetProperty(name).GetBoolean();
    }

    private async Task<PublishingBench> NewAsync(bool large = false)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok);
        return large
            ? await PublishingBench.NewAsync(fixture.App, Platform.Tiktok, await Clips.PaddedAsync(bench.ClipPath, LargeBytes))
            : bench;
    }

    /// <summary>A fault meets whoever comes first: the posts of earlier tests are at rest, and their faults are taken back.</summary>
    private async Task<PublishingBench> FaultyAsync(string op, string fault, int times = 1, bool large = false)
    {
        var bench = await NewAsync(large);
        await bench.ClearFaultsAsync();
        await bench.FaultAsync(op, fault, times);
        return bench;
    }

    private static async Task<PlatformPost> LocatedAsync(PublishingBench bench, Guid postId)
    {
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);
        return await bench.PostAsync(postId);
    }

    private async Task AssertOnceAsync(PublishingBench bench, PlatformPost post)
    {
        var published = Assert.Single(await bench.PublicationsAsync());
        Assert.Equal(published.RemoteId, post.PlatformPostId);
        using var client = new HttpClient();
        var film = new Uri(fixture.App.Address, $"sandbox/tiktok/@{bench.Login}/video/{post.PlatformPostId}/file");
        using var answer = await client.GetAsync(film);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            SHA256.HashData(await File.ReadAllBytesAsync(bench.ClipPath)), SHA256.HashData(await answer.Content.ReadAsByteArrayAsync()));
    }
}
