using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Data;

/// <summary>The named indexes answer the questions they were made for (EXPLAIN ANALYZE on tables with rows).</summary>
public sealed class QueryPlanTests(TestDatabase database) : DatabaseTest(database)
{
    public const string NextReady =
        """
        SELECT id FROM processing_jobs WHERE status = 'queued' AND kind = 'light' AND scheduled_for <= now()
        ORDER BY priority, scheduled_for LIMIT 1 FOR UPDATE SKIP LOCKED
        """;

    private bool _filled;

    [Theory]
    [InlineData("idx_processing_jobs_kind", NextReady)]
    [InlineData("idx_processing_jobs_ready",
        "SELECT id FROM processing_jobs WHERE status = 'queued' AND scheduled_for <= now() ORDER BY status, priority, scheduled_for LIMIT 1")]
    [InlineData("idx_processing_jobs_retry",
        "SELECT id FROM processing_jobs WHERE status = 'failed' AND backoff_until IS NOT NULL AND backoff_until <= now()")]
    [InlineData("idx_processing_jobs_running", "SELECT id FROM processing_jobs WHERE status = 'running' AND worker_id = 'host/7'")]
    [InlineData("idx_processing_jobs_dependencies",
        "SELECT id FROM processing_jobs WHERE depends_on_job_id = '00000000-0000-0000-0000-000000000001' AND status = 'queued'")]
    [InlineData("idx_processing_jobs_video", "SELECT id FROM processing_jobs WHERE video_id = (SELECT id FROM videos LIMIT 1) AND status = 'failed'")]
    [InlineData("idx_platform_posts_scheduled",
        """
        SELECT id FROM platform_posts WHERE upload_status = 'pending' AND scheduled_for IS NOT NULL
          AND scheduled_for <= now() AND submitted_at IS NOT NULL AND hold_code IS NULL
        """)]
    [InlineData("idx_platform_posts_commit",
        "SELECT id FROM platform_posts WHERE upload_status = 'checking' AND commit_at IS NOT NULL AND hold_code IS NULL AND commit_at <= now()")]
    [InlineData("idx_platform_posts_user",
        "SELECT id FROM platform_posts WHERE user_id = '00000000-0000-0000-0000-000000000001' ORDER BY created_at DESC LIMIT 20")]
    [InlineData("idx_videos_user_created",
        "SELECT id FROM videos WHERE user_id = '00000000-0000-0000-0000-000000000001' ORDER BY created_at DESC LIMIT 20")]
    [InlineData("idx_videos_search_trgm", "SELECT id FROM videos WHERE search_text ILIKE '%ผัดไทย%'")]
    [InlineData("idx_videos_search_trgm", "SELECT id FROM videos WHERE search_text ILIKE '%#street4711%'")]
    [InlineData("idx_videos_caption_fts", "SELECT id FROM videos WHERE to_tsvector('english', caption) @@ to_tsquery('english', 'noodle')")]
    public async Task Question_IsAnsweredByItsIndex(string index, string sql)
    {
        await FillAsync();
        var plan = string.Join('\n', await RowsAsync("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + sql));
        Assert.Contains(index, plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_FindsThaiHashtagsAndFileNames()
    {
        await FillAsync();
        Assert.Equal(["ผัดไทย-กลางคืน.mp4"], await RowsAsync("SELECT original_filename FROM videos WHERE search_text ILIKE '%ไทย-กลาง%'"));
        Assert.Equal(["ผัดไทย-กลางคืน.mp4"], await RowsAsync("SELECT original_filename FROM videos WHERE search_text ILIKE '%ตลาดนัด%'"));
        Assert.Equal(["clip-4711.mp4"], await RowsAsync("SELECT original_filename FROM videos WHERE search_text ILIKE '%#STREET4711%'"));
    }

    /// <summary>Many finished, few waiting: the shape of a queue that has lived for a while.</summary>
    internal static async Task FillJobsAsync(Func<string, object[], Task<int>> executeAsync, Guid videoId, Guid userId, int rows)
    {
        // Born in any state and told to nobody: only the shape matters here.
        await executeAsync("ALTER TABLE processing_jobs DISABLE TRIGGER USER", []);
        await executeAsync(
            """
            INSERT INTO processing_jobs (video_id, user_id, job_type, priority, status, worker_id, backoff_until)
            SELECT $1, $2, 'bulk', 1 + n % 10,
                   CASE WHEN n % 100 = 0 THEN 'queued' WHEN n % 100 = 1 THEN 'running' WHEN n % 100 = 2 THEN 'failed' ELSE 'completed' END,
                   'host/' || n % 97, CASE WHEN n % 100 = 2 THEN now() + make_interval(secs => n - $3 / 2) END
            FROM generate_series(1, $3) n
            """,
            [videoId, userId, rows]);
        await executeAsync("ALTER TABLE processing_jobs ENABLE TRIGGER USER", []);
        await executeAsync("VACUUM ANALYZE processing_jobs", []);
    }

    private async Task FillAsync()
    {
        if (_filled || await ScalarAsync<bool>("SELECT EXISTS (SELECT FROM processing_jobs)"))
        {
            return;
        }

        _filled = true;
        var person = await NewPersonAsync();
        var video = await NewVideoAsync(person.Id);
        await FillJobsAsync(ExecuteAsync, video.Id, person.Id, 10_000);
        await ExecuteAsync("ALTER TABLE videos DISABLE TRIGGER USER; ALTER TABLE platform_posts DISABLE TRIGGER USER");
        await ExecuteAsync(
            """
            INSERT INTO videos (user_id, original_filename, original_url, original_size, duration, caption, hashtags)
            SELECT $1, 'clip-' || n || '.mp4', 'a', 1, 1, md5(n::text), ARRAY['#street' || n] FROM generate_series(1, 10000) n
            """,
            person.Id);
        await ExecuteAsync(
            """
            INSERT INTO videos (user_id, original_filename, original_url, original_size, duration, caption)
            VALUES ($1, 'ผัดไทย-กลางคืน.mp4', 'a', 1, 1, 'ตลาดนัดคืนวันศุกร์')
            """,
            person.Id);
        await ExecuteAsync(
            """
            INSERT INTO platform_posts (video_id, user_id, platform, upload_status, scheduled_for, submitted_at, commit_at)
            SELECT id, user_id, 'tiktok', CASE n % 3 WHEN 0 THEN 'pending' WHEN 1 THEN 'checking' ELSE 'published' END,
                   now() + make_interval(mins => n::int), now(), now() + make_interval(mins => n::int)
            FROM (SELECT id, user_id, row_number() OVER () - 20 AS n FROM videos) v
            """);
        await ExecuteAsync("ALTER TABLE videos ENABLE TRIGGER USER; ALTER TABLE platform_posts ENABLE TRIGGER USER");
        await ExecuteAsync("VACUUM ANALYZE videos");
        await ExecuteAsync("VACUUM ANALYZE platform_posts");
    }
}
