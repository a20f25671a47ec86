using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Tests.Features.Publishing.Schedule;

/// <summary>Posts for a later minute, against the twin: prepared ahead, committed then, moved, called off, looked after.</summary>
public sealed class ScheduleTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    [Fact]
    public async Task Post_ForALaterMinute_IsPreparedAheadAndGoesOutThen()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddMinutes(20));

        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).CommitAt is not null);
        Assert.Equal(PostStatus.Checking, (await bench.PostAsync(postId)).UploadStatus);
        Assert.True((await bench.PageAsync(postId)).CanCancel);
        Assert.Single(await bench.ContainersAsync());
        Assert.Empty(await bench.PublishedAsync());

        var at = DateTimeOffset.UtcNow.AddSeconds(1.5);
        await MoveAsync(bench, postId, at);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);
        var publication = Assert.Single(await bench.PublicationsAsync());
        Assert.True(publication.At >= Microseconds(at), $"It went out at {publication.At:O}, before {at:O}.");
        Assert.Equal((1, null), ((await bench.PostAsync(postId)).Arming, (await bench.PostAsync(postId)).CommitAt));
        Assert.Equal(
            ["started", "container_created", "prepared", "ready", "intent", "committed", "located"], await StepsAsync(bench, postId));
    }

    public static TheoryData<Platform> Platforms() => [.. Enum.GetValues<Platform>()];

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Post_OfEachPlatform_WaitsPreparedForItsMinute(Platform platform)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddMinutes(15));
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).CommitAt is not null);
        Assert.Empty(await bench.PublicationsAsync());

        await MoveAsync(bench, postId, null);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        Assert.Single(await bench.PublicationsAsync());
        Assert.Equal(1, (await bench.PostAsync(postId)).Arming);
    }

    [Fact]
    public async Task Post_ForTomorrow_HasNoJobUntilItsLead()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddDays(1));
        Assert.Equal(0, await OpenJobsAsync(bench, postId));

        await LookAsync(bench);
        Assert.Equal(0, await OpenJobsAsync(bench, postId));

        await MoveAsync(bench, postId, DateTimeOffset.UtcNow.AddMinutes(20));
        await Task.WhenAll(LookAsync(bench), LookAsync(bench));
        await LookAsync(bench);
        Assert.Equal(1, await OpenJobsAsync(bench, postId));
    }

    [Fact]
    public async Task Prepared_MovedWithinWhatThePlatformKeeps_IsNotPreparedAgain()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddMinutes(10));
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).CommitAt is not null);

        await MoveAsync(bench, postId, DateTimeOffset.UtcNow.AddHours(2));
        Assert.Equal((PostStatus.Checking, 1), ((await bench.PostAsync(postId)).UploadStatus, (await bench.PostAsync(postId)).Arming));
        Assert.Null(await PublishingWorker.RunNextAsync(bench.App));

        await MoveAsync(bench, postId, null);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        Assert.Single(await bench.ContainersAsync());
        Assert.Single(await bench.PublishedAsync());
    }

    [Fact]
    public async Task Prepared_MovedBeyondWhatThePlatformKeeps_IsBegunAnewInTime()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddMinutes(10));
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).CommitAt is not null);

        await MoveAsync(bench, postId, DateTimeOffset.UtcNow.AddDays(3));
        var post = await bench.PostAsync(postId);
        Assert.Equal((PostStatus.Pending, 2, null), (post.UploadStatus, post.Arming, post.CommitAt));
        Assert.Equal(0, await OpenJobsAsync(bench, postId));

        await MoveAsync(bench, postId, null);
        await LookAsync(bench);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        Assert.Single(await bench.PublishedAsync());
    }

    [Fact]
    public async Task Prepared_Cancelled_NeverGoesOut()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddMinutes(10));
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).CommitAt is not null);

        Assert.Null((await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal);
        var post = await bench.PostAsync(postId);
        Assert.Equal((PostStatus.Cancelled, null), (post.UploadStatus, post.CommitAt));
        Assert.Equal(0, await OpenJobsAsync(bench, postId));
        Assert.Equal("post_not_scheduled", (await RescheduleAsync(bench, postId, new PostTime.Now())).Refusal!.Code);
        await LookAsync(bench);
        Assert.Null(await PublishingWorker.RunNextAsync(bench.App));
        Assert.Empty(await bench.PublishedAsync());
    }

    [Fact]
    public async Task Reschedule_OfWhatHasNoTimeOrIsOver_IsRefused()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var stranger = await fixture.App.NewPersonAsync();
        var draft = await bench.DraftAsync();
        Assert.Equal("post_not_scheduled", (await RescheduleAsync(bench, draft, new PostTime.Now())).Refusal!.Code);

        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddDays(1));
        Assert.Equal("time_past", (await RescheduleAsync(bench, postId, new PostTime.At(DateTimeOffset.UtcNow.AddMinutes(-5)))).Refusal!.Code);
        Assert.Equal("time_too_far", (await RescheduleAsync(bench, postId, new PostTime.At(DateTimeOffset.UtcNow.AddDays(400)))).Refusal!.Code);
        Assert.Equal("no_slots", (await RescheduleAsync(bench, postId, new PostTime.NextSlot())).Refusal!.Code);
        Assert.Equal(
            "not_found",
            (await bench.Get<ReschedulePost>().ExecuteAsync(stranger.Actor, new(postId, new PostTime.Now()), default)).Refusal!.Code);
    }

    [Fact]
    public async Task NextSlot_AskedForByManyAtOnce_IsGivenToEachOnce()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var added = await bench.Get<AddQueueSlot>().ExecuteAsync(
            bench.Person.Actor, new(null, [1, 2, 3, 4, 5, 6, 7], new TimeOnly(18, 30), "Asia/Bangkok"), default);
        Assert.Equal(7, added.Value);
        Assert.Equal(0, (await bench.Get<AddQueueSlot>().ExecuteAsync(
            bench.Person.Actor, new(null, [1, 7], new TimeOnly(18, 30), "Asia/Bangkok"), default)).Value);

        var posts = new List<Guid>();
        for (var number = 0; number < 5; number++)
        {
            var video = Guid.CreateVersion7();
            await bench.AddVideoAsync(video);
            posts.Add((await bench.Get<SavePost>().ExecuteAsync(bench.Person.Actor, new SavePostInput(video, bench.AccountId, "Slot"), default)).Value);
        }

        var expected = await bench.Get<QueueQueries>().NextFreeAsync(bench.Person.Actor, bench.AccountId, default);
        await Task.WhenAll(posts.Select(async post => Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(
            bench.Person.Actor, new SubmitPostInput(post, new PostTime.NextSlot()), default)).Refusal)));

        var times = new List<DateTimeOffset>();
        foreach (var post in posts)
        {
            times.Add((await bench.PostAsync(post)).ScheduledFor!.Value);
        }

        times.Sort();
        Assert.Equal(expected, times[0]);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(TimeSpan.FromDays(1), pair.Second - pair.First));
        Assert.All(times, time => Assert.Equal(new TimeOnly(11, 30), TimeOnly.FromDateTime(time.UtcDateTime)));
    }

    [Fact]
    public async Task Job_Lost_IsMadeAgainAtItsTime()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddMinutes(20));
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).CommitAt is not null);
        await MoveAsync(bench, postId, DateTimeOffset.UtcNow.AddSeconds(1));
        await using (var db = bench.Open())
        {
            await db.ProcessingJobs.Where(job => job.VideoId == bench.VideoId).ExecuteDeleteAsync();
        }

        await PublishingWorker.UntilAsync(bench.App, async () =>
        {
            await LookAsync(bench);
            return (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published;
        });
        Assert.Single(await bench.PublishedAsync());
    }

    [Fact]
    public async Task Post_LaterThanAMinute_RaisesTheAlarmUntilItIsOut()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        await using (var db = bench.Open())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE platform_posts SET scheduled_for = now() - interval '2 minutes' WHERE id = {postId}");
        }

        var late = bench.Get<LatePosts>();
        await late.LookAsync(default);
        Assert.Contains(late.Current, post => post.PostId == postId);
        Assert.NotEqual(
            Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy,
            (await late.CheckHealthAsync(new(), default)).Status);

        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        await late.LookAsync(default);
        Assert.DoesNotContain(late.Current, post => post.PostId == postId);
    }

    [Theory]
    [InlineData("platform_busy", PostStatus.Pending)]
    [InlineData("media_refused", PostStatus.Failed)]
    public async Task Failed_ByAFaultThatPasses_GoesRoundAgainAfterItsRest(string code, PostStatus expected)
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddDays(1));
        await using (var db = bench.Open())
        {
            var post = await db.PlatformPosts.SingleAsync(one => one.Id == postId);
            post.Fail(code, "It did not work.", null);
            await db.SaveChangesAsync();
        }

        await LookAsync(bench);
        Assert.Equal(PostStatus.Failed, (await bench.PostAsync(postId)).UploadStatus);
        await using (var db = bench.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                ALTER TABLE platform_posts DISABLE TRIGGER touch_status_changed_at;
                UPDATE platform_posts SET status_changed_at = now() - interval '10 minutes' WHERE id = {postId};
                ALTER TABLE platform_posts ENABLE TRIGGER touch_status_changed_at
                """);
        }

        await LookAsync(bench);
        var after = await bench.PostAsync(postId);
        Assert.Equal((expected, expected == PostStatus.Pending ? 1 : 0), (after.UploadStatus, after.RetryCount));
    }

    [Fact]
    public async Task Check_AheadOfTime_TellsWhatWouldGoWrongOnce()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddHours(20));
        var checks = new CheckComingPosts(
            bench.App.Contexts, bench.Get<PostGate>(), bench.Get<ReadAccountFacts>(),
            bench.Get<VideoSaas.Web.Engine.Storage.IBlobStore>(), TimeProvider.System,
            bench.Get<Microsoft.Extensions.Logging.ILogger<CheckComingPosts>>());

        await checks.RunAsync(default);
        await checks.RunAsync(default);
        var first = Assert.Single(await ChecksAsync(bench, postId));
        Assert.Equal((CheckStage.Day, VerdictLevel.Fine), (first.Stage, first.Outcome));

        await MoveAsync(bench, postId, DateTimeOffset.UtcNow.AddMinutes(50));
        await bench.FaultAsync("limit", "token-invalid:463");
        await checks.RunAsync(default);
        var second = Assert.Single(await ChecksAsync(bench, postId), check => check.Stage == CheckStage.Hour);
        Assert.Equal(VerdictLevel.Error, second.Outcome);
        Assert.Contains(second.Findings, finding => finding.Code == "reauth_needed");
        await bench.ClearFaultsAsync();
    }

    private static DateTimeOffset Microseconds(DateTimeOffset at) => new(at.Ticks - (at.Ticks % 10), at.Offset);

    private static async Task<Guid> ScheduleAsync(PublishingBench bench, DateTimeOffset at)
    {
        var postId = await bench.DraftAsync();
        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(
            bench.Person.Actor, new SubmitPostInput(postId, new PostTime.At(at)), default)).Refusal);
        return postId;
    }

    private static Task<VideoSaas.Domain.Results.Outcome<VideoSaas.Domain.Results.Done>> RescheduleAsync(
        PublishingBench bench, Guid postId, PostTime time) =>
        bench.Get<ReschedulePost>().ExecuteAsync(bench.Person.Actor, new ReschedulePostInput(postId, time), default);

    /// <param name="at">Null: now.</param>
    private static async Task MoveAsync(PublishingBench bench, Guid postId, DateTimeOffset? at) =>
        Assert.Null((await RescheduleAsync(bench, postId, at is { } moment ? new PostTime.At(moment) : new PostTime.Now())).Refusal);

    private static Task<bool> LookAsync(PublishingBench bench) => bench.Get<DuePosts>().LookAsync(default);

    private static async Task<int> OpenJobsAsync(PublishingBench bench, Guid postId)
    {
        await using var db = bench.Open();
        return await db.ProcessingJobs.CountAsync(job => job.VideoId == bench.VideoId
            && (job.Status == JobStatus.Queued || job.Status == JobStatus.Running));
    }

    private static async Task<List<string>> StepsAsync(PublishingBench bench, Guid postId)
    {
        await using var db = bench.Open();
        return await db.PublishSteps.Where(step => step.PostId == postId).OrderBy(step => step.Id).Select(step => step.Step).ToListAsync();
    }

    private static async Task<List<PostCheck>> ChecksAsync(PublishingBench bench, Guid postId)
    {
        await using var db = bench.Open();
        return await db.PostChecks.AsNoTracking().Where(check => check.PostId == postId).ToListAsync();
    }
}
