using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;

namespace VideoSaas.Web.Engine.Live;

/// <summary>
/// The one connection of this process that listens. Hints that were missed while it was away are read again from
/// <c>live_events</c>; a hint may therefore come twice, never not at all.
/// </summary>
internal sealed partial class PostgresLiveEvents(
    NpgsqlDataSource source, IOptions<LiveOptions> options, TimeProvider time, ILogger<PostgresLiveEvents> log)
    : BackgroundService, ILiveEvents
{
    /// <summary>The triggers' channel; a payload is <c>event|owner|kind|resource</c>.</summary>
    private const string Channel = "live";

    private readonly LiveOptions _options = options.Value;
    private readonly ConcurrentDictionary<Guid, ImmutableArray<LiveSubscription>> _byOwner = new();

    /// <summary>By this process's clock; null before the first connection.</summary>
    private DateTimeOffset? _lastAlive;

    public IDisposable Subscribe(Guid ownerId, Action<LiveSignal> onSignal)
    {
        var subscription = new LiveSubscription(ownerId, onSignal, _options.QueueLimit, Forget, log);
        _byOwner.AddOrUpdate(ownerId, _ => [subscription], (_, others) => others.Add(subscription));
        return subscription;
    }

    /// <summary>How many owners have somebody listening: nothing is kept for those who let go.</summary>
    internal int OwnerCount => _byOwner.Count;

    /// <summary>The server process behind the connection; null while there is none.</summary>
    internal int? BackendId { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = _options.ReconnectFirst;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => wait = _options.ReconnectFirst, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogAway(wait, failure);
            }
            finally
            {
                BackendId = null;
            }

            try
            {
                await Task.Delay(wait * (0.8 + (0.4 * Random.Shared.NextDouble())), time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            wait = wait * 2 < _options.ReconnectLongest ? wait * 2 : _options.ReconnectLongest;
        }
    }

    private async Task ListenAsync(Action onConnected, CancellationToken token)
    {
        await using var connection = await source.OpenConnectionAsync(token);
        connection.Notification += (_, notification) => Deliver(notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(token);
        }

        // Listening first, reading second: what is told in between comes twice rather than not at all.
        await CatchUpAsync(connection, token);
        onConnected();
        _lastAlive = time.GetUtcNow();
        BackendId = connection.ProcessID;
        while (true)
        {
            _lastAlive = time.GetUtcNow();
            if (!await connection.WaitAsync(_options.KeepAlive, token))
            {
                // A cut cable looks like silence.
                await using var alive = new NpgsqlCommand("SELECT 1", connection)
                {
                    CommandTimeout = Math.Max(1, (int)_options.KeepAlive.TotalSeconds),
                };
                await alive.ExecuteScalarAsync(token);
            }
        }
    }

    /// <summary>Tells subscribers what they missed, or that they missed something.</summary>
    private async Task CatchUpAsync(NpgsqlConnection connection, CancellationToken token)
    {
        var owners = _byOwner.Keys.ToArray();
        if (owners.Length == 0)
        {
            return;
        }

        var away = time.GetUtcNow() - _lastAlive;
        if (away is not { } absence || absence > _options.LongestReplay)
        {
            foreach (var owner in owners)
            {
                Tell(owner, new LiveSignal(LiveSignal.Gap, Guid.Empty));
            }

            return;
        }

        await using var missed = new NpgsqlCommand(
            """
            SELECT owner_id, kind, resource FROM live_events
            WHERE owner_id = ANY($1) AND created_at >= clock_timestamp() - $2
            GROUP BY owner_id, kind, resource ORDER BY max(id)
            """,
            connection)
        {
            Parameters = { new() { Value = owners }, new() { Value = absence + _options.ReplayOverlap } },
        };
        var count = 0;
        await using var rows = await missed.ExecuteReaderAsync(token);
        while (await rows.ReadAsync(token))
        {
            Tell(rows.GetGuid(0), new LiveSignal(rows.GetString(1), rows.GetGuid(2)));
            count++;
        }

        LogBack(absence, count);
    }

    private void Deliver(string payload)
    {
        var parts = payload.Split('|');
        if (parts.Length == 4
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && Guid.TryParse(parts[1], out var owner)
            && Guid.TryParse(parts[3], out var resource))
        {
            Tell(owner, new LiveSignal(parts[2], resource));
        }
        else
        {
            LogStrange(payload);
        }
    }

    private void Tell(Guid owner, LiveSignal signal)
    {
        if (_byOwner.TryGetValue(owner, out var subscriptions))
        {
            signal = signal with { HeardAt = time.GetTimestamp() };
            foreach (var subscription in subscriptions)
            {
                subscription.Post(signal);
            }
        }
    }

    private void Forget(LiveSubscription subscription)
    {
        while (_byOwner.TryGetValue(subscription.OwnerId, out var before))
        {
            var after = before.Remove(subscription);
            var done = after.IsEmpty
                ? _byOwner.TryRemove(KeyValuePair.Create(subscription.OwnerId, before))
                : _byOwner.TryUpdate(subscription.OwnerId, after, before);
            if (done)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The listener for live events is away; connecting again in {Wait}")]
    private partial void LogAway(TimeSpan wait, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The listener for live events is back after {Absence}; {Count} hints told again")]
    private partial void LogBack(TimeSpan absence, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A live event was not understood: {Payload}")]
    private partial void LogStrange(string payload);
}
