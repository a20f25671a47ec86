using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>Whatever is said to a cover, the post goes out once, its cover is tried once, and the story says what became of it.</summary>
public sealed class CoverFaultTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    [Theory]
    [InlineData("drop-before", "cover_unanswered", false)]
    [InlineData("drop-after", "cover_unanswered", true)]
    [InlineData("status:500", "cover_unanswered", false)]
    [InlineData("html-502", "cover_unanswered", false)]
    [InlineData("status:400", "cover_refused", false)]
    [InlineData("status:403", "cover_refused", false)]
    [InlineData("token-invalid:460", "cover_refused", false)]
    [InlineData("throttle:32", "cover_limit", false)]
    [InlineData("slow", null, true)]
    public Task Facebook_WhateverItSaysToTheCover_PublishesOnce(string fault, string? code, bool isThere) =>
        AssertOnceAsync(Platform.Facebook, "thumbnails", fault, code, isThere);

    [Theory]
    [InlineData("thumb-403", "cover_not_verified", false)]
    [InlineData("thumb-limit", "cover_limit", false)]
    [InlineData("drop-before", "cover_unanswered", false)]
    [InlineData("drop-after", "cover_unanswered", true)]
    [InlineData("error-but-done", "cover_unanswered", true)]
    [InlineData("status:503", "cover_unanswered", false)]
    [InlineData("status:400", "cover_refused", false)]
    [InlineData("token-invalid", "cover_refused", false)]
    [InlineData("quota", "cover_limit", false)]
    [InlineData("slow", null, true)]
    public Task Youtube_WhateverItSaysToTheCover_PublishesOnce(string fault, string? code, bool isThere) =>
        AssertOnceAsync(Platform.Youtube, "thumbnail", fault, code, isThere);

    private async Task AssertOnceAsync(Platform platform, string op, string fault, string? code, bool isThere)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform);
        await bench.ChooseCoverAsync(new VideoEdits(CoverAtMs: 1500));
        await bench.ClearFaultsAsync();
        await bench.FaultAsync(op, fault);

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

        var post = await bench.PostAsync(postId);
        var published = Assert.Single(await bench.PublicationsAsync());
        Assert.Equal((PostStatus.Published, published.RemoteId, null, 0), (post.UploadStatus, post.PlatformPostId, post.ErrorCode, post.RetryCount));
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(postId));
        var step = Assert.Single((await bench.PageAsync(postId)).Steps, step => step.Step == "cover");
        Assert.Equal((code is null ? StepOutcome.Done : StepOutcome.Refused, code), (step.Outcome, step.ErrorCode));

        // One fault was asked for: a second try would have been taken.
        Assert.Equal(isThere, await bench.CoverAsync(published.RemoteId) is not null);
    }
}
