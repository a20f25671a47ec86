using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Data;

public sealed class FoundingSchemaTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Columns_OfTheFoundingTables_AreThereWithTypeAndDefault()
    {
        var found = await RowsAsync(
            """
            SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE c.relnamespace = 'public'::regnamespace
            """);

        AssertHolds(FoundingSchema.Columns, found);
    }

    [Fact]
    public async Task Indexes_OfTheFoundingTables_AreThereByNameAndContent()
    {
        // A partitioned table's index is written ON ONLY, because each partition has its own.
        var found = await RowsAsync(
            "SELECT replace(replace(indexdef, 'public.', ''), ' ON ONLY ', ' ON ') FROM pg_indexes WHERE schemaname = 'public'");

        AssertHolds(FoundingSchema.Indexes, found);
    }

    [Fact]
    public async Task PrimaryKeys_OfTheFoundingTables_AreIdAloneOrWithThePartsColumn()
    {
        var found = await RowsAsync(
            """
            SELECT c.relname || ' ' || pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
            WHERE k.contype = 'p' AND c.relname = ANY ($1) ORDER BY 1
            """,
            (object)FoundingSchema.Tables);

        Assert.Equal(
            [
                "api_keys PRIMARY KEY (id)", "audit_logs PRIMARY KEY (id, created_at)", "platform_posts PRIMARY KEY (id)",
                "processing_jobs PRIMARY KEY (id)", "users PRIMARY KEY (id)", "video_analytics PRIMARY KEY (id, fetched_at)",
                "videos PRIMARY KEY (id)",
            ],
            found);
    }

    [Fact]
    public async Task Uniqueness_OfTheFoundingTables_IsWrittenAsConstraints()
    {
        var found = await RowsAsync(
            """
            SELECT c.relname || ' ' || pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
            WHERE k.contype = 'u' AND c.relname = ANY ($1) ORDER BY 1
            """,
            (object)FoundingSchema.Tables);

        Assert.Equal(
            [
                "api_keys UNIQUE (key_hash)", "platform_posts UNIQUE (video_id, platform)", "users UNIQUE (email)",
                "users UNIQUE (username)", "video_analytics UNIQUE (video_id, platform, fetched_at)",
            ],
            found);
    }

    [Fact]
    public async Task Insert_NamingOnlyTheRequiredColumns_Succeeds()
    {
        await ExecuteAsync(
            """
            WITH person AS (INSERT INTO users (email, password_hash) VALUES ('plain@example.org', '!') RETURNING id),
                 clip AS (INSERT INTO videos (user_id, original_filename, original_url, original_size, duration)
                          SELECT id, 'a.mp4', 'a', 1, 1 FROM person RETURNING id, user_id),
                 post AS (INSERT INTO platform_posts (video_id, user_id, platform) SELECT id, user_id, 'youtube' FROM clip),
                 job AS (INSERT INTO processing_jobs (video_id, user_id, job_type) SELECT id, user_id, 'add_watermark' FROM clip),
                 stats AS (INSERT INTO video_analytics (video_id, user_id, platform) SELECT id, user_id, 'youtube' FROM clip),
                 trail AS (INSERT INTO audit_logs (action) VALUES ('video.created'))
            INSERT INTO api_keys (user_id, key_hash, key_prefix, name) SELECT id, 'hash', 'vs_12345', 'Production' FROM person
            """);

        Assert.Equal(["PLAIN@EXAMPLE.ORG|active|free|30|0"], await RowsAsync(
            "SELECT normalized_email, status, subscription_tier, monthly_quota, current_usage FROM users WHERE email = 'plain@example.org'"));
        Assert.Equal(["light|queued|5|3"], await RowsAsync(
            "SELECT kind, status, priority, max_attempts FROM processing_jobs WHERE job_type = 'add_watermark'"));
    }

    [Fact]
    public async Task RequiredColumns_OfTheFoundingTables_AreOnlyThoseOfTheDocument()
    {
        var found = await RowsAsync(
            """
            SELECT c.relname || '.' || a.attname FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef
            WHERE c.relname = ANY ($1) ORDER BY 1
            """,
            (object)FoundingSchema.Tables);

        Assert.Equal(
            FoundingSchema.Required.SelectMany(table => table.Value.Select(column => $"{table.Key}.{column}")).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    private static void AssertHolds(string expected, List<string> found)
    {
        var missing = expected.Split('\n', StringSplitOptions.TrimEntries).Except(found).ToList();
        Assert.True(missing.Count == 0, "Missing or different:\n" + string.Join('\n', missing));
    }
}
