using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms.Facebook;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>A finish that was taken is known again by whoever comes after the one that sent it.</summary>
public sealed class FacebookCrashTests(FacebookCrashTests.WithStumbling fixture) : IClassFixture<FacebookCrashTests.WithStumbling>
{
    [Theory]
    [InlineData("after create")]
    [InlineData("after upload")]
    [InlineData("before commit")]
    [InlineData("after commit")]
    [InlineData("after reconcile")]
    public async Task Worker_ThatDies_LeavesWhatAnotherEndsWithOnePublication(string place)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Facebook);
        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt(place);

        await Assert.ThrowsAsync<WorkerDiedException>(() => PublishingWorker.RunNextAsync(fixture.App));
        await CrashTests.RescueAsync(bench);
        await PublishingWorker.UntilAsync(fixture.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

        Assert.Single(await bench.PublicationsAsync());
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(postId));
        Assert.InRange(fixture.Platform.Calls.Count(call => call == "commit"), 1, 2);
    }

    /// <summary>The picture goes at most once more, and the post not at all.</summary>
    [Theory]
    [InlineData("before cover", 2)]
    [InlineData("after cover", 2)]
    [InlineData("before commit", 1)]
    public async Task Worker_ThatDiesAroundTheCover_LeavesOnePublicationWithIt(string place, int tries)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Facebook);
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

    public sealed class WithStumbling(PostgresFixture postgres) : StumblingFixture(postgres, typeof(FacebookPlatform))
    {
        protected override IReadOnlyDictionary<string, string?> Waits { get; } =
            new Dictionary<string, string?> { ["Publishing:CommitTimeoutSeconds"] = "1" };
    }
}
