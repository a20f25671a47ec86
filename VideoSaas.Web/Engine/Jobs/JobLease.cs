using Npgsql;
using NpgsqlTypes;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>The signs of life of one run. Each says whether the row is still this run's.</summary>
internal interface IRunLease
{
    Task<bool> IsMineAsync(CancellationToken token);

    Task<bool> RenewAsync(CancellationToken token);

    /// <summary>Also renews.</summary>
    Task<bool> WriteProgressAsync(RunProgress progress, CancellationToken token);
}

internal sealed record RunProgress(string Stage, int? Percent, JobProgressDetails? Details);

/// <summary>One short statement each, with no transaction around it, so that a beat never waits for more than its row.</summary>
internal sealed class JobLease(NpgsqlDataSource source, Guid jobId, Guid token, TimeSpan length) : IRunLease
{
    private const string Mine = "WHERE id = $1 AND lease_token = $2 AND status = 'running'";

    public async Task<bool> IsMineAsync(CancellationToken token)
    {
        await using var command = Command($"SELECT 1 FROM processing_jobs {Mine}");
        return await command.ExecuteScalarAsync(token) is not null;
    }

    public async Task<bool> RenewAsync(CancellationToken token)
    {
        await using var command = Command($"UPDATE processing_jobs SET lease_until = clock_timestamp() + $3 {Mine}");
        command.Parameters.Add(new() { Value = length });
        return await command.ExecuteNonQueryAsync(token) == 1;
    }

    public async Task<bool> WriteProgressAsync(RunProgress progress, CancellationToken token)
    {
        await using var command = Command($"""
            UPDATE processing_jobs
            SET lease_until = clock_timestamp() + $3, stage = $4, progress_percent = $5, progress_details = $6
            {Mine}
            """);
        command.Parameters.Add(new() { Value = length });
        command.Parameters.Add(new() { Value = progress.Stage });
        command.Parameters.Add(new() { Value = (object?)progress.Percent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new()
        {
            Value = (object?)JobJson.Write(progress.Details) ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Jsonb,
        });
        return await command.ExecuteNonQueryAsync(token) == 1;
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = jobId });
        command.Parameters.Add(new() { Value = token });
        return command;
    }
}
