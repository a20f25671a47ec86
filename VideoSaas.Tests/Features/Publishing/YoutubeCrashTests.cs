using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms.Youtube;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>A video is public by an update of its own id, which may be repeated: a worker that dies leaves one video and no second upload.</summary>
public sealed class YoutubeCrashTests(YoutubeCrashTests.WithStumbling fixture) : IClassFixture<YoutubeCrashTests.WithStumbling>
{
    [Theory]
    [InlineData("before create")]
    [InlineData("after create")]
    [InlineData("before upload")]
    [InlineData("after upload")]
    [InlineData("after check")]
    [InlineData("before commit")]
    [InlineData("after commit")]
    [InlineData("after reconcile")]
    [InlineData("after readback")]
    public async Task Worker_ThatDies_LeavesWhatAnotherEndsWithOnePublication(string place)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Youtube);
        if (place == "after reconcile")
        {
            // Nothing is asked where an answer came.
            await bench.FaultAsync("update", "drop-after");
        }

        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt(place);

        await Assert.ThrowsAsync<WorkerDiedException>(() => PublishingWorker.RunNextAsync(fixture.App));
        await CrashTests.RescueAsync(bench);
        await PublishingWorker.UntilAsync(fixture.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

        Assert.Equal((await bench.PostAsync(postId)).PlatformPostId, Assert.Single(await bench.PublicationsAsync()).RemoteId);
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(postId));
    }

    /// <summary>The picture goes at most once more, and the post not at all.</summary>
    [Theory]
    [InlineData("before cover", 2)]
    [InlineData("after cover", 2)]
    [InlineData("before commit", 1)]
    public async Task Worker_ThatDiesAroundTheCover_LeavesOnePublicationWithIt(string place, int tries)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Youtube);
        var picture = await bench.ChooseCoverAsync(new VideoEdits(CoverAtMs: 1500));
        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt(place);

        await Assert.ThrowsAsync<WorkerDiedException>(() => PublishingWorker.RunNextAsync(fixture.App));
        await CrashTests.RescueAsync(bench);
        await PublishingWorker.UntilAsync(fixture.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

        var published = Assert.Single(await bench.PublicationsAsync());
        Assert.Equal(await File.ReadAllBytesAsync(picture), await bench.CoverAsync(published.RemoteId));
        Assert.Equal(tries, fixture.Platform.Calls.Count(call => call == "cover"));
    }

    public sealed class WithStumbling(PostgresFixture postgres) : StumblingFixture(postgres, typeof(YoutubePlatform))
    {
        protected override IReadOnlyDictionary<string, string?> Waits { get; } =
            new Dictionary<string, string?> { ["Publishing:CommitTimeoutSeconds"] = "1" };
    }
}
