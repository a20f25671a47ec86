using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Engine.Jobs;

/// <summary>The whole job runner on a real database, with a handler that does what the test says and short waits.</summary>
public abstract class JobsTest(TestDatabase database) : DatabaseTest(database), IAsyncLifetime
{
    private protected const string Work = "work";

    private protected ScriptedHandler Handler { get; } = new(Work);

    private protected TestLifetime Lifetime { get; } = new();

    private protected EventLog Events { get; } = new();

    private protected JobRunner Runner => Services.GetRequiredService<JobRunner>();

    private protected ReadyJobs Ready => Services.GetRequiredService<ReadyJobs>();

    private protected JobSweeper Sweeper => Services.GetRequiredService<JobSweeper>();

    /// <summary>The tests of a class share a database and each wants to see only its own rows.</summary>
    public async ValueTask InitializeAsync() =>
        await ExecuteAsync("DELETE FROM videos; DELETE FROM hangfire.jobqueue; DELETE FROM hangfire.job; DELETE FROM hangfire.lock");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Lifetime.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton<IHostApplicationLifetime>(Lifetime);
        services.AddJobsEngine();
        services.AddSingleton(_ => new JobHandlers([Handler], []));
        services.AddSingleton<IDomainEventHandler<JobStarted>>(Events);
        services.AddSingleton<IDomainEventHandler<JobCompleted>>(Events);
        services.AddSingleton<IDomainEventHandler<JobGaveUp>>(Events);
        services.AddSingleton<IDomainEventHandler<JobCancelled>>(Events);
        services.Configure<JobsOptions>(Shorten);
    }

    private protected virtual void Shorten(JobsOptions options)
    {
        options.Lease = TimeSpan.FromSeconds(20);
        options.Heartbeat = TimeSpan.FromMilliseconds(100);
        options.AbandonedLock = TimeSpan.FromSeconds(1);
        options.CancelPoll = TimeSpan.FromMilliseconds(30);
        options.SweepInterval = TimeSpan.FromMilliseconds(100);
        options.BackoffFirst = TimeSpan.FromSeconds(5);
        options.BackoffJitter = 0;
        options.QueuePoll = TimeSpan.FromMilliseconds(50);
    }

    protected async Task<Guid> NewVideoOfAsync(Guid userId) => (await NewVideoAsync(userId)).Id;

    protected async Task<Guid> NewVideoOfSomebodyAsync() => await NewVideoOfAsync((await NewPersonAsync()).Id);

    /// <summary>A row as a room makes it, owned by the owner of the video.</summary>
    protected async Task<Guid> NewJobAsync(
        Guid videoId, JobKind kind = JobKind.Light, int priority = 5, Guid? after = null, int maxAttempts = 3, TimeSpan? age = null,
        string jobData = "{}")
    {
        await using var db = Open();
        var owner = (await db.Videos.SingleAsync(video => video.Id == videoId, Token)).UserId;
        var now = TimeProvider.System.GetUtcNow() - (age ?? TimeSpan.Zero);
        var job = ProcessingJob.Queued(
            Guid.CreateVersion7(), videoId, owner, Work, kind, priority, now, assetSet: 1, after, jobData, maxAttempts);
        db.ProcessingJobs.Add(job);
        await db.SaveChangesAsync(Token);
        return job.Id;
    }

    protected async Task<ProcessingJob> ReadAsync(Guid jobId)
    {
        await using var db = Open();
        return await db.ProcessingJobs.AsNoTracking().SingleAsync(job => job.Id == jobId, Token);
    }

    protected async Task<List<AttemptOutcome?>> OutcomesAsync(Guid jobId)
    {
        await using var db = Open();
        return await db.ProcessingJobAttempts.Where(attempt => attempt.JobId == jobId)
            .OrderBy(attempt => attempt.StartedAt).Select(attempt => attempt.Outcome).ToListAsync(Token);
    }

    private protected Task<ClaimedJob?> ClaimAsync(JobKind kind = JobKind.Light, JobsOptions? options = null) =>
        Ready.ClaimAsync(kind, null, options ?? new JobsOptions(), Token);

    protected Task RunNextAsync(JobKind kind = JobKind.Light) => Runner.RunNextAsync(kind, null, Token);

    protected Task<int> LoseLeaseAsync(Guid jobId) =>
        ExecuteAsync("UPDATE processing_jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE id = $1", jobId);

    protected async Task CancelAsync(params Guid[] jobIds)
    {
        await using var db = Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        await Services.GetRequiredService<IJobCanceller>().CancelAsync(db, jobIds, Token);
        await db.SaveChangesAsync(Token);
        await transaction.CommitAsync(Token);
    }

    /// <summary>Hangfire's queues, as kind words.</summary>
    protected Task<List<string>> TicketsAsync() => RowsAsync("SELECT queue FROM hangfire.jobqueue ORDER BY queue");

    /// <summary>Real Hangfire workers, ticket loop and sweeper, until disposed.</summary>
    protected async Task<IAsyncDisposable> StartEngineAsync()
    {
        var parts = Services.GetServices<IHostedService>().Where(service => service is JobTickets or JobServers or JobSweeper).ToList();
        foreach (var part in parts)
        {
            await part.StartAsync(Token);
        }

        return new StartedEngine(parts, Lifetime);
    }

    private sealed class StartedEngine(List<IHostedService> parts, TestLifetime lifetime) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            lifetime.StopApplication();
            foreach (var part in Enumerable.Reverse(parts))
            {
                await part.StopAsync(CancellationToken.None);
            }
        }
    }
}

