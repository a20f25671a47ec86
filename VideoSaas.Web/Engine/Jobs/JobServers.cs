using Hangfire;
using Hangfire.Common;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Processing;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// One Hangfire server per kind of work: an encode fills the cores, and publishing must never wait behind it. Only the
/// maintenance server carries Hangfire's own schedulers and clean-up; the others are workers and nothing else.
/// </summary>
internal sealed class JobServers(
    JobStorage storage,
    JobActivator activator,
    IGlobalConfiguration hangfireConfiguration,
    IRecurringJobManager recurring,
    IEnumerable<IRecurringWork> works,
    IOptions<JobsOptions> options) : IHostedService, IDisposable
{
    public const string MaintenanceQueue = "maintenance";

    private readonly JobsOptions _options = options.Value;
    private readonly List<BackgroundJobServer> _servers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Asked for although unused: making it is what connects Hangfire's log to ours.
        _ = hangfireConfiguration;
        foreach (var kind in Enum.GetValues<JobKind>())
        {
            Start(JobTickets.QueueOf(kind), _options.Workers.Of(kind), workersOnly: true);
        }

        if (_options.Workers.Maintenance > 0)
        {
            foreach (var work in works)
            {
                recurring.AddOrUpdate(
                    work.Name,
                    Job.FromExpression<RecurringRunner>(runner => runner.RunAsync(work.Name, CancellationToken.None), MaintenanceQueue),
                    work.Cron);
            }

            Start(MaintenanceQueue, _options.Workers.Maintenance, workersOnly: false);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var server in _servers)
        {
            server.SendStop();
        }

        await Task.WhenAll(_servers.Select(server => server.WaitForShutdownAsync(cancellationToken)));
    }

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            server.Dispose();
        }
    }

    private void Start(string queue, int workers, bool workersOnly)
    {
        if (workers == 0)
        {
            return;
        }

        _servers.Add(new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                ServerName = $"{WorkerName.Current.Host}/{WorkerName.Current.ProcessId}/{queue}",
                Queues = [queue],
                WorkerCount = workers,
                IsLightweightServer = workersOnly,
                Activator = activator,
                HeartbeatInterval = _options.Heartbeat,
                SchedulePollingInterval = _options.SchedulePoll,
                CancellationCheckInterval = _options.Heartbeat,
                ShutdownTimeout = _options.Shutdown,
                StopTimeout = TimeSpan.Zero,
            },
            storage));
    }
}
