using VideoSaas.Domain.Processing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Engine.Jobs;

public sealed class SweepTests(TestDatabase database) : JobsTest(database)
{
    [Fact]
    public async Task Sweep_OfExpiredLease_QueuesAgainAndTheAttemptCounts()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        await ClaimAsync();
        await LoseLeaseAsync(id);

        await Sweeper.SweepAsync(Token);

        var row = await ReadAsync(id);
        Assert.Equal((JobStatus.Queued, 1), (row.Status, row.Attempts));
        Assert.Null(row.LeaseToken);
        Assert.Equal([AttemptOutcome.Lost], await OutcomesAsync(id));
        await RunNextAsync();
        Assert.Equal([AttemptOutcome.Lost, AttemptOutcome.Completed], await OutcomesAsync(id));
        Assert.Equal(2, (await ReadAsync(id)).Attempts);
    }

    [Fact]
    public async Task Sweep_OfExpiredLeaseWithNoTryLeft_GivesUp()
    {
        var video = await NewVideoOfSomebodyAsync();
        var id = await NewJobAsync(video, maxAttempts: 1);
        var child = await NewJobAsync(video, after: id);
        await ClaimAsync();
        await LoseLeaseAsync(id);

        await Sweeper.SweepAsync(Token);

        Assert.True((await ReadAsync(id)).HasGivenUp);
        Assert.Equal(JobStatus.Cancelled, (await ReadAsync(child)).Status);
        Assert.Equal(RetryRules.WorkerLost, Events.Told.OfType<JobGaveUp>().Single().ErrorCode);
        Assert.Equal([AttemptOutcome.Lost], await OutcomesAsync(id));
    }

    [Fact]
    public async Task Sweep_OfProcessThatIsGone_DoesNotWaitForTheLease()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        await ClaimAsync();

        // Our own pid, but a process that started at another time: the number was used again.
        var dead = WorkerName.Current with { StartTicks = WorkerName.Current.StartTicks - 1 };
        await ExecuteAsync("UPDATE processing_jobs SET worker_id = $2 WHERE id = $1", id, dead.ToString());

        await Sweeper.SweepAsync(Token);

        Assert.Equal(JobStatus.Queued, (await ReadAsync(id)).Status);
    }

    [Fact]
    public async Task Sweep_OfLivingWorkers_LeavesThemAlone()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        await ClaimAsync();
        await Sweeper.SweepAsync(Token);
        Assert.Equal(JobStatus.Running, (await ReadAsync(id)).Status);

        var elsewhere = WorkerName.Current with { ProcessId = 1, StartTicks = 1, Machine = "another" };
        await ExecuteAsync("UPDATE processing_jobs SET worker_id = $2 WHERE id = $1", id, elsewhere.ToString());
        await Sweeper.SweepAsync(Token);
        Assert.Equal(JobStatus.Running, (await ReadAsync(id)).Status);
    }

    [Fact]
    public async Task Sweep_OfRowMadeRunningByHand_GivesItALeaseOfTime()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        await ExecuteAsync("UPDATE processing_jobs SET status = 'running' WHERE id = $1", id);

        await Sweeper.SweepAsync(Token);

        Assert.Equal(JobStatus.Running, (await ReadAsync(id)).Status);
    }

    [Fact]
    public async Task Sweep_OfRestThatIsOver_QueuesAgain()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        Handler.Answer(new JobOutcome.RetryLater("busy", "They are busy."));
        await RunNextAsync();
        await Sweeper.SweepAsync(Token);
        Assert.Equal(JobStatus.Failed, (await ReadAsync(id)).Status);

        await ExecuteAsync("UPDATE processing_jobs SET backoff_until = now() WHERE id = $1", id);
        await Sweeper.SweepAsync(Token);

        var row = await ReadAsync(id);
        Assert.Equal(JobStatus.Queued, row.Status);
        Assert.Null(row.BackoffUntil);
        Assert.Null(row.NextRetryAt);
    }

    [Fact]
    public async Task Sweep_OfJobThatGaveUp_LeavesItSo()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        Handler.Answer(new JobOutcome.GiveUp("no", "No."));
        await RunNextAsync();

        await Sweeper.SweepAsync(Token);

        Assert.True((await ReadAsync(id)).HasGivenUp);
    }

    [Fact]
    public async Task Sweep_OfRowsThatWaitForAnEndedJob_ReleasesOrCancelsThem()
    {
        var video = await NewVideoOfSomebodyAsync();
        var done = await NewJobAsync(video);
        await RunNextAsync();
        var gaveUp = await NewJobAsync(video);
        Handler.Answer(new JobOutcome.GiveUp("no", "No."));
        await RunNextAsync();
        var late = await NewJobAsync(video, after: done);
        var vain = await NewJobAsync(video, after: gaveUp);

        await Sweeper.SweepAsync(Token);

        Assert.NotEqual(DateTimeOffset.MaxValue, (await ReadAsync(late)).ScheduledFor);
        Assert.Equal(JobStatus.Cancelled, (await ReadAsync(vain)).Status);
    }

    [Fact]
    public async Task Sweep_WhileAnotherProcessSweeps_DoesNothing()
    {
        await using var other = await Source.OpenConnectionAsync(Token);
        await using var hold = new Npgsql.NpgsqlCommand($"SELECT pg_advisory_lock({0x4A6F_6253_7765_6570})", other);
        await hold.ExecuteNonQueryAsync(Token);

        Assert.False(await Sweeper.SweepAsync(Token));
    }
}