/// <summary>What other rooms were told.</summary>
internal sealed class EventLog :
    IDomainEventHandler<JobStarted>, IDomainEventHandler<JobCompleted>, IDomainEventHandler<JobGaveUp>, IDomainEventHandler<JobCancelled>
{
    private readonly ConcurrentQueue<IDomainEvent> _told = [];

    public IReadOnlyList<IDomainEvent> Told => [.. _told];

    public Task HandleAsync(AppDb db, JobStarted happened, CancellationToken token) => Note(happened);

    public Task HandleAsync(AppDb db, JobCompleted happened, CancellationToken token) => Note(happened);

    public Task HandleAsync(AppDb db, JobGaveUp happened, CancellationToken token) => Note(happened);

    public Task HandleAsync(AppDb db, JobCancelled happened, CancellationToken token) => Note(happened);

    private Task Note(IDomainEvent happened)
    {
        _told.Enqueue(happened);
        return Task.CompletedTask;
    }
}

/// <summary>Does what the test says; completes at once unless told otherwise.</summary>
internal sealed class ScriptedHandler(string jobType) : IJobHandler
{
    private readonly ConcurrentQueue<Guid> _ran = [];

    public string JobType => jobType;

    public JobKind Kind => JobKind.Light;

    public Func<JobRun, CancellationToken, Task<JobOutcome>> OnRun { get; set; } =
        (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Done());

    public Func<AppDb, JobRun, JobOutcome.Done, Task> OnComplete { get; set; } = (_, _, _) => Task.CompletedTask;

    public ConcurrentQueue<JobOutcome.Done?> Discarded { get; } = [];

    public IReadOnlyList<Guid> Ran => [.. _ran];

    public void Answer(JobOutcome outcome) => OnRun = (_, _) => Task.FromResult(outcome);

    /// <summary>Works until its token says so; the first task ends when it has begun.</summary>
    public Task WorkUntilStopped()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnRun = async (_, token) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return new JobOutcome.Done();
        };
        return begun.Task;
    }

    public Task<JobOutcome> RunAsync(JobRun run, CancellationToken token)
    {
        _ran.Enqueue(run.Job.Id);
        return OnRun(run, token);
    }

    public Task CompleteAsync(AppDb db, JobRun run, JobOutcome.Done done, CancellationToken token) => OnComplete(db, run, done);

    public Task DiscardAsync(JobRun run, JobOutcome.Done? done)
    {
        Discarded.Enqueue(done);
        return Task.CompletedTask;
    }
}

internal sealed class TestLifetime : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
