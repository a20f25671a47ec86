using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Processing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Engine.Jobs;

public sealed class TicketTests(TestDatabase database) : JobsTest(database)
{
    private JobTickets Tickets => Services.GetRequiredService<JobTickets>();

    [Fact]
    public async Task Issue_AddsWhatReadyRowsNeedAndNoMoreOnRepeat()
    {
        await NewJobAsync(await NewVideoOfSomebodyAsync());
        await NewJobAsync(await NewVideoOfSomebodyAsync());

        Assert.Equal(2, await Tickets.IssueAsync(JobKind.Light, Token));
        Assert.Equal(0, await Tickets.IssueAsync(JobKind.Light, Token));
        Assert.Equal(0, await Tickets.IssueAsync(JobKind.Publish, Token));
        Assert.Equal(["light", "light"], await TicketsAsync());
    }

    [Fact]
    public async Task Issue_OfManyRows_StopsAtAFewTimesTheWorkers()
    {
        var person = await NewPersonAsync(made => made.SubscriptionTier = Tier.Enterprise);
        var video = await NewVideoOfAsync(person.Id);
        for (var made = 0; made < 7; made++)
        {
            await NewJobAsync(video, JobKind.Transcode);
        }

        await Tickets.IssueAsync(JobKind.Transcode, Token);

        Assert.Equal(3, (await TicketsAsync()).Count);
    }

    [Fact]
    public async Task Ticket_OfPublishing_CarriesOutRowAfterRow_AnyOtherOnlyOne()
    {
        for (var made = 0; made < 3; made++)
        {
            await NewJobAsync(await NewVideoOfSomebodyAsync(), JobKind.Publish);
            await NewJobAsync(await NewVideoOfSomebodyAsync(), JobKind.Light);
        }

        await RunNextAsync(JobKind.Light);
        Assert.Single(Handler.Ran);
        await RunNextAsync(JobKind.Publish);
        Assert.Equal(4, Handler.Ran.Count);
    }

    [Fact]
    public async Task Ticket_ThatFindsNothing_EndsQuietly()
    {
        await RunNextAsync();

        Assert.Empty(Handler.Ran);
    }

    [Fact]
    public async Task NewRow_IsCarriedOutByHangfireAndSeenOnItsDashboard()
    {
        await using var engine = await StartEngineAsync();
        var video = await NewVideoOfSomebodyAsync();

        var id = await NewJobAsync(video);

        await Eventually.HoldsAsync(async () => (await ReadAsync(id)).Status == JobStatus.Completed);
        var ticket = (await ReadAsync(id)).HangfireJobId!;
        await Eventually.HoldsAsync(async () => (await RowsAsync(
                "SELECT name, value FROM hangfire.jobparameter WHERE jobid = $1::bigint AND name IN ('Job', 'Video') ORDER BY name", ticket))
            .SequenceEqual([$"Job|\"{id}\"", $"Video|\"{video}\""]));
    }

    [Fact]
    public async Task Ticket_LockedByAProcessThatDied_KeepsNoWorkerForLong()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        await Tickets.IssueAsync(JobKind.Light, Token);
        await ExecuteAsync(
            "INSERT INTO hangfire.lock (resource, updatecount, acquired) SELECT 'hangfire:job:' || id || ':state-lock', 0, now() FROM hangfire.job");

        await using var engine = await StartEngineAsync();

        await Eventually.HoldsAsync(async () => (await ReadAsync(id)).Status == JobStatus.Completed);
    }

    [Fact]
    public async Task LostTicket_IsReplacedByTheSweep()
    {
        await using var engine = await StartEngineAsync();
        var video = await NewVideoOfSomebodyAsync();

        // Plain SQL: nothing offers a ticket for it.
        await ExecuteAsync(
            "INSERT INTO processing_jobs (video_id, user_id, job_type) SELECT id, user_id, $2 FROM videos WHERE id = $1", video, Work);

        await Eventually.HoldsAsync(
            async () => await ScalarAsync<long>("SELECT count(*) FROM processing_jobs WHERE status = 'completed'") == 1);
    }

    [Fact]
    public async Task DoubledTickets_RunARowOnce()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        var hangfire = Services.GetRequiredService<IBackgroundJobClient>();
        for (var made = 0; made < 6; made++)
        {
            hangfire.Create(
                Job.FromExpression<JobRunner>(runner => runner.RunNextAsync(JobKind.Light, null, CancellationToken.None)),
                new EnqueuedState("light"));
        }

        await using var engine = await StartEngineAsync();
        await Eventually.HoldsAsync(async () => (await TicketsAsync()).Count == 0);

        Assert.Equal([id], Handler.Ran);
        Assert.Equal(JobStatus.Completed, (await ReadAsync(id)).Status);
    }

    [Fact]
    public async Task FailedRun_IsNotTriedAgainByHangfire()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());
        Handler.OnRun = (_, _) => throw new InvalidDataException("broken");
        await using var engine = await StartEngineAsync();

        await Eventually.HoldsAsync(async () => (await ReadAsync(id)).Status == JobStatus.Failed);
        await Eventually.HoldsAsync(
            async () => await ScalarAsync<long>("SELECT count(*) FROM hangfire.job WHERE statename = 'Succeeded'") > 0);

        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM hangfire.job WHERE statename IN ('Scheduled', 'Failed')"));
        Assert.Equal([id], Handler.Ran);
    }

    [Fact]
    public async Task Chain_RunsToItsEndAcrossKinds()
    {
        await using var engine = await StartEngineAsync();
        var video = await NewVideoOfSomebodyAsync();
        var first = await NewJobAsync(video);
        var second = await NewJobAsync(video, JobKind.Transcode, after: first);
        var third = await NewJobAsync(video, JobKind.Publish, after: second);

        await Eventually.HoldsAsync(async () => (await ReadAsync(third)).Status == JobStatus.Completed);

        Assert.Equal([first, second, third], Handler.Ran);
    }

    [Fact]
    public async Task ManyRowsOfOnePerson_AllRunOneAfterAnother()
    {
        await using var engine = await StartEngineAsync();
        var video = await NewVideoOfSomebodyAsync();
        for (var made = 0; made < 8; made++)
        {
            await NewJobAsync(video);
        }

        await Eventually.HoldsAsync(
            async () => await ScalarAsync<long>("SELECT count(*) FROM processing_jobs WHERE status = 'completed'") == 8);

        Assert.Equal(8, Handler.Ran.Distinct().Count());
        Assert.Equal(8, Handler.Ran.Count);
    }
}

