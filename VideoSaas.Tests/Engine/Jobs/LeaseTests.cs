using VideoSaas.Domain.Processing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Engine.Jobs;

public sealed class LeaseTests(TestDatabase database) : JobsTest(database)
{
    [Fact]
    public async Task Heartbeat_KeepsTheLeaseOfALongRun()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        var begun = Handler.WorkUntilStopped();
        var running = RunNextAsync();
        await begun;
        var first = (await ReadAsync(id)).LeaseUntil;

        await Eventually.HoldsAsync(
            async () => (await ReadAsync(id)).LeaseUntil > first + TimeSpan.FromMilliseconds(250));
        await Sweeper.SweepAsync(Token);

        Assert.Equal(JobStatus.Running, (await ReadAsync(id)).Status);
        Lifetime.StopApplication();
        await running;
    }

    [Fact]
    public async Task Cancel_WhileRunning_StopsTheHandlerWithinASecond()
    {
        var video = await NewVideoOfSomebodyAsync();
        var id = await NewJobAsync(video);
        var waiting = await NewJobAsync(video, after: id);
        var begun = Handler.WorkUntilStopped();
        var running = RunNextAsync();
        await begun;

        await CancelAsync(id);
        await running.WaitAsync(TimeSpan.FromSeconds(5), Token);

        Assert.Equal(JobStatus.Cancelled, (await ReadAsync(id)).Status);
        Assert.Equal(JobStatus.Cancelled, (await ReadAsync(waiting)).Status);
        Assert.Equal([AttemptOutcome.Cancelled], await OutcomesAsync(id));
        Assert.Null(Assert.Single(Handler.Discarded));
        Assert.Equal(2, Events.Told.OfType<JobCancelled>().Count());
    }

    [Fact]
    public async Task Cancel_OfARestingJob_KeepsItFromTheNextTry()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        Handler.Answer(new JobOutcome.RetryLater("busy", "They are busy."));
        await RunNextAsync();

        await CancelAsync(id);

        Assert.Equal(JobStatus.Cancelled, (await ReadAsync(id)).Status);
    }

    [Fact]
    public async Task Cancel_Repeated_ChangesNothing()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        await CancelAsync(id);
        var before = (await ReadAsync(id)).UpdatedAt;

        await CancelAsync(id);

        Assert.Equal(before, (await ReadAsync(id)).UpdatedAt);
        Assert.Single(Events.Told.OfType<JobCancelled>());
    }

    [Fact]
    public async Task Cancel_OutsideATransaction_IsABug()
    {
        await using var db = Open();
        await Assert.ThrowsAsync<InvalidOperationException>(() => new JobCanceller().CancelAsync(db, [], Token));
    }

    [Fact]
    public async Task Shutdown_ReturnsTheJobWithItsAttempt()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        var begun = Handler.WorkUntilStopped();
        var running = RunNextAsync();
        await begun;

        Lifetime.StopApplication();
        await running;

        var row = await ReadAsync(id);
        Assert.Equal((JobStatus.Queued, 0), (row.Status, row.Attempts));
        Assert.True(row.ScheduledFor <= TimeProvider.System.GetUtcNow());
        Assert.Equal([AttemptOutcome.Snoozed], await OutcomesAsync(id));
    }

    [Fact]
    public async Task Shutdown_DuringTheLastTouch_StillWritesTheResult()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        Handler.OnRun = (_, _) =>
        {
            Lifetime.StopApplication();
            return Task.FromResult<JobOutcome>(new JobOutcome.Done());
        };

        await RunNextAsync();

        Assert.Equal(JobStatus.Completed, (await ReadAsync(id)).Status);
    }

    [Fact]
    public async Task Failure_CausedByTheInterruption_IsNotHeldAgainstTheJob()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync(), maxAttempts: 1);
        Handler.OnRun = (_, _) =>
        {
            Lifetime.StopApplication();
            return Task.FromResult<JobOutcome>(new JobOutcome.GiveUp("killed", "The tool was killed."));
        };

        await RunNextAsync();

        Assert.Equal((JobStatus.Queued, 0), ((await ReadAsync(id)).Status, (await ReadAsync(id)).Attempts));
    }

    [Fact]
    public async Task Report_ReachesTheRow()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        var written = new TaskCompletionSource();
        Handler.OnRun = async (run, token) =>
        {
            run.Report("encoding", 142, new JobProgressDetails(SecondsLeft: 1.5));
            await written.Task.WaitAsync(token);
            return new JobOutcome.Done();
        };
        var running = RunNextAsync();

        await Eventually.HoldsAsync(async () => (await ReadAsync(id)).Stage == "encoding");

        var row = await ReadAsync(id);
        Assert.Equal(100, row.ProgressPercent);
        Assert.Equal("""{"seconds_left": 1.5}""", row.ProgressDetails);
        written.SetResult();
        await running;
    }
}
