using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Features.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Platforms.Tiktok;

namespace VideoSaas.Tests.Platforms.Tiktok;

public sealed class TiktokCrashFixture(PostgresFixture postgres) : StumblingFixture(postgres, typeof(TiktokPlatform))
{
    protected override IReadOnlyDictionary<string, string?> Waits { get; } = new Dictionary<string, string?>
    {
        ["Tiktok:RequestTimeoutSeconds"] = "4",
        ["Tiktok:SlowestBytesPerSecond"] = "5500000",
    };
}

public sealed class TiktokCrashTests(TiktokCrashFixture fixture) : IClassFixture<TiktokCrashFixture>
{
    [Theory]
    [InlineData("before create", 1)]
    [InlineData("after create", 2)]
    [InlineData("before upload", 1)]
    [InlineData("after upload", 1)]
    [InlineData("after check", 1)]
    [InlineData("before commit", 1)]
    [InlineData("after commit", 1)]
    [InlineData("after reconcile", 1)]
    [InlineData("after readback", 1)]
    public async Task Worker_ThatDies_LeavesWhatAnotherEndsWithOnePost(string place, int publications)
    {
        var small = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok);
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok, await Clips.PaddedAsync(small.ClipPath, 16_500_000));
        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt(place);

        await Assert.ThrowsAsync<WorkerDiedException>(() => PublishingWorker.RunNextAsync(fixture.App));
        await RescueAsync(bench);
        await PublishingWorker.UntilAsync(fixture.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

        Assert.Equal((await bench.PostAsync(postId)).PlatformPostId, Assert.Single(await bench.PublicationsAsync()).RemoteId);
        await using var db = bench.Open();
        var external = await db.PlatformAccounts.Where(one => one.Id == bench.AccountId).Select(one => one.ExternalId).SingleAsync();
        Assert.Equal(publications, await db.SandboxDocuments.CountAsync(one => one.Kind == "direct_init" && one.Key.StartsWith(external + "/")));
    }

    [Fact]
    public async Task Post_ForALaterMinute_HasAllButItsLastChunkThereAndGoesOutThen()
    {
        var small = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok);
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok, await Clips.PaddedAsync(small.ClipPath, 16_500_000));
        fixture.Platform.CrashAt(null);
        var postId = await bench.DraftAsync();
        var submitted = await bench.Get<SubmitPost>().ExecuteAsync(
            bench.Person.Actor, new SubmitPostInput(postId, new PostTime.At(DateTimeOffset.UtcNow.AddMinutes(10))), default);
        Assert.Null(submitted.Refusal);

        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).CommitAt is not null);
        Assert.Equal(["create", "upload", "upload", "check"], fixture.Platform.Calls);
        Assert.Empty(await bench.PublicationsAsync());

        var at = DateTimeOffset.UtcNow.AddSeconds(1);
        Assert.Null((await bench.Get<ReschedulePost>().ExecuteAsync(
            bench.Person.Actor, new ReschedulePostInput(postId, new PostTime.At(at)), default)).Refusal);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

        Assert.True(Assert.Single(await bench.PublicationsAsync()).At >= at);
        Assert.Equal("commit", fixture.Platform.Calls[4]);
    }

    /// <summary>What the sweeper does with a run whose lease has ended.</summary>
    private static async Task RescueAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE processing_jobs SET status = 'queued', scheduled_for = now(), lease_token = NULL, lease_until = NULL
            WHERE video_id = {bench.VideoId} AND status = 'running'
            """);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE processing_job_attempts SET ended_at = now(), outcome = 'lost'
            WHERE ended_at IS NULL AND job_id IN (SELECT id FROM processing_jobs WHERE video_id = {bench.VideoId})
            """);
    }
}
