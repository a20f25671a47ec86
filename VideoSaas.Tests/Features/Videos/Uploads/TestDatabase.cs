using Npgsql;

namespace VideoSaas.Tests.Features.Videos.Uploads;

internal static class TestDatabase
{
    public static async Task<string> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable("VIDEOSAAS_TEST_POSTGRES") ?? "Host=127.0.0.1;Port=55432;Username=postgres";
        var name = $"upload_{Guid.CreateVersion7():N}";
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }
}
