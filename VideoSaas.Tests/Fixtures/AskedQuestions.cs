using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace VideoSaas.Tests.Fixtures;

/// <summary>Every question that the app asks through EF, with its values, so that the database can be asked how it would answer.</summary>
public sealed class AskedQuestions : DbCommandInterceptor
{
    private readonly ConcurrentDictionary<string, NpgsqlParameter[]> _asked = new(StringComparer.Ordinal);

    /// <summary>Questions so far, each once.</summary>
    public IReadOnlyCollection<string> All => [.. _asked.Keys];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        // What the app asks by itself meanwhile belongs to no request.
        if (Activity.Current is not null && command.CommandText.TrimStart() is { } text && (text.StartsWith("SELECT", StringComparison.Ordinal) || text.StartsWith("WITH", StringComparison.Ordinal)))
        {
            _asked.TryAdd(command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(parameter => parameter.Clone())]);
        }

        return ValueTask.FromResult(result);
    }

    public void Forget() => _asked.Clear();

    /// <summary>Tables that a question reads from end to end, with the question.</summary>
    public async Task<IReadOnlyList<string>> WholeReadsAsync(string connectionString, IReadOnlySet<string> largeTables, CancellationToken token)
    {
        var found = new List<string>();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(token);
        foreach (var (question, parameters) in _asked)
        {
            await using var explain = new NpgsqlCommand($"EXPLAIN (FORMAT JSON) {question}", connection);
            explain.Parameters.AddRange(parameters.Select(parameter => parameter.Clone()).ToArray());
            using var plan = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync(token))!);
            found.AddRange(WholeReadsOf(plan.RootElement[0].GetProperty("Plan")).Where(largeTables.Contains)
                .Select(table => $"{table} is read from end to end by: {question}"));
        }

        return found;
    }

    private static IEnumerable<string> WholeReadsOf(JsonElement node)
    {
        if (node.GetProperty("Node Type").GetString() == "Seq Scan")
        {
            yield return node.GetProperty("Relation Name").GetString()!;
        }

        if (node.TryGetProperty("Plans", out var children))
        {
            foreach (var table in children.EnumerateArray().SelectMany(WholeReadsOf))
            {
                yield return table;
            }
        }
    }
}
