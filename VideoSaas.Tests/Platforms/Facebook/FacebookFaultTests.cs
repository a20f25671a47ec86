using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;

namespace VideoSaas.Tests.Platforms.Facebook;

/// <summary>Every fault of the twin's list at every step ends in exactly one publication, or in a true other word.</summary>
public sealed class FacebookFaultTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private static readonly (int, int) Lying = (960, 540);

    [Theory]
    [InlineData("start", "drop-before", 1)]
    [InlineData("start", "drop-after", 1)]
    [InlineData("start", "status:503", 1)]
    [InlineData("start", "throttle-retry-after:1", 1)]
    [InlineData("rupload", "drop-before", 1)]
    [InlineData("rupload", "drop-after", 1)]
    [InlineData("rupload", "rupload-cut-at:20000", 1)]
    [InlineData("rupload", "rupload-nonretriable", 1)]
    [InlineData("rupload", "html-502", 1)]
    [InlineData("status", "offset-lie", 1)]
    [InlineData("status", "docs-spelling", 20)]
    [InlineData("status", "status-100-33", 4)]
    [InlineData("status", "stuck-processing", 5)]
    [InlineData("status", "html-502", 2)]
    [InlineData("status", "throttle:32", 1)]
    [InlineData("finish", "drop-before", 1)]
    [InlineData("finish", "drop-after", 1)]
    [InlineData("finish", "finish-500-but-live", 1)]
    [InlineData("finish", "finish-ok-then-processing-error:1363047", 1)]
    [InlineData("finish", "slow", 1)]
    [InlineData("finish", "html-502", 1)]
    [InlineData("finish", "throttle:613", 1)]
    [InlineData("readback", "permalink-missing", 2)]
    [InlineData("readback", "status-100-33", 2)]
    public async Task Reel_MeetsAFaultThatPasses_AndIsPublishedOnce(string op, string fault, int times) =>
        await AssertOnceAsync(await FaultyAsync(op, fault, times));

    [Theory]
    [InlineData("start", "drop-after", 1)]
    [InlineData("transfer", "drop-before", 2)]
    [InlineData("transfer", "drop-after", 2)]
    [InlineData("transfer", "rupload-cut-at:20000", 1)]
    [InlineData("transfer", "offset-lie", 2)]
    [InlineData("transfer", "status:500", 7)]
    [InlineData("finish", "drop-before", 1)]
    [InlineData("finish", "drop-after", 1)]
    [InlineData("finish", "finish-500-but-live", 1)]
    [InlineData("finish", "finish-ok-then-processing-error:1363047", 1)]
    [InlineData("status", "docs-spelling", 20)]
    [InlineData("status", "status-100-33", 4)]
    public async Task Video_MeetsAFaultThatPasses_AndIsPublishedOnce(string op, string fault, int times) =>
        await AssertOnceAsync(await FaultyAsync(op, fault, times, Lying));

    /// <summary>Then only a second finish of the same video can help, and the twin must take it as one.</summary>
    [Fact]
    public async Task Finish_WhoseAnswerIsLost_IsSentAgainWhereNothingShowsThatItCame()
    {
        var bench = await FaultyAsync("finish", "drop-after", 1);
        await bench.FaultAsync("status", "stuck-processing", 8);

        await AssertOnceAsync(bench, caption: null);
    }

    [Theory]
    [InlineData("start", "error:1404102", "standards_refused")]
    [InlineData("rupload", "status:400", "request_refused")]
    [InlineData("finish", "block-368", "platform_blocked")]
    [InlineData("finish", "duplicate-506", "duplicate_refused")]
    [InlineData("finish", "finish-ok-then-processing-error:1363128", "media_refused")]
    public async Task Fault_ThatIsFinal_FailsThePost_AndARetrySendsIt(string op, string fault, string code)
    {
        var bench = await FaultyAsync(op, fault, 1);

        var postId = await bench.SubmitAsync();
        await UntilAsync(bench, postId, post => post.UploadStatus == PostStatus.Failed);

        Assert.Equal(code, (await bench.PostAsync(postId)).ErrorCode);
        Assert.Empty(await bench.PublicationsAsync());
        Assert.Null((await bench.Get<RetryPost>().ExecuteAsync(bench.Person.Actor, new RetryPostInput(postId), default)).Refusal);
        await UntilAsync(bench, postId, post => post.PlatformPostUrl is not null);
        Assert.Single(await bench.PublicationsAsync());
    }

    [Fact]
    public async Task Video_ThatStaysADraft_IsSaidToHaveFailed()
    {
        var bench = await FaultyAsync("finish", "reel-becomes-draft", 1, Lying);

        var postId = await bench.SubmitAsync();
        await UntilAsync(bench, postId, post => post.UploadStatus == PostStatus.Failed);

        Assert.Equal("left_as_draft", (await bench.PostAsync(postId)).ErrorCode);
        Assert.Empty(await bench.PublicationsAsync());
    }

    /// <summary>The person's own token lives on, and gives the Page a new one.</summary>
    [Theory]
    [InlineData("start", "token-invalid:460")]
    [InlineData("rupload", "token-invalid:467")]
    [InlineData("status", "status:401")]
    public async Task PageToken_ThatDied_IsReadAgain_AndThePostGoesOn(string op, string fault)
    {
        var bench = await FaultyAsync(op, fault, 1);
        var before = await TokenAsync(bench);

        await AssertOnceAsync(bench);

        Assert.NotEqual(before, await TokenAsync(bench));
    }

    [Theory]
    [InlineData("start", "token-invalid:463")]
    [InlineData("finish", "token-invalid:458")]
    [InlineData("finish", "error:1404078")]
    public async Task BothTokens_ThatDied_HoldThePostUntilReconnected(string op, string fault)
    {
        var bench = await FaultyAsync(op, fault, 1);
        await bench.FaultAsync("accounts", "token-invalid:460");

        var postId = await bench.SubmitAsync();
        await UntilAsync(bench, postId, post => post.HoldCode == HoldCode.Reconnect);
        Assert.Equal(PostStatus.Pending, (await bench.PostAsync(postId)).UploadStatus);
        Assert.Empty(await bench.PublicationsAsync());

        await bench.ReconnectAsync();
        await UntilAsync(bench, postId, post => post.UploadStatus == PostStatus.Published);
        Assert.Single(await bench.PublicationsAsync());
    }

    /// <summary>The finish is asked for before the file is looked at: what the platform then finds is the truth.</summary>
    [Fact]
    public async Task File_ThatIsNotWhatItsRowSays_FailsAfterTheFinish()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Facebook, size: (270, 480));
        await using (var db = bench.Open())
        {
            await db.VideoAssets.Where(asset => asset.VideoId == bench.VideoId)
                .ExecuteUpdateAsync(set => set.SetProperty(asset => asset.Width, 540).SetProperty(asset => asset.Height, 960));
        }

        await bench.ClearFaultsAsync();
        var postId = await bench.SubmitAsync();
        await UntilAsync(bench, postId, post => post.UploadStatus == PostStatus.Failed);

        var post = await bench.PostAsync(postId);
        Assert.Equal("media_refused", post.ErrorCode);
        Assert.Contains("1363127", post.ErrorDetails, StringComparison.Ordinal);
    }

    private async Task AssertOnceAsync(PublishingBench bench, string? caption = "ข้าวซอย #เชียงใหม่ with @nok")
    {
        var postId = await bench.SubmitAsync(caption);
        await UntilAsync(bench, postId, one => one.PlatformPostUrl is not null);

        var post = await bench.PostAsync(postId);
        var published = Assert.Single(await bench.PublicationsAsync());
        Assert.Equal((PostStatus.Published, published.RemoteId), (post.UploadStatus, post.PlatformPostId));
        using var client = new HttpClient();
        var film = new Uri(fixture.App.Address, $"sandbox/facebook/video/{post.PlatformPostId}");
        Assert.Equal(
            SHA256.HashData(await File.ReadAllBytesAsync(bench.ClipPath)), SHA256.HashData(await client.GetByteArrayAsync(film)));
    }

    private static async Task<string> TokenAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return await db.PlatformAccounts.Where(one => one.Id == bench.AccountId).Select(one => one.AccessTokenProtected).SingleAsync();
    }

    private static Task UntilAsync(PublishingBench bench, Guid postId, Func<PlatformPost, bool> holds) =>
        PublishingWorker.UntilAsync(bench.App, async () => holds(await bench.PostAsync(postId)));

    /// <summary>A fault meets whoever comes first: the posts of earlier tests are at rest, and their faults are taken back.</summary>
    private async Task<PublishingBench> FaultyAsync(string op, string fault, int times, (int, int)? size = null)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Facebook, size: size);
        await bench.ClearFaultsAsync();
        await bench.FaultAsync(op, fault, times);
        return bench;
    }
}
