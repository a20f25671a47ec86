using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Videos;
using VideoSaas.Web.Platforms.Instagram;

namespace VideoSaas.Tests.Features.Publishing;

public sealed class CrashFixture(PostgresFixture postgres) : StumblingFixture(postgres, typeof(InstagramPlatform));

public sealed class CrashTests(CrashFixture fixture) : IClassFixture<CrashFixture>
{
    [Theory]
    [InlineData("before create", 1)]
    [InlineData("after create", 2)]
    [InlineData("before upload", 1)]
    [InlineData("after upload", 1)]
    [InlineData("before check", 1)]
    [InlineData("after check", 1)]
    [InlineData("before commit", 1)]
    [InlineData("after commit", 1)]
    [InlineData("before readback", 1)]
    [InlineData("after readback", 1)]
    public async Task Worker_ThatDies_LeavesWhatAnotherEndsWithOnePublication(string place, int containers)
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt(place);

        await Assert.ThrowsAsync<WorkerDiedException>(() => RunAsync());
        await RescueAsync(bench);
        await UntilLocatedAsync(bench, postId);

        Assert.Single(await bench.PublishedAsync());
        Assert.Equal(containers, (await bench.ContainersAsync()).Count);
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(postId));
        Assert.Equal(1, fixture.Platform.Calls.Count(call => call == "commit") - (place == "before commit" ? 1 : 0));
    }

    [Fact]
    public async Task Intent_OfAnotherRun_IsOnlyReconciled()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt("after commit");
        await Assert.ThrowsAsync<WorkerDiedException>(() => RunAsync());
        await RescueAsync(bench);
        fixture.Platform.CrashAt(null);

        await UntilLocatedAsync(bench, postId);

        Assert.Equal("reconcile", fixture.Platform.Calls[0]);
        Assert.DoesNotContain("commit", fixture.Platform.Calls);
        Assert.Equal("reconcile", (await bench.PageAsync(postId)).Attempts[0].ResolvedBy);
        Assert.NotNull((await bench.PostAsync(postId)).PlatformPostId);
    }

    [Theory]
    [InlineData("after upload", false)]
    [InlineData("after commit", true)]
    public async Task Delete_OfTheVideo_CallsAPostOffUnlessItMayBeOut(string place, bool isOut)
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt(place);
        await Assert.ThrowsAsync<WorkerDiedException>(() => RunAsync());
        await RescueAsync(bench);
        fixture.Platform.CrashAt(null);

        Assert.True((await bench.Get<DeleteVideo>().ExecuteAsync(bench.Person.Actor, new(bench.VideoId), default)).Succeeded);
        if (isOut)
        {
            await UntilLocatedAsync(bench, postId);
        }
        else
        {
            await AllJobsAreCancelledAsync(bench);
        }

        var post = await bench.PostAsync(postId);
        Assert.Equal(isOut ? PostStatus.Published : PostStatus.Cancelled, post.UploadStatus);
        Assert.Equal(isOut ? 1 : 0, (await bench.PublishedAsync()).Count);
    }

    [Fact]
    public async Task Delete_OfTheVideo_CallsDraftsAndWaitingPostsOff_AndRestoredTheyGoOutWhenAsked()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.DraftAsync();
        await bench.Get<DeleteVideo>().ExecuteAsync(bench.Person.Actor, new(bench.VideoId), default);
        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(postId)).UploadStatus);
        Assert.Equal("not_found", (await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal?.Code);

        await bench.Get<RestoreVideo>().ExecuteAsync(bench.Person.Actor, new(bench.VideoId), default);
        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal);
        await bench.Get<DeleteVideo>().ExecuteAsync(bench.Person.Actor, new(bench.VideoId), default);

        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(postId)).UploadStatus);
        await AllJobsAreCancelledAsync(bench);
        Assert.Empty(await bench.PublishedAsync());
    }

    [Fact]
    public async Task Run_ThatLostItsLeaseInTheCommit_CommitsNothingTwiceAndBreaksNothing()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt(null);
        var gate = fixture.Platform.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var standing = RunAsync();
        await fixture.Platform.Standing.Task.WaitAsync(TimeSpan.FromSeconds(60));

        // Everybody takes the standing run for dead; another brings the post to its end.
        await RescueAsync(bench);
        await UntilLocatedAsync(bench, postId);
        var known = await bench.PostAsync(postId);
        gate.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => standing);

        var post = await bench.PostAsync(postId);
        Assert.Equal((PostStatus.Published, known.PlatformPostId), (post.UploadStatus, post.PlatformPostId));
        Assert.Single(await bench.PublishedAsync());
        Assert.Equal(CommitOutcome.Committed, (await bench.PageAsync(postId)).Attempts[0].Outcome);
    }

    [Fact]
    public async Task Answer_ToACommit_IsKeptAlsoWhenTheLeaseIsLost()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt(null);
        var gate = fixture.Platform.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var standing = RunAsync();
        await fixture.Platform.Standing.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await RescueAsync(bench);
        gate.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => standing);

        var attempt = (await bench.PageAsync(postId)).Attempts[0];
        Assert.Equal((CommitOutcome.Committed, "platform"), (attempt.Outcome, attempt.ResolvedBy));
        Assert.Equal(PostStatus.Checking, (await bench.PostAsync(postId)).UploadStatus);

        await UntilLocatedAsync(bench, postId);
        Assert.DoesNotContain("reconcile", fixture.Platform.Calls);
        Assert.Single(await bench.PublishedAsync());
    }

    [Fact]
    public async Task Cancel_BeforeTheIntent_SendsNothing_AndAfterIt_IsRefused()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        fixture.Platform.CrashAt("before check");
        await Assert.ThrowsAsync<WorkerDiedException>(() => RunAsync());

        Assert.Null((await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new CancelPostInput(postId), default)).Refusal);
        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(postId)).UploadStatus);
        await using (var db = bench.Open())
        {
            var job = await db.ProcessingJobs.AsNoTracking().SingleAsync(one => one.VideoId == bench.VideoId);
            Assert.Equal(JobStatus.Cancelled, job.Status);
        }

        Assert.Empty(await bench.PublishedAsync());

        // The same row again, and this time too late.
        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(postId), default)).Refusal);
        fixture.Platform.CrashAt("after commit");
        await Assert.ThrowsAsync<WorkerDiedException>(() => RunAsync());
        var refused = await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new CancelPostInput(postId), default);
        Assert.Equal("past_point_of_no_return", refused.Refusal?.Code);
        Assert.False((await bench.PageAsync(postId)).CanCancel);
        await RescueAsync(bench);
        await UntilLocatedAsync(bench, postId);
        Assert.Single(await bench.PublishedAsync());
    }

    private static async Task AllJobsAreCancelledAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        Assert.All(
            await db.ProcessingJobs.AsNoTracking().Where(one => one.VideoId == bench.VideoId).ToListAsync(),
            job => Assert.Equal(JobStatus.Cancelled, job.Status));
    }

    private Task<JobOutcome?> RunAsync() => PublishingWorker.RunNextAsync(fixture.App);

    /// <summary>What the sweeper does with a run whose lease has ended.</summary>
    internal static async Task RescueAsync(PublishingBench bench)
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

    private Task UntilLocatedAsync(PublishingBench bench, Guid postId) =>
        PublishingWorker.UntilAsync(fixture.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);
}
