using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Data;

public sealed class PartitionTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData("audit_logs")]
    [InlineData("video_analytics")]
    [InlineData("post_analytics")]
    public async Task Install_LeavesDefaultThisMonthAndThreeMore(string table)
    {
        var month = new DateTimeOffset(Clock.GetUtcNow().Year, Clock.GetUtcNow().Month, 1, 0, 0, 0, TimeSpan.Zero);
        var expected = Enumerable.Range(0, 4).Select(ahead => $"{table}_{month.AddMonths(ahead):yyyy_MM}").Append($"{table}_default");

        var found = await RowsAsync("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = $1::text::regclass", table);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Where(IsOfInstall).Order(StringComparer.Ordinal));
        Assert.Equal(0, await ScalarAsync<int>("SELECT make_months()"));

        // Other tests of this class make months of the far past.
        static bool IsOfInstall(string name) => !name.Contains("_20", StringComparison.Ordinal) || !name.Contains("_200", StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowOfAMonthWithoutPartition_IsTakenByDefault_AndMovesOutWhenItsMonthIsMade()
    {
        await ExecuteAsync(
            """
            INSERT INTO audit_logs (action, created_at)
            VALUES ('test.before', '2009-04-30 23:59:59+00'), ('test.first', '2009-05-01 00:00:00+00'), ('test.last', '2009-05-31 23:59:59.999999+00')
            """);
        Assert.Equal(3L, await ScalarAsync<long>("SELECT count(*) FROM audit_logs_default"));

        Assert.True(await ScalarAsync<bool>("SELECT make_month('audit_logs', '2009-05-17')"));

        Assert.Equal(["test.first", "test.last"], await RowsAsync("SELECT action FROM audit_logs_2009_05 ORDER BY 1"));
        Assert.Equal(["test.before"], await RowsAsync("SELECT action FROM audit_logs_default"));
        Assert.False(await ScalarAsync<bool>("SELECT make_month('audit_logs', '2009-05-01')"));

        // Detached and attached again, DEFAULT still takes rows and still guards them.
        await ExecuteAsync("INSERT INTO audit_logs (action, created_at) VALUES ('test.after', '2009-06-01 00:00:00+00')");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ExecuteAsync("DELETE FROM audit_logs WHERE action = 'test.after'"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ExecuteAsync("DELETE FROM audit_logs WHERE action = 'test.first'"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ExecuteAsync("TRUNCATE audit_logs_2009_05"));
    }

    [Fact]
    public async Task Month_IsReckonedInUtc_WhateverTheSessionsZone()
    {
        await using var connection = await Source.OpenConnectionAsync(Token);
        await using var command = new Npgsql.NpgsqlCommand(
            "SET TimeZone = 'Asia/Bangkok'; SELECT make_month('post_analytics', '2008-02-01');", connection);
        await command.ExecuteNonQueryAsync(Token);

        Assert.Equal(
            ["FOR VALUES FROM ('2008-02-01 00:00:00+00') TO ('2008-03-01 00:00:00+00')"],
            await RowsAsync("SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'post_analytics_2008_02'"));
    }
}
