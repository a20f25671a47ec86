using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Processing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Engine.Jobs;

public sealed class ClaimTests(TestDatabase database) : JobsTest(database)
{
    [Fact]
    public async Task Claim_OfReadyRow_FillsTheRowAndOpensAnAttempt()
    {
        var id = await NewJobAsync(await NewVideoOfSomebodyAsync());

        var claimed = await Ready.ClaimAsync(JobKind.Light, "77", new JobsOptions(), Token);

        Assert.Equal(id, claimed!.Job.Id);
        var row = await ReadAsync(id);
        Assert.Equal(JobStatus.Running, row.Status);
        Assert.Equal(1, row.Attempts);
        Assert.Equal("77", row.HangfireJobId);
        Assert.Equal(WorkerName.Current.Value, row.WorkerId);
        Assert.Equal(claimed.Lease, row.LeaseToken);
        Assert.InRange(row.LeaseUntil!.Value - row.StartedAt!.Value, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(31));
        Assert.Equal([null], await OutcomesAsync(id));
        Assert.IsType<JobStarted>(Assert.Single(Events.Told));
    }

    [Fact]
    public async Task Claim_TakesTheMostUrgentFirst_ThenTheOldest()
    {
        var (one, two) = (await NewVideoOfSomebodyAsync(), await NewVideoOfSomebodyAsync());
        var young = await NewJobAsync(one, priority: 5, age: TimeSpan.FromMinutes(1));
        var old = await NewJobAsync(two, priority: 5, age: TimeSpan.FromMinutes(2));
        var urgent = await NewJobAsync(await NewVideoOfSomebodyAsync(), priority: 1);

        Assert.Equal([urgent, old, young], [(await ClaimAsync())!.Job.Id, (await ClaimAsync())!.Job.Id, (await ClaimAsync())!.Job.Id]);
    }

    [Fact]
    public async Task Claim_OfEqualPriority_PrefersWhoeverHasFewestRunning()
    {
        var busy = await NewPersonAsync(person => person.SubscriptionTier = Tier.Enterprise);
        var idle = await NewPersonAsync();
        var first = await NewJobAsync(await NewVideoOfAsync(busy.Id), age: TimeSpan.FromMinutes(9));
        var older = await NewJobAsync(await NewVideoOfAsync(busy.Id), age: TimeSpan.FromMinutes(8));
        var younger = await NewJobAsync(await NewVideoOfAsync(idle.Id), age: TimeSpan.FromMinutes(1));

        Assert.Equal([first, younger, older], [(await ClaimAsync())!.Job.Id, (await ClaimAsync())!.Job.Id, (await ClaimAsync())!.Job.Id]);
    }

    [Theory]
    [InlineData("UPDATE processing_jobs SET scheduled_for = now() + interval '1 hour'")]
    [InlineData("UPDATE users SET status = 'suspended' WHERE id IN (SELECT user_id FROM processing_jobs)")]
    [InlineData("UPDATE users SET deleted_at = now() WHERE id IN (SELECT user_id FROM processing_jobs)")]
    [InlineData("UPDATE processing_jobs SET kind = 'transcode'")]
    [InlineData("UPDATE processing_jobs SET job_type = 'of_a_newer_version'")]
    [InlineData("UPDATE processing_jobs SET status = 'cancelled'")]
    public async Task Claim_OfRowThatMustWait_FindsNothing(string make)
    {
        await NewJobAsync(await NewVideoOfSomebodyAsync());
        await ExecuteAsync(make);

        Assert.Null(await ClaimAsync());
        Assert.Equal(0, await Ready.CountAsync(JobKind.Light, Token));
    }

    [Fact]
    public async Task Claim_ByManyAtOnce_NeverExceedsTheTiersParallelJobs()
    {
        var person = await NewPersonAsync(made => made.SubscriptionTier = Tier.Pro);
        for (var made = 0; made < 12; made++)
        {
            await NewJobAsync(await NewVideoOfAsync(person.Id), JobKind.Transcode);
        }

        Assert.Equal(2, await Ready.CountAsync(JobKind.Transcode, Token));
        await using var otherProcess = PostgresFixture.Services(Database.ConnectionString, Configure);
        ReadyJobs[] processes = [Ready, otherProcess.GetRequiredService<ReadyJobs>()];

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            at => Task.Run(() => processes[at % 2].ClaimAsync(JobKind.Transcode, null, new JobsOptions(), Token))));

        Assert.Equal(2, claims.Count(claim => claim is not null));
        Assert.Equal(2, await ScalarAsync<long>("SELECT count(*) FROM processing_jobs WHERE status = 'running'"));
        Assert.Equal(0, await Ready.CountAsync(JobKind.Transcode, Token));
    }

    [Fact]
    public async Task Claim_OfAnotherKind_IsNotHeldUpByTheLimit()
    {
        var video = await NewVideoOfSomebodyAsync();
        await NewJobAsync(video, JobKind.Transcode);
        var light = await NewJobAsync(video, JobKind.Light);
        await ClaimAsync(JobKind.Transcode);

        Assert.Equal(light, (await ClaimAsync())!.Job.Id);
    }

    [Fact]
    public async Task Claim_ByManyAtOnce_GivesEachRowToOneRunner()
    {
        List<Guid> made = [];
        for (var person = 0; person < 5; person++)
        {
            var owner = await NewPersonAsync(person => person.SubscriptionTier = Tier.Enterprise);
            var video = await NewVideoOfAsync(owner.Id);
            for (var job = 0; job < 4; job++)
            {
                made.Add(await NewJobAsync(video));
            }
        }

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            List<Guid> mine = [];
            while (await ClaimAsync() is { } claim)
            {
                mine.Add(claim.Job.Id);
            }

            return mine;
        })));

        Assert.Equal(made.Order(), claimed.SelectMany(ids => ids).Order());
        Assert.Equal(1, await ScalarAsync<int>("SELECT max(attempts) FROM processing_jobs"));
    }

    [Fact]
    public async Task Claim_WhileTheVideoIsLocked_ComesBackToItOnceFree()
    {
        var video = await NewVideoOfSomebodyAsync();
        var id = await NewJobAsync(video);
        await using var connection = await Source.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using (var hold = new Npgsql.NpgsqlCommand("SELECT 1 FROM videos WHERE id = $1 FOR NO KEY UPDATE", connection, transaction))
        {
            hold.Parameters.Add(new() { Value = video });
            await hold.ExecuteNonQueryAsync(Token);
        }

        var claiming = ClaimAsync();
        await transaction.CommitAsync(Token);

        Assert.Equal(id, (await claiming)!.Job.Id);
    }
}
