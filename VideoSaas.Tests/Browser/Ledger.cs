using Npgsql;

namespace VideoSaas.Tests.Browser;

/// <summary>
/// Counts every status change of a database by triggers of its own, whoever makes it and however, and holds the audit trail
/// against that count.
/// </summary>
internal sealed class Ledger : IAsyncDisposable
{
    private const string Watch =
        """
        CREATE TABLE status_steps (resource_type text, resource_id uuid);
        CREATE FUNCTION note_status_step() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' OR to_jsonb(NEW) ->> TG_ARGV[1] IS DISTINCT FROM to_jsonb(OLD) ->> TG_ARGV[1] THEN
                INSERT INTO status_steps VALUES (TG_ARGV[0], NEW.id);
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER watched AFTER INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note_status_step('user', 'status');
        CREATE TRIGGER watched AFTER INSERT OR UPDATE ON videos FOR EACH ROW EXECUTE FUNCTION note_status_step('video', 'processing_status');
        CREATE TRIGGER watched AFTER INSERT OR UPDATE ON platform_posts FOR EACH ROW EXECUTE FUNCTION note_status_step('platform_post', 'upload_status');
        CREATE TRIGGER watched AFTER INSERT OR UPDATE ON platform_accounts FOR EACH ROW EXECUTE FUNCTION note_status_step('platform_account', 'health');
        """;

    /// <summary>Both ways round: a step without its row, and a row without its step.</summary>
    private const string Unbalanced =
        """
        WITH steps AS (SELECT resource_type, resource_id, count(*) AS times FROM status_steps GROUP BY 1, 2),
        rows AS (
            SELECT resource_type::text, resource_id, count(*) AS times FROM audit_logs
            WHERE new_values ? CASE resource_type WHEN 'user' THEN 'status' WHEN 'video' THEN 'processing_status'
                WHEN 'platform_post' THEN 'upload_status' ELSE 'health' END
            GROUP BY 1, 2)
        SELECT format('%s %s: %s steps, %s rows', resource_type, resource_id, coalesce(steps.times, 0), coalesce(rows.times, 0))
        FROM steps FULL JOIN rows USING (resource_type, resource_id)
        WHERE steps.times IS DISTINCT FROM rows.times
        """;

    /// <summary>
    /// Columns of the video and of each of its jobs that are still empty: of those that the main job fills, all but a job's
    /// parent, which the first has not.
    /// </summary>
    private const string StillEmpty =
        """
        SELECT 'videos.' || column_name FROM (SELECT to_jsonb(videos) AS row FROM videos WHERE id = $1) AS one, jsonb_each(row) AS field(column_name, value)
        WHERE value = 'null' AND 'videos.' || column_name = ANY ($2)
        UNION ALL
        SELECT 'processing_jobs.' || column_name || ' of ' || job_type
        FROM (SELECT to_jsonb(processing_jobs) AS row, job_type FROM processing_jobs WHERE video_id = $1) AS one,
            jsonb_each(row) AS field(column_name, value)
        WHERE value = 'null' AND column_name <> 'depends_on_job_id' AND 'processing_jobs.' || column_name = ANY ($2)
        """;

    private Ledger(NpgsqlDataSource database) => Database = database;

    public NpgsqlDataSource Database { get; }

    public static async Task<Ledger> OpenAsync(string connectionString, CancellationToken token)
    {
        var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand(Watch);
        await command.ExecuteNonQueryAsync(token);
        return new Ledger(database);
    }

    /// <summary>One line for each thing whose steps and audit rows differ in number.</summary>
    public Task<IReadOnlyList<string>> UnauditedStepsAsync(CancellationToken token) => LinesAsync(Unbalanced, token);

    /// <param name="columns">Such as <c>videos.fps</c>.</param>
    public Task<IReadOnlyList<string>> EmptyColumnsAsync(Guid videoId, IReadOnlyList<string> columns, CancellationToken token) =>
        LinesAsync(StillEmpty, token, videoId, columns.ToArray());

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task<IReadOnlyList<string>> LinesAsync(string sql, CancellationToken token, params object[] parameters)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync(token);
        var lines = new List<string>();
        while (await reader.ReadAsync(token))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
