using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VideoSaas.Domain.Processing;
using VideoSaas.Tests.Data;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Engine.Jobs;

public sealed class OutcomeTests(TestDatabase database) : JobsTest(database)
{
    [Fact]
    public async Task Done_CompletesTheRowWithResultAndAnswers()
    {
        var video = await NewVideoOfSomebodyAsync();
        var id = await NewJobAsync(video);
        Handler.Answer(new JobOutcome.Done(new { BytesMade = 7 }));
        Handler.OnComplete = async (db, run, _) =>
        {
            var clip = await db.Videos.FindAsync(run.Job.VideoId);
            clip!.ShowThumbnail("/made");
        };

        await RunNextAsync();

        var row = await ReadAsync(id);
        Assert.Equal(JobStatus.Completed, row.Status);
        Assert.Equal("""{"bytes_made": 7}""", row.ResultData);
        Assert.Equal(100, row.ProgressPercent);
        Assert.NotNull(row.CompletedAt);
        Assert.InRange(row.DurationMs!.Value, 0, 60_000);
        Assert.Null(row.LeaseUntil);
        Assert.Equal("/made", await ScalarAsync<string>("SELECT thumbnail_url FROM videos WHERE id = $1", video));
        Assert.Equal([AttemptOutcome.Completed], await OutcomesAsync(id));
        Assert.Equal([typeof(JobStarted), typeof(JobCompleted)], Events.Told.Select(told => told.GetType()));
        Assert.Empty(Handler.Discarded);
    }

    [Fact]
    public async Task Done_WhoseCompletionThrows_LeavesNothingBehindAndIsTriedAgain()
    {
        var video = await NewVideoOfSomebodyAsync();
        var id = await NewJobAsync(video);
        var waiting = await NewJobAsync(video, after: id);
        Handler.OnComplete = async (db, run, _) =>
        {
            (await db.Videos.FindAsync(run.Job.VideoId))!.ShowThumbnail("/half");
            throw new InvalidOperationException("the short part broke");
        };

        await RunNextAsync();

        var row = await ReadAsync(id);
        Assert.Equal(JobStatus.Failed, row.Status);
        Assert.NotNull(row.BackoffUntil);
        Assert.Equal("the short part broke", row.ErrorMessage);
        Assert.Equal(DateTimeOffset.MaxValue, (await ReadAsync(waiting)).ScheduledFor);
        Assert.Equal(1, await ScalarAsync<long>("SELECT count(*) FROM videos WHERE id = $1 AND thumbnail_url IS NULL", video));
        Assert.Single(Handler.Discarded);
    }

    [Fact]
    public async Task Done_ReleasesWhatWaitsForIt()
    {
        var video = await NewVideoOfSomebodyAsync();
        var parent = await NewJobAsync(video);
        var child = await NewJobAsync(video, JobKind.Transcode, after: parent);
        var grandchild = await NewJobAsync(video, after: child);
        Assert.Equal(DateTimeOffset.MaxValue, (await ReadAsync(child)).ScheduledFor);

        await RunNextAsync();

        Assert.Equal(1, await Ready.CountAsync(JobKind.Transcode, Token));
        Assert.Equal(0, await Ready.CountAsync(JobKind.Light, Token));
        Assert.Equal(DateTimeOffset.MaxValue, (await ReadAsync(grandchild)).ScheduledFor);
    }

    [Fact]
    public async Task Snooze_GivesTheAttemptBack()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        Handler.Answer(new JobOutcome.Snooze(TimeSpan.FromMinutes(5)));

        await RunNextAsync();

