using System.Data;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Npgsql;
using VideoSaas.Domain.Accounts;

namespace VideoSaas.Web.Features.Accounts.Export;

/// <summary>Writes the zip: one JSON file a table, all as of one moment, and where each video's file can be fetched.</summary>
internal sealed class ExportFile(NpgsqlDataSource source)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task WriteAsync(string path, DataExport export, DateTimeOffset now, CancellationToken token)
    {
        await using var connection = await source.OpenConnectionAsync(token);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: false, Encoding.UTF8, token);
        await AddAsync(zip, "about.json", JsonSerializer.Serialize(new { person = export.UserId, made_at = now }, Json), token);
        foreach (var table in ExportTables.All)
        {
            await AddTableAsync(zip, connection, table, export.UserId, token);
        }

        await AddRowsAsync(
            zip,
            connection,
            "files.json",
            """
            SELECT jsonb_build_object('video_id', t.video_id, 'kind', t.kind, 'content_type', t.content_type, 'size_bytes', t.size_bytes,
                                      'address', '/media/' || t.id)::text
            FROM video_assets AS t WHERE t.user_id = $1 ORDER BY t.created_at
            """,
            export.UserId,
            token);
    }

    private static Task AddTableAsync(ZipArchive zip, NpgsqlConnection connection, ExportTable table, Guid personId, CancellationToken token)
    {
        // Names and conditions are ours alone; the person is a parameter.
        var secrets = string.Join(", ", table.Secrets.Select(column => $"'{column}'"));
        return AddRowsAsync(
            zip,
            connection,
            $"{table.Name}.json",
            $"SELECT (to_jsonb(t) - ARRAY[{secrets}]::text[])::text FROM {table.Name} AS t WHERE {table.Mine}",
            personId,
            token);
    }

    private static async Task AddRowsAsync(
        ZipArchive zip, NpgsqlConnection connection, string name, string sql, Guid personId, CancellationToken token)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        await using var stream = await entry.OpenAsync(token);
        await using var writer = new StreamWriter(stream);
        await writer.WriteAsync("[");
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = personId } } };
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, token);
        var separator = "\n";
        while (await rows.ReadAsync(token))
        {
            await writer.WriteAsync(separator);
            await writer.WriteAsync(rows.GetString(0).AsMemory(), token);
            separator = ",\n";
        }

        await writer.WriteAsync("\n]\n");
    }

    private static async Task AddAsync(ZipArchive zip, string name, string text, CancellationToken token)
    {
        var entry = zip.CreateEntry(name);
        await using var stream = await entry.OpenAsync(token);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), token);
    }
}
