using Hangfire;
using Microsoft.Extensions.Options;
using Npgsql;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// Upkeep without a video, carried out by the clock on the maintenance workers. Safe to run twice: after a crash it does.
/// Registered as a singleton by the room that owns it.
/// </summary>
public interface IRecurringWork
{
    /// <summary>Stable and unique, for example <c>live-events</c>.</summary>
    string Name { get; }

    /// <summary>Cron of five or six fields, UTC.</summary>
    string Cron { get; }

    Task RunAsync(CancellationToken token);
}

/// <summary>What Hangfire calls for a piece of recurring work; two runs of the same piece never overlap, in any process.</summary>
internal sealed partial class RecurringRunner(
    IEnumerable<IRecurringWork> works, NpgsqlDataSource source, ILogger<RecurringRunner> log)
{
    private const int RecurringLock = 0x4A6F6252;

    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("{0}")]
    public async Task RunAsync(string name, CancellationToken token)
    {
        var work = works.FirstOrDefault(candidate => candidate.Name == name);
        if (work is null)
        {
            LogUnknown(name);
            return;
        }

        await using var connection = await source.OpenConnectionAsync(token);
        await using var taking = new NpgsqlCommand("SELECT pg_try_advisory_lock($1, hashtext($2))", connection)
        {
            Parameters = { new() { Value = RecurringLock }, new() { Value = name } },
        };
        if (await taking.ExecuteScalarAsync(token) is not true)
        {
            return;
        }

        try
        {
            await work.RunAsync(token);
        }
        finally
        {
            await using var leaving = new NpgsqlCommand("SELECT pg_advisory_unlock($1, hashtext($2))", connection)
            {
                Parameters = { new() { Value = RecurringLock }, new() { Value = name } },
            };
            await leaving.ExecuteScalarAsync(CancellationToken.None);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No room of this version has the recurring work {Name}")]
    private partial void LogUnknown(string name);
}

/// <summary>The jobs engine's own upkeep: browsers' hints that nobody will read again, and partitions for the months to come.</summary>
internal sealed class JobsUpkeep(NpgsqlDataSource source, IOptions<JobsOptions> options) : IRecurringWork
{
    public string Name => "upkeep";

    public string Cron => "*/5 * * * *";

    public async Task RunAsync(CancellationToken token)
    {
        await using (var hints = source.CreateCommand("DELETE FROM live_events WHERE created_at < now() - $1"))
        {
            hints.Parameters.Add(new() { Value = options.Value.LiveEventsKept });
            await hints.ExecuteNonQueryAsync(token);
        }

        await using var months = source.CreateCommand("SELECT make_months()");
        await months.ExecuteNonQueryAsync(token);
    }
}
