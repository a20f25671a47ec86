using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Data;

/// <summary>
/// The founding document's checklist before production, a test a line. Left out: "backup strategy tested", which comes with
/// the backup command.
/// </summary>
public sealed class ChecklistTests(TestDatabase database) : DatabaseTest(database)
{
    /// <summary>Tables of Identity, EF and Data Protection keep their makers' shape.</summary>
    private const string OurTables =
        """
        SELECT c.oid, c.relname FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND c.relname NOT IN ('roles', 'user_roles', 'user_claims', 'user_logins', 'user_tokens', 'role_claims', 'user_passkeys',
                                'data_protection_keys', '__EFMigrationsHistory')
        """;

    [Fact]
    public async Task AllTables_HaveCreatedAt() => Assert.Empty(await RowsAsync(
        $"SELECT relname FROM ({OurTables}) t WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = t.oid AND attname = 'created_at')"));

    [Fact]
    public async Task AllStatusColumns_HaveIndexes()
    {
        const string StatusColumns =
            $"SELECT t.oid, t.relname, a.attname, a.attnum FROM ({OurTables}) t JOIN pg_attribute a ON a.attrelid = t.oid "
            + "AND a.attname IN ('status', 'processing_status', 'upload_status', 'health')";
        Assert.Equal(9, (await RowsAsync(StatusColumns)).Count);
        Assert.Empty(await RowsAsync(
            $"SELECT relname, attname FROM ({StatusColumns}) s WHERE NOT EXISTS (SELECT FROM pg_index WHERE indrelid = s.oid AND s.attnum = ANY (indkey))"));
    }

    [Fact]
    public async Task ForeignKeys_HaveOnDeleteRules()
    {
        Assert.True(await ScalarAsync<long>("SELECT count(*) FROM pg_constraint WHERE contype = 'f'") > 30);
        Assert.Empty(await RowsAsync(
            """
            SELECT conname FROM pg_constraint
            WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND confdeltype NOT IN ('c', 'n', 'r')
            """));
    }

    [Fact]
    public async Task UniqueConstraints_PreventDuplicates()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        await AssertOnceAsync("INSERT INTO users (email, password_hash) VALUES ('twice@example.org', '!')");
        await AssertOnceAsync("INSERT INTO users (email, username, password_hash) VALUES (gen_random_uuid()::text, 'twice', '!')");
        await AssertOnceAsync("INSERT INTO users (email, normalized_email, password_hash) VALUES (gen_random_uuid()::text, 'TWICE', '!')");
        await AssertOnceAsync($"INSERT INTO platform_posts (video_id, user_id, platform) VALUES ('{video.Id}', '{video.UserId}', 'tiktok')");
        await AssertOnceAsync($"INSERT INTO api_keys (user_id, key_hash, key_prefix, name) VALUES ('{video.UserId}', 'twice', 'a', 'a')");
        await AssertOnceAsync(
            $"INSERT INTO video_analytics (video_id, user_id, platform, fetched_at) VALUES ('{video.Id}', '{video.UserId}', 'tiktok', '2026-01-01')");
        await AssertOnceAsync(
            $"""
            INSERT INTO publish_attempts (post_id, user_id, arming, step)
            SELECT id, user_id, 1, 'armed' FROM platform_posts WHERE video_id = '{video.Id}'
            """);
        await AssertOnceAsync(
            $"INSERT INTO platform_accounts (user_id, platform, external_id, access_token_protected) VALUES ('{video.UserId}', 'tiktok', '1', 'a')");
    }

    [Fact]
    public async Task Timestamps_AreTimestamptz() => Assert.Empty(await RowsAsync(
        """
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type LIKE 'timestamp%' AND data_type <> 'timestamp with time zone'
          AND table_name <> 'jobs_queue'
        """));

    [Fact]
    public async Task JsonbColumns_HaveDocumentedStructure()
    {
        const string JsonColumns =
            """
            SELECT c.oid, c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.atttypid = 'jsonb'::regtype
            """;
        Assert.True((await RowsAsync(JsonColumns)).Count >= 20);
        Assert.Empty(await RowsAsync(
            $"SELECT relname, attname FROM ({JsonColumns}) j WHERE coalesce(obj_description(oid, 'pg_class'), '') !~ ('(^|\\n)' || attname || ': \\S')"));
    }

    [Fact]
    public async Task PartitioningStrategy_IsDefined() => Assert.Equal(
        ["audit_logs|RANGE (created_at)", "post_analytics|RANGE (fetched_at)", "video_analytics|RANGE (fetched_at)"],
        await RowsAsync("SELECT partrelid::regclass::text, pg_get_partkeydef(partrelid) FROM pg_partitioned_table ORDER BY 1"));

    [Fact]
    public void MigrationRollback_IsReady()
    {
        var irreversible = typeof(Web.Data.AppDb).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Microsoft.EntityFrameworkCore.Migrations.Migration)))
            .Where(type => ((Microsoft.EntityFrameworkCore.Migrations.Migration)Activator.CreateInstance(type)!).DownOperations.Count == 0)
            .Select(type => type.Name);

        // That each Down works on tables with rows is MigrationTests' up-down-up.
        Assert.Empty(irreversible);
    }

    [Fact]
    public async Task ConnectionPooling_IsConfigured()
    {
        var figures = new NpgsqlConnectionStringBuilder(Services.GetRequiredService<NpgsqlDataSource>().ConnectionString);
        Assert.True(figures.Pooling);
        Assert.Equal(20, figures.MaxPoolSize);
        await using var first = await Source.OpenConnectionAsync(Token);
        var process = first.ProcessID;
        await first.CloseAsync();
        await using var second = await Source.OpenConnectionAsync(Token);
        Assert.Equal(process, second.ProcessID);
    }

    [Fact]
    public async Task QueryPerformance_OfClaimingAJob_StaysFlatOverFiftyThousandRows()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        await QueryPlanTests.FillJobsAsync(ExecuteAsync, video.Id, video.UserId, 50_000);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var claim = 0; claim < 20; claim++)
        {
            await ScalarAsync<Guid>(QueryPlanTests.NextReady);
        }

        // Reading the whole table takes longer than this a time.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"20 claims took {watch.ElapsedMilliseconds} ms.");
    }

    [Fact]
    public async Task Indexes_AreAnalyzed_AndEveryOneIsValid() => Assert.Empty(await RowsAsync(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid OR NOT indisready"));

    private async Task AssertOnceAsync(string insert)
    {
        await ExecuteAsync(insert);
        var failure = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(insert));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, failure.SqlState);
    }
}
