using Microsoft.Extensions.Options;
using Npgsql;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>Before anything works: every job type has its one handler, and the workers fit the pool of connections.</summary>
internal sealed class JobsGate(IEnumerable<IJobHandler> handlers, NpgsqlDataSource source, IOptions<JobsOptions> options)
    : IHostedLifecycleService
{
    /// <summary>The listener, the sweeper and a few requests of people.</summary>
    private const int ConnectionsForOthers = 4;

    /// <exception cref="InvalidOperationException">In words, why there will be no start.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = new JobHandlers(handlers, JobHandlers.KnownTypes());

        // A running job needs two at worst: its own work and its sign of life.
        var workers = options.Value.Workers.All.Sum();
        var pool = new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize;
        return (2 * workers) + ConnectionsForOthers <= pool
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                $"VideoSaas does not start: {workers} job workers need up to {2 * workers} database connections and leave less than "
                + $"{ConnectionsForOthers} of {pool} for everything else. Lower Jobs:Workers or raise Maximum Pool Size.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
