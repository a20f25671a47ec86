using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>A channel that its person lets rest: nothing goes out there, nothing is lost, nothing is sent late by itself.</summary>
public sealed class PauseTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    [Fact]
    public async Task Scheduled_OnAPausedChannel_IsHeldAndGoesOutAtItsTimeAfterResuming()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var at = DateTimeOffset.UtcNow.AddDays(1);
        var postId = await ScheduleAsync(bench, at);

        Assert.Equal(1, await PauseAsync(bench));
        Assert.Equal(0, await PauseAsync(bench));
        Assert.Equal((PostStatus.Pending, HoldCode.Paused, 1), await StateAsync(bench, postId));

        Assert.Equal(new ResumedPosts(1, 0), await ResumeAsync(bench));
        Assert.Equal(new ResumedPosts(0, 0), await ResumeAsync(bench));
        Assert.Equal((PostStatus.Pending, null, 1), await StateAsync(bench, postId));
        Assert.Equal(["post.created", "post.rescheduled", "post.held", "post.released"], await TrailAsync(bench, postId));
        Assert.Equal(["account.connected", "account.paused", "account.resumed"], await TrailAsync(bench, bench.AccountId));
    }

    [Fact]
    public async Task Prepared_ThatWaitsForItsMinute_GoesBackAndIsNotPreparedAgain()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddMinutes(20));
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).CommitAt is not null);

        Assert.Equal(1, await PauseAsync(bench));
        var held = await bench.PostAsync(postId);
        Assert.Equal((PostStatus.Pending, HoldCode.Paused, null), (held.UploadStatus, held.HoldCode, held.CommitAt));
        Assert.Equal(0, await OpenJobsAsync(bench));
        await LookAsync(bench);
        Assert.Null(await PublishingWorker.RunNextAsync(bench.App));

        Assert.Equal(1, (await ResumeAsync(bench)).Released);
        await LookAsync(bench);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).CommitAt is not null);
        await MoveAsync(bench, postId, new PostTime.Now());
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        Assert.Single(await bench.ContainersAsync());
        Assert.Single(await bench.PublishedAsync());
    }

    [Fact]
    public async Task Due_OnAPausedChannel_IsLeftAlone_AndIsMissedAfterwards()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddMinutes(5));
        await PauseAsync(bench);
        await PassAsync(bench, postId);

        await LookAsync(bench);
        var late = bench.Get<LatePosts>();
        await late.LookAsync(default);
        Assert.DoesNotContain(late.Current, post => post.PostId == postId);
        Assert.Equal(0, await OpenJobsAsync(bench));

        Assert.Equal(new ResumedPosts(0, 1), await ResumeAsync(bench));
        Assert.Equal((PostStatus.Pending, HoldCode.Missed, 1), await StateAsync(bench, postId));
        await LookAsync(bench);
        Assert.Null(await PublishingWorker.RunNextAsync(bench.App));
        Assert.Empty(await bench.PublishedAsync());

        await MoveAsync(bench, postId, new PostTime.Now());
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        Assert.Single(await bench.PublishedAsync());
    }

    [Fact]
    public async Task Missed_WithANewTime_IsScheduledAgain()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddMinutes(5));
        await PauseAsync(bench);
        await PassAsync(bench, postId);
        await ResumeAsync(bench);

        var at = DateTimeOffset.UtcNow.AddDays(2);
        await MoveAsync(bench, postId, new PostTime.At(at));
        var post = await bench.PostAsync(postId);
        Assert.Equal((PostStatus.Pending, null), (post.UploadStatus, post.HoldCode));
        Assert.True((post.ScheduledFor!.Value - at).Duration() < TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Armed_OnAPausedChannel_IsHeldAtOnce_WhateverArmsIt()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await PauseAsync(bench);
        var postId = await bench.SubmitAsync();
        Assert.Equal((PostStatus.Pending, HoldCode.Paused, 1), await StateAsync(bench, postId));

        await MoveAsync(bench, postId, new PostTime.At(DateTimeOffset.UtcNow.AddHours(3)));
        Assert.Equal((PostStatus.Pending, HoldCode.Paused, 2), await StateAsync(bench, postId));
        Assert.Null((await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal);
        Assert.Null((await bench.Get<RestorePost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal);
        Assert.Equal((PostStatus.Pending, HoldCode.Paused, 3), await StateAsync(bench, postId));
        await bench.ReconnectAsync();
        Assert.Equal((PostStatus.Pending, HoldCode.Paused, 3), await StateAsync(bench, postId));
        Assert.Equal(0, await OpenJobsAsync(bench));
        Assert.Empty(await bench.ContainersAsync());
    }

    [Fact]
    public async Task Run_ThatReachesItsCommitOnAPausedChannel_SendsNothing()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        await using (var db = bench.Open())
        {
            // As when the post was armed in the very moment in which the channel was being paused.
            await db.PlatformAccounts.Where(one => one.Id == bench.AccountId)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.PausedAt, DateTimeOffset.UtcNow));
        }

        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).HoldCode == HoldCode.Paused);
        Assert.Single(await bench.ContainersAsync());
        Assert.Empty(await bench.PublishedAsync());

        await ResumeAsync(bench);
        Assert.Equal(HoldCode.Missed, (await bench.PostAsync(postId)).HoldCode);
    }

    [Fact]
    public async Task Unconfirmed_OnAPausedChannel_IsStillAskedAbout()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await bench.FaultAsync("media_publish", "drop-after");
        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PageAsync(postId)).IsCommitted);

        Assert.Equal(0, await PauseAsync(bench));
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        Assert.Single(await bench.PublishedAsync());
    }

    [Fact]
    public async Task Pause_OfAStrangersChannel_IsRefused()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var stranger = (await fixture.App.NewPersonAsync()).Actor;

        Assert.Equal("account_not_found", (await bench.Get<PauseChannel>().ExecuteAsync(stranger, new(bench.AccountId), default)).Refusal?.Code);
        Assert.Equal("account_not_found", (await bench.Get<ResumeChannel>().ExecuteAsync(stranger, new(bench.AccountId), default)).Refusal?.Code);
        var postId = await bench.SubmitAsync();
        Assert.Null((await bench.PostAsync(postId)).HoldCode);
        await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new(postId), default);
        Assert.Equal("not_found", (await bench.Get<RestorePost>().ExecuteAsync(stranger, new(postId), default)).Refusal?.Code);
    }

    [Fact]
    public async Task Cancelled_TakenBack_HasItsTimeAgain_AndNeverASurprise()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await ScheduleAsync(bench, DateTimeOffset.UtcNow.AddDays(1));
        var before = await bench.PostAsync(postId);
        await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new(postId), default);
        Assert.Null((await bench.Get<RestorePost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal);
        var after = await bench.PostAsync(postId);
        Assert.Equal((PostStatus.Pending, null, before.ScheduledFor), (after.UploadStatus, after.HoldCode, after.ScheduledFor));
        Assert.Equal("post_not_cancelled", (await bench.Get<RestorePost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal?.Code);

        await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new(postId), default);
        await using (var db = bench.Open())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE platform_posts SET scheduled_for = now() - interval '5 minutes', submitted_at = now() - interval '1 day' WHERE id = {postId}");
        }

        Assert.Null((await bench.Get<RestorePost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal);
        Assert.Equal(HoldCode.Missed, (await bench.PostAsync(postId)).HoldCode);
        Assert.Equal(0, await OpenJobsAsync(bench));
    }

    private static async Task<Guid> ScheduleAsync(PublishingBench bench, DateTimeOffset at)
    {
        var postId = await bench.DraftAsync();
        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(
            bench.Person.Actor, new SubmitPostInput(postId, new PostTime.At(at)), default)).Refusal);
        return postId;
    }

    private static async Task<int> PauseAsync(PublishingBench bench)
    {
        var outcome = await bench.Get<PauseChannel>().ExecuteAsync(bench.Person.Actor, new(bench.AccountId), default);
        Assert.Null(outcome.Refusal);
        return outcome.Value;
    }

    private static async Task<ResumedPosts> ResumeAsync(PublishingBench bench)
    {
        var outcome = await bench.Get<ResumeChannel>().ExecuteAsync(bench.Person.Actor, new(bench.AccountId), default);
        Assert.Null(outcome.Refusal);
        return outcome.Value;
    }

    private static async Task MoveAsync(PublishingBench bench, Guid postId, PostTime time) =>
        Assert.Null((await bench.Get<ReschedulePost>().ExecuteAsync(bench.Person.Actor, new ReschedulePostInput(postId, time), default)).Refusal);

    /// <summary>Its time comes and goes.</summary>
    private static async Task PassAsync(PublishingBench bench, Guid postId)
    {
        await using var db = bench.Open();
        await db.Database.ExecuteSqlAsync($"UPDATE platform_posts SET scheduled_for = now() - interval '2 minutes' WHERE id = {postId}");
    }

    private static Task<bool> LookAsync(PublishingBench bench) => bench.Get<DuePosts>().LookAsync(default);

    private static async Task<(PostStatus, HoldCode?, int)> StateAsync(PublishingBench bench, Guid postId)
    {
        var post = await bench.PostAsync(postId);
        return (post.UploadStatus, post.HoldCode, post.Arming);
    }

    private static async Task<int> OpenJobsAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return await db.ProcessingJobs.CountAsync(job => job.VideoId == bench.VideoId
            && (job.Status == JobStatus.Queued || job.Status == JobStatus.Running));
    }

    private static async Task<List<string>> TrailAsync(PublishingBench bench, Guid resource)
    {
        await using var db = bench.Open();
        return await db.AuditEntries.AsNoTracking().Where(entry => entry.ResourceId == resource)
            .OrderBy(entry => entry.CreatedAt).ThenBy(entry => entry.Id).Select(entry => entry.Action).ToListAsync();
    }
}
