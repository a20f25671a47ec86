using Npgsql;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// What there is to repair and to offer, from one statement: nearly every sweep finds nothing, and an app that has nothing to do should cost nothing.
/// </summary>
/// <param name="Gone">Workers of running rows whose process no longer exists.</param>
/// <param name="HasLost">A running row has outlived its lease.</param>
/// <param name="HasRested">The rest of a failed row is over.</param>
/// <param name="HasHung">A row waits for one that has ended.</param>
/// <param name="Ready">Kinds with rows that are due.</param>
internal sealed record SweepLook(string[] Gone, bool HasLost, bool HasRested, bool HasHung, JobKind[] Ready)
{
    public bool HasRepairs => Gone.Length > 0 || HasLost || HasRested || HasHung;

    /// <param name="lease">What a running row without one is given, from when it began to run.</param>
    public static async Task<SweepLook> TakeAsync(NpgsqlConnection connection, TimeSpan lease, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT
                ARRAY(SELECT DISTINCT worker_id FROM processing_jobs WHERE status = 'running' AND worker_id IS NOT NULL),
                EXISTS (
                    SELECT 1 FROM processing_jobs
                    WHERE status = 'running' AND COALESCE(lease_until, status_changed_at + $1) < clock_timestamp()),
                EXISTS (SELECT 1 FROM processing_jobs WHERE status = 'failed' AND backoff_until <= clock_timestamp()),
                EXISTS (
                    SELECT 1 FROM processing_jobs AS child JOIN processing_jobs AS parent ON parent.id = child.depends_on_job_id
                    WHERE child.status = 'queued' AND child.scheduled_for = 'infinity'
                      AND (parent.status IN ('completed', 'cancelled') OR (parent.status = 'failed' AND parent.backoff_until IS NULL))),
                ARRAY(SELECT DISTINCT kind FROM processing_jobs WHERE status = 'queued' AND scheduled_for <= clock_timestamp())
            """,
            connection);
        command.Parameters.Add(new() { Value = lease });
        await using var reader = await command.ExecuteReaderAsync(token);
        await reader.ReadAsync(token);
        return new SweepLook(
            [.. reader.GetFieldValue<string[]>(0).Where(WorkerName.IsGone)],
            reader.GetBoolean(1), reader.GetBoolean(2), reader.GetBoolean(3),
            [.. Enum.GetValues<JobKind>().IntersectBy(reader.GetFieldValue<string[]>(4), Words.Of)]);
    }
}
