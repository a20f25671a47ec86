using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>A worker that dies on one platform's way, and what another makes of what it left.</summary>
/// <param name="lostAnswerAt">The twin's word for the commit, where nothing is asked as long as its answer comes; else null.</param>
internal sealed class PlatformCrash(StumblingFixture fixture, Platform platform, string? lostAnswerAt = null)
{
    private const string AfterReconcile = "after reconcile";

    /// <param name="place">See <see cref="StumblingPlatform.CrashAt"/>.</param>
    public async Task EndsInOnePublicationAsync(string place)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform);
        if (place == AfterReconcile && lostAnswerAt is not null)
        {
            await bench.FaultAsync(lostAnswerAt, "drop-after");
        }

        var post = await DieAndEndAsync(bench, place);

        Assert.Equal(post.PlatformPostId, Assert.Single(await bench.PublicationsAsync()).RemoteId);
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(post.Id));
    }

    /// <param name="tries">How often the picture may be sent.</param>
    public async Task EndsInOnePublicationWithItsCoverAsync(string place, int tries)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform);
        var picture = await bench.ChooseCoverAsync(new VideoEdits(CoverAtMs: 1500));

        await DieAndEndAsync(bench, place);

        var published = Assert.Single(await bench.PublicationsAsync());
        Assert.Equal(await File.ReadAllBytesAsync(picture), await bench.CoverAsync(published.RemoteId));
        Assert.Equal(tries, fixture.Platform.Calls.Count(call => call == "cover"));
    }

    private async Task<PlatformPost> DieAndEndAsync(PublishingBench bench, string place)
    {
        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt(place);
        await Assert.ThrowsAsync<WorkerDiedException>(() => PublishingWorker.RunNextAsync(fixture.App));
        await CrashTests.RescueAsync(bench);
        await PublishingWorker.UntilAsync(fixture.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);
        return await bench.PostAsync(postId);
    }
}
