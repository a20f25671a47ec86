using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Data;

/// <summary>One test alone, because it asks whether whole tables are empty.</summary>
public sealed class CascadeTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task DeletedPerson_TakesEverythingAlong_ExceptTheTrail()
    {
        await ExecuteAsync(SampleRows.Sql);
        var owning = await RowsAsync(
            """
            SELECT DISTINCT k.conrelid::regclass::text FROM pg_constraint k
            WHERE k.contype = 'f' AND k.confrelid = ANY (ARRAY['users', 'videos', 'processing_jobs', 'platform_posts']::regclass[])
              AND k.conparentid = 0
            """);
        Assert.True(owning.Count >= 18, string.Join(' ', owning));
        foreach (var table in owning)
        {
            Assert.True(await ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM {table})"), $"The sample has nothing in {table}.");
        }

        await ExecuteAsync("DELETE FROM users WHERE email = $1", SampleRows.Email);

        foreach (var table in owning.Where(name => name != "audit_logs"))
        {
            Assert.False(await ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM {table})"), $"{table} kept a row.");
        }

        Assert.Equal(["user.registered|"], await RowsAsync("SELECT action, user_id FROM audit_logs"));
    }
}
