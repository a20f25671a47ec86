using System.Collections.Frozen;
using System.Threading.Channels;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Options;
using Npgsql;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// Puts tickets into Hangfire's queues. An offer is only a hint to look: how many are needed is counted from the rows that
/// could start and the tickets that already wait, so that offers may be lost, doubled or too many.
/// </summary>
internal sealed partial class JobTickets(
    NpgsqlDataSource source,
    IBackgroundJobClient hangfire,
    ReadyJobs ready,
    IOptions<JobsOptions> options,
    TimeProvider time,
    ILogger<JobTickets> log) : BackgroundService, IJobTickets
{
    /// <summary>By kind, so that none waits for another's look. One look serves all offers that came before it.</summary>
    private readonly FrozenDictionary<JobKind, Channel<bool>> _offers = Enum.GetValues<JobKind>().ToFrozenDictionary(
        kind => kind,
        _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }));

    private readonly CancellationTokenSource _ended = new();

    public static string QueueOf(JobKind kind) => Words.Of(kind);

    public void Offer(JobKind kind) => _offers[kind].Writer.TryWrite(true);

    /// <summary>For a row that is due then; should this process die meanwhile, a sweep offers instead.</summary>
    public void OfferAfter(JobKind kind, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Offer(kind);
            return;
        }

        // Timers take no more; a sweep comes by long before.
        if (delay < TimeSpan.FromDays(1))
        {
            _ = OfferLaterAsync(kind, delay);
        }
    }

    /// <summary>Tops the waiting tickets of a kind up to what its ready rows need.</summary>
    /// <returns>How many were added.</returns>
    public async Task<int> IssueAsync(JobKind kind, CancellationToken token)
    {
        // Where this process has no workers for it, others have; one worker's tickets are a safe guess.
        var most = Math.Max(options.Value.Workers.Of(kind), 1) * options.Value.TicketsPerWorker;
        var needed = Math.Min(await ready.CountAsync(kind, token), most);
        var missing = needed == 0 ? 0 : needed - await CountWaitingAsync(kind, token);
        for (var added = 0; added < missing; added++)
        {
            hangfire.Create(
                Job.FromExpression<JobRunner>(runner => runner.RunNextAsync(kind, null, CancellationToken.None)),
                new EnqueuedState(QueueOf(kind)));
        }

        return Math.Max(missing, 0);
    }

    public override void Dispose()
    {
        _ended.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(_offers.Keys.Select(kind => IssueOfferedAsync(kind, stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await _ended.CancelAsync();
        }
    }

    private async Task IssueOfferedAsync(JobKind kind, CancellationToken token)
    {
        await foreach (var _ in _offers[kind].Reader.ReadAllAsync(token))
        {
            await IssueSafelyAsync(kind, token);
        }
    }

    private async Task<int> CountWaitingAsync(JobKind kind, CancellationToken token)
    {
        await using var command = source.CreateCommand(
            $"SELECT count(*)::int FROM {HangfireSchema.Name}.jobqueue WHERE queue = $1 AND fetchedat IS NULL");
        command.Parameters.Add(new() { Value = QueueOf(kind) });
        return (int)(await command.ExecuteScalarAsync(token))!;
    }

    private async Task IssueSafelyAsync(JobKind kind, CancellationToken token)
    {
        try
        {
            await IssueAsync(kind, token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !token.IsCancellationRequested)
        {
            LogIssueFailed(kind, failure);
        }
    }

    private async Task OfferLaterAsync(JobKind kind, TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, time, _ended.Token);
            Offer(kind);
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
        {
            // The server stopped first.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tickets for {Kind} work could not be issued; the next sweep tries again")]
    private partial void LogIssueFailed(JobKind kind, Exception failure);
}