        var row = await ReadAsync(id);
        Assert.Equal((JobStatus.Queued, 0), (row.Status, row.Attempts));
        Assert.InRange(row.ScheduledFor - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));
        Assert.Null(row.LeaseToken);
        Assert.Equal([AttemptOutcome.Snoozed], await OutcomesAsync(id));
    }

    [Fact]
    public async Task Exception_IsKeptForStaffAndTriedAgainLater()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        Handler.OnRun = (_, _) => throw new InvalidDataException("broken");

        await RunNextAsync();

        var row = await ReadAsync(id);
        Assert.Equal((JobStatus.Failed, 1), (row.Status, row.Attempts));
        Assert.Equal(RetryRules.UnexpectedError, row.ErrorCode);
        Assert.Equal("broken", row.ErrorMessage);
        Assert.Contains(nameof(InvalidDataException), row.ErrorStack, StringComparison.Ordinal);
        await FoundingColumns.AssertHeldAsync(Services.GetRequiredService<NpgsqlDataSource>(), this);
        Assert.Equal(row.BackoffUntil, row.NextRetryAt);
        Assert.False(row.HasGivenUp);
        Assert.Equal([AttemptOutcome.Failed], await OutcomesAsync(id));
        Assert.DoesNotContain(Events.Told, told => told is JobGaveUp);
    }

    [Fact]
    public async Task RetryLater_RestsLongerEachTimeAndNeverShorterThanAsked()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync(), maxAttempts: 9);
        Handler.Answer(new JobOutcome.RetryLater("busy", "They are busy.", ["last line"]));
        List<TimeSpan> rests = [];
        foreach (var notBefore in new TimeSpan?[] { null, null, null, TimeSpan.FromHours(2) })
        {
            Handler.Answer(new JobOutcome.RetryLater("busy", "They are busy.", ["last line"], notBefore));
            await RunNextAsync();
            var row = await ReadAsync(id);
            rests.Add(row.BackoffUntil!.Value - row.StatusChangedAt);
            Assert.Contains("last line", row.ErrorDetails, StringComparison.Ordinal);
            await ExecuteAsync("UPDATE processing_jobs SET backoff_until = now() WHERE id = $1", id);
            await Sweeper.SweepAsync(Token);
        }

        Assert.Equal([5, 10, 20, 7200], rests.Select(rest => Math.Round(rest.TotalSeconds)));
    }

    [Fact]
    public async Task RetryLater_WithNoTryLeft_GivesUp()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync(), maxAttempts: 1);
        Handler.Answer(new JobOutcome.RetryLater("busy", "They are busy."));

        await RunNextAsync();

        Assert.True((await ReadAsync(id)).HasGivenUp);
        Assert.Equal("busy", Assert.Single(Events.Told.OfType<JobGaveUp>()).ErrorCode);
    }

    [Fact]
    public async Task GiveUp_CancelsAllThatWaitsForItHoweverFarDown()
    {
        var video = await NewVideoOfSomebodyAsync();
        var parent = await NewJobAsync(video);
        var child = await NewJobAsync(video, after: parent);
        var grandchild = await NewJobAsync(video, after: child);
        var stranger = await NewJobAsync(video, JobKind.Publish);
        Handler.Answer(new JobOutcome.GiveUp("not_a_video", "This is no video.", ["moov atom not found"], ["clip.mp4"]));

        await RunNextAsync();

        var row = await ReadAsync(parent);
        Assert.True(row.HasGivenUp);
        Assert.NotNull(row.CompletedAt);
        Assert.Equal(JobStatus.Cancelled, (await ReadAsync(child)).Status);
        Assert.Equal(JobStatus.Cancelled, (await ReadAsync(grandchild)).Status);
        Assert.Equal(JobStatus.Queued, (await ReadAsync(stranger)).Status);
        Assert.Equal(
            [typeof(JobStarted), typeof(JobGaveUp), typeof(JobCancelled), typeof(JobCancelled)], Events.Told.Select(told => told.GetType()));
        var told = Events.Told.OfType<JobGaveUp>().Single();
        Assert.Equal(["clip.mp4"], told.Arguments);
        Assert.Equal(["moov atom not found"], told.LastLines);
    }

    [Fact]
    public async Task Result_OfLostLease_IsThrownAway()
    {
        var video = await NewVideoOfSomebodyAsync();
        var id = await NewJobAsync(video);
        var completed = false;
        Handler.OnComplete = (_, _, _) =>
        {
            completed = true;
            return Task.CompletedTask;
        };
        Handler.OnRun = async (_, _) =>
        {
            // Another worker has it by now.
            await ExecuteAsync("UPDATE processing_jobs SET lease_token = gen_random_uuid() WHERE id = $1", id);
            return new JobOutcome.Done("mine");
        };

        await RunNextAsync();

        var row = await ReadAsync(id);
        Assert.Equal(JobStatus.Running, row.Status);
        Assert.Null(row.ResultData);
        Assert.False(completed);
        Assert.Equal("mine", Assert.Single(Handler.Discarded)!.Result);
        Assert.DoesNotContain(Events.Told, told => told is JobCompleted);
    }
}