/// <summary>Workers that would look by themselves only after an hour.</summary>
public sealed class WakeUpTests(TestDatabase database) : JobsTest(database)
{
    [Fact]
    public async Task NewRow_WakesAnIdleWorkerOfItsKindAtOnce()
    {
        await using var engine = await StartEngineAsync();
        foreach (var kind in (JobKind[])[JobKind.Light, JobKind.Transcode, JobKind.Publish, JobKind.Light])
        {
            var id = await NewJobAsync(await NewVideoOfSomebodyAsync(), kind);

            await Eventually.HoldsAsync(async () => (await ReadAsync(id)).Status == JobStatus.Completed);
        }
    }

    [Fact]
    public async Task TwoRowsAtOnce_WakeTwoWorkers()
    {
        // Neither ends before both have begun.
        using var both = new CountdownEvent(2);
        var begun = new TaskCompletionSource();
        Handler.OnRun = async (_, token) =>
        {
            if (both.Signal())
            {
                begun.SetResult();
            }

            await begun.Task.WaitAsync(token);
            return new JobOutcome.Done();
        };
        await using var engine = await StartEngineAsync();
        await NewJobAsync(await NewVideoOfSomebodyAsync());
        await NewJobAsync(await NewVideoOfSomebodyAsync());

        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private protected override void Shorten(JobsOptions options)
    {
        base.Shorten(options);
        options.QueuePoll = TimeSpan.FromHours(1);
    }
}

public sealed class TicketInterceptorTests(TestDatabase database) : JobsTest(database)
{
    private readonly List<JobKind> _offered = [];

    [Fact]
    public async Task Offer_ComesAfterTheCommitAndNotBefore()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        await using var db = Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        db.ProcessingJobs.Add(JobOf(video.Id, video.UserId));
        await db.SaveChangesAsync(Token);
        Assert.Empty(_offered);

        await transaction.CommitAsync(Token);

        Assert.Equal([JobKind.Transcode], _offered);
    }

    [Fact]
    public async Task Offer_AfterARollback_DoesNotCome()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        await using var db = Open();
        await using (var transaction = await db.Database.BeginTransactionAsync(Token))
        {
            db.ProcessingJobs.Add(JobOf(video.Id, video.UserId));
            await db.SaveChangesAsync(Token);
            await transaction.RollbackAsync(Token);
        }

        Assert.Empty(_offered);
    }

    [Fact]
    public async Task Offer_WithoutAnExplicitTransaction_ComesWithTheSave()
    {
        await NewJobAsync(await NewVideoOfSomebodyAsync());

        Assert.Equal([JobKind.Light], _offered);
    }

    [Fact]
    public async Task Offer_ForARowThatWaitsForAnother_DoesNotCome()
    {
        var video = await NewVideoOfSomebodyAsync();
        var parent = await NewJobAsync(video);
        _offered.Clear();

        await NewJobAsync(video, after: parent);

        Assert.Empty(_offered);
    }

    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.AddSingleton<IJobTickets>(new Recorder(_offered));
    }

    private static ProcessingJob JobOf(Guid videoId, Guid userId) => ProcessingJob.Queued(
        Guid.CreateVersion7(), videoId, userId, Work, JobKind.Transcode, 5, TimeProvider.System.GetUtcNow(), 1);

    private sealed class Recorder(List<JobKind> offered) : IJobTickets
    {
        public void Offer(JobKind kind) => offered.Add(kind);
    }
}
