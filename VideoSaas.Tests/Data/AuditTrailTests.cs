using Npgsql;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Data;

/// <summary>The trail in the database: it only grows, with two exceptions.</summary>
public sealed class AuditTrailTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData("UPDATE audit_logs SET action = 'video.deleted' WHERE action = 'test.guarded'")]
    [InlineData("UPDATE audit_logs SET ip_address = NULL, user_id = NULL WHERE action = 'test.guarded'")]
    [InlineData("DELETE FROM audit_logs WHERE action = 'test.guarded'")]
    [InlineData("TRUNCATE audit_logs")]
    public async Task Change_OfTheTrail_IsRefused(string sql)
    {
        await ExecuteAsync("INSERT INTO audit_logs (action, ip_address) VALUES ('test.guarded', '203.0.113.1')");
        var failure = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(sql));
        Assert.Contains("append-only", failure.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncate_OfEveryPartition_IsRefused()
    {
        var partitions = await RowsAsync("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_logs'::regclass");
        Assert.Equal(5, partitions.Count);
        foreach (var partition in partitions)
        {
            var failure = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync($"TRUNCATE {partition}"));
            Assert.Contains("append-only", failure.MessageText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PersonRemoved_LeavesRowsWithoutThePerson()
    {
        var person = await NewPersonAsync();
        await ExecuteAsync("DELETE FROM users WHERE id = $1", person.Id);

        Assert.Equal(["user.registered|"], await RowsAsync(
            "SELECT action, user_id FROM audit_logs WHERE resource_id = $1", person.Id));
    }

    [Fact]
    public async Task Forget_BlanksWhatIsPersonalAndLeavesItsOwnRow()
    {
        var person = await NewPersonAsync();
        var other = await NewPersonAsync();
        foreach (var who in new[] { person.Id, other.Id })
        {
            await ExecuteAsync(
                """
                INSERT INTO audit_logs (user_id, actor_type, actor_id, action, resource_type, resource_id, old_values, new_values,
                                        changes, ip_address, user_agent, request_id, metadata)
                VALUES ($1, 'user', $1::text, 'user.email_changed', 'user', $1, '{"email": "a@example.org", "status": "active"}',
                        '{"email": "b@example.org"}', '{"email": ["a@example.org", "b@example.org"]}', '203.0.113.9', 'Browser/1',
                        'request-9', '{"reason": "she asked", "ticket": 4}')
                """,
                who);
        }

        Assert.Equal(2, await ScalarAsync<int>("SELECT audit_forget_person($1)", person.Id));

        const string Read =
            """
            SELECT action, coalesce(host(ip_address), '-'), coalesce(user_agent, '-'), request_id, old_values, new_values, changes, metadata
            FROM audit_logs WHERE user_id = $1 AND action = 'user.email_changed'
            """;
        Assert.Equal(["""user.email_changed|-|-|request-9|{"status": "active"}|{}|{}|{"ticket": 4}"""], await RowsAsync(Read, person.Id));
        Assert.Contains("203.0.113.9", Assert.Single(await RowsAsync(Read, other.Id)), StringComparison.Ordinal);
        Assert.Equal(["""system|audit_forget_person|user|{"rows": 2}"""], await RowsAsync(
            "SELECT actor_type, actor_id, resource_type, new_values FROM audit_logs WHERE action = 'user.forgotten' AND resource_id = $1",
            person.Id));
    }

    [Fact]
    public async Task AfterForgetting_InTheSameTransaction_TheTrailIsClosedAgain()
    {
        var person = await NewPersonAsync();
        await using var connection = await Source.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using (var forget = new NpgsqlCommand("SELECT audit_forget_person($1)", connection))
        {
            forget.Parameters.AddWithValue(person.Id);
            await forget.ExecuteNonQueryAsync(Token);
        }

        await using var blank = new NpgsqlCommand("UPDATE audit_logs SET user_agent = 'x' WHERE resource_id = $1", connection);
        blank.Parameters.AddWithValue(person.Id);
        await Assert.ThrowsAsync<PostgresException>(() => blank.ExecuteNonQueryAsync(Token));
    }
}
