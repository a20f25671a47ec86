using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Data;

/// <summary>
/// Brings a database to this version: Hangfire's schema, then the migrations, then what joins the two. Safe to repeat and to
/// run from several processes at once: an advisory lock lets one work while the others wait.
/// </summary>
public sealed partial class DatabaseInstaller(IDbContextFactory<AppDb> contexts, NpgsqlDataSource source, ILogger<DatabaseInstaller> log)
{
    private const long LockKey = 0x5649_4445_4F53_4141;

    /// <param name="target">A migration's name, with or without its time stamp; "0" undoes all; null is the newest.</param>
    /// <exception cref="InvalidOperationException">No migration has that name.</exception>
    public async Task InstallAsync(string? target = null, CancellationToken token = default)
    {
        var watch = Stopwatch.StartNew();
        await using var connection = await source.OpenConnectionAsync(token);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", token);
        try
        {
            HangfireSchema.Install(connection);
            await using var db = await contexts.CreateDbContextAsync(token);
            // Made first, because asking it for what is applied would log an error on a new database.
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(token);
            var pending = (await db.Database.GetPendingMigrationsAsync(token)).Count();
            if (pending > 0 || target is not null)
            {
                // It stands on a table that the migration may change; made again below.
                await ExecuteAsync(connection, "DROP VIEW IF EXISTS jobs_queue", token);
                await db.GetService<IMigrator>().MigrateAsync(target, token);
            }

            await ExecuteAsync(connection, SqlFiles.Read("900_every_start.sql"), token);
            LogInstalled(pending, watch.ElapsedMilliseconds);
        }
        finally
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(token);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is up to date ({Migrations} migrations applied, {ElapsedMs} ms)")]
    private partial void LogInstalled(int migrations, long elapsedMs);
}
