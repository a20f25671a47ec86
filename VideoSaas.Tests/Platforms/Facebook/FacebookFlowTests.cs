using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;

namespace VideoSaas.Tests.Platforms.Facebook;

/// <summary>Posts to the twin over HTTP, as reels and as videos, through the public commands.</summary>
public sealed class FacebookFlowTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private static readonly (int, int) Lying = (960, 540);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_Submitted_IsPublishedAndPlays(bool isReel)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Facebook, size: isReel ? null : Lying);

        var postId = await bench.SubmitAsync();
        await UntilLocatedAsync(bench, postId);

        var post = await bench.PostAsync(postId);
        var published = Assert.Single(await bench.PublicationsAsync());
        Assert.Equal((PostStatus.Published, 100, null), (post.UploadStatus, post.UploadProgress, post.ErrorCode));
        Assert.Equal(published.RemoteId, post.PlatformPostId);
        Assert.Equal(post.Caption, published.Text);
        Assert.Contains(isReel ? "/reel/" : "/videos/", post.PlatformPostUrl, StringComparison.Ordinal);
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(postId));
        await AssertWholeAsync(bench, post);

        using var client = new HttpClient();
        Assert.Contains("#เชียงใหม่", await client.GetStringAsync(post.PlatformPostUrl), StringComparison.Ordinal);
        var profile = new Uri(fixture.App.Address, $"sandbox/facebook?account={bench.Login}");
        Assert.Contains("data-published=\"1\"", await client.GetStringAsync(profile), StringComparison.Ordinal);
        Assert.Contains(bench.Login, await client.GetStringAsync(new Uri(fixture.App.Address, "sandbox/facebook")), StringComparison.Ordinal);

        var attempt = Assert.Single((await bench.PageAsync(postId)).Attempts);
        Assert.Equal(("located", CommitOutcome.Committed, "reconcile"), (attempt.Step, attempt.Outcome, attempt.ResolvedBy));
    }

    private async Task AssertWholeAsync(PublishingBench bench, PlatformPost post)
    {
        using var client = new HttpClient();
        var film = new Uri(fixture.App.Address, $"sandbox/facebook/video/{post.PlatformPostId}");
        Assert.Equal(
            SHA256.HashData(await File.ReadAllBytesAsync(bench.ClipPath)), SHA256.HashData(await client.GetByteArrayAsync(film)));
    }

    private static Task UntilLocatedAsync(PublishingBench bench, Guid postId) =>
        PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);
}
