using System.Diagnostics;
using Npgsql;

namespace VideoSaas.Tests.Fixtures.Circuits;

/// <summary>
/// Watches a video that the app itself encodes. Nobody outside sees when its writes commit, but each renews the lease by the
/// database's clock, which is this machine's: the moment of a write is the lease's end without its length.
/// </summary>
internal sealed class RealJob(NpgsqlDataSource source, Guid videoId, TimeSpan lease)
{
    private readonly List<Moved> _writes = [];

    /// <summary>Of the encode; null before it runs.</summary>
    public Guid? JobId { get; private set; }

    public IReadOnlyList<Moved> Writes => _writes;

    /// <summary>The percent of the encode that runs now; null while none does.</summary>
    public async Task<int?> PercentAsync(CancellationToken token)
    {
        await using var command = source.CreateCommand(
            """
            SELECT id, progress_percent FROM processing_jobs
            WHERE video_id = $1 AND job_type = 'compress_video' AND status = 'running' AND progress_percent IS NOT NULL
            """);
        command.Parameters.Add(new() { Value = videoId });
        await using var rows = await command.ExecuteReaderAsync(token);
        if (!await rows.ReadAsync(token))
        {
            return null;
        }

        JobId = rows.GetGuid(0);
        return rows.GetInt32(1);
    }

    /// <summary>Where its jobs stand, for a failure's message.</summary>
    public async Task<string> StandAsync(CancellationToken token)
    {
        await using var command = source.CreateCommand(
            "SELECT string_agg(concat_ws(' ', job_type, status, attempts, progress_percent, progress_details, error_code), ', ') FROM processing_jobs WHERE video_id = $1");
        command.Parameters.Add(new() { Value = videoId });
        return $"{await command.ExecuteScalarAsync(token)}; noted: {string.Join(' ', _writes.Select(write => write.Percent))}";
    }

    /// <summary>Notes every new percent until cancelled.</summary>
    public async Task NoteAsync(CancellationToken ended)
    {
        await using var connection = await source.OpenConnectionAsync(ended);
        await using (var listen = new NpgsqlCommand("LISTEN live", connection))
        {
            await listen.ExecuteNonQueryAsync(ended);
        }

        var told = false;
        connection.Notification += (_, notification) => told |= notification.Payload.EndsWith($"|job|{JobId}", StringComparison.Ordinal);
        while (!ended.IsCancellationRequested)
        {
            await connection.WaitAsync(ended);
            if (!told)
            {
                continue;
            }

            told = false;
            await using var read = new NpgsqlCommand("SELECT progress_percent, lease_until FROM processing_jobs WHERE id = $1 AND status = 'running'", connection)
            {
                Parameters = { new() { Value = JobId } },
            };
            await using var rows = await read.ExecuteReaderAsync(ended);
            if (await rows.ReadAsync(ended) && !rows.IsDBNull(0) && (_writes.Count == 0 || _writes[^1].Percent != rows.GetInt32(0)))
            {
                var ago = TimeProvider.System.GetUtcNow() - (rows.GetFieldValue<DateTimeOffset>(1) - lease);
                _writes.Add(new Moved(rows.GetInt32(0), Stopwatch.GetTimestamp() - (long)(ago.TotalSeconds * Stopwatch.Frequency)));
            }
        }
    }
}
