using Npgsql;

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// A person who has been here for years: videos by the thousand, three posts of each, with files, jobs, steps, numbers and a
/// trail. Written past the triggers, because only the amount matters, and then looked over by ANALYZE.
/// </summary>
public sealed class FullStudio(string connectionString)
{
    public const int PostsPerVideo = 3;

    /// <summary>A table with more rows than this must not be read from end to end.</summary>
    public const int FewRows = 1_000;

    private const string Sql =
        """
        SET session_replication_role = replica;

        INSERT INTO platform_accounts (user_id, platform, external_id, username, access_token_protected)
        SELECT $1, platform, 'full-' || platform, 'full.studio', 'ciphertext'
        FROM unnest(ARRAY['instagram', 'tiktok', 'youtube']) AS platform;

        INSERT INTO videos (id, user_id, original_filename, original_url, original_size, duration, width, height, processing_status,
                            processed_url, caption, hashtags, created_at)
        SELECT gen_random_uuid(), $1, 'clip-' || n || '.mp4', 'sources/' || n || '.mp4', 1000000, 30, 1080, 1920,
               CASE WHEN n % 97 = 0 THEN 'failed' WHEN n % 89 = 0 THEN 'compressing' ELSE 'ready' END,
               CASE WHEN n % 97 = 0 OR n % 89 = 0 THEN NULL ELSE '/media/' || gen_random_uuid() END,
               'ก๋วยเตี๋ยวเรือ clip ' || n, ARRAY['street' || n % 50], now() - n * interval '40 minutes'
        FROM generate_series(1, $2) AS n;

        INSERT INTO video_assets (video_id, user_id, kind, asset_set, storage_key, content_type, size_bytes, platforms)
        SELECT id, $1, kind, 1, kind || '/' || id, 'video/mp4', 1000000, ARRAY['instagram', 'tiktok', 'youtube']
        FROM videos CROSS JOIN unnest(ARRAY['source', 'rendition', 'thumbnail']) AS kind WHERE user_id = $1;

        INSERT INTO video_metadata (video_id, ffprobe, duration_ms) SELECT id, '{}', 30000 FROM videos WHERE user_id = $1;
        INSERT INTO makings (video_id, asset_set, edits) SELECT id, 1, '{}' FROM videos WHERE user_id = $1;

        INSERT INTO processing_jobs (video_id, user_id, job_type, status, kind, asset_set, completed_at)
        SELECT id, $1, 'extract_metadata', 'completed', 'light', 1, created_at FROM videos WHERE user_id = $1;

        INSERT INTO platform_posts (video_id, user_id, platform, connected_account_id, platform_account_id, caption, upload_status,
                                    scheduled_for, submitted_at, posted_at, platform_post_id, platform_post_url, error_code, error_message, arming, created_at)
        SELECT video.id, $1, account.platform, account.id, account.external_id, video.caption, word,
               CASE WHEN word = 'pending' THEN now() + row_number() OVER () * interval '1 minute' ELSE video.created_at + interval '1 hour' END,
               video.created_at, CASE WHEN word = 'published' THEN video.created_at + interval '1 hour' END,
               CASE WHEN word = 'published' THEN 'remote-' || video.id END,
               CASE WHEN word = 'published' THEN 'https://example.org/' || video.id END,
               CASE WHEN word = 'failed' THEN 'media_refused' END, CASE WHEN word = 'failed' THEN 'Refused.' END, 1, video.created_at
        FROM (SELECT *, CASE WHEN hashint8extended(('x' || substr(md5(id::text), 1, 15))::bit(60)::bigint, 0) % 20 = 0 THEN 'pending'
                             WHEN hashint8extended(('x' || substr(md5(id::text), 1, 15))::bit(60)::bigint, 0) % 53 = 0 THEN 'failed'
                             ELSE 'published' END AS word
              FROM videos WHERE user_id = $1) AS video
        CROSS JOIN platform_accounts AS account WHERE account.user_id = $1;

        INSERT INTO publish_attempts (post_id, user_id, arming, step) SELECT id, $1, 1, 'published' FROM platform_posts WHERE user_id = $1;
        INSERT INTO publish_steps (post_id, user_id, arming, step, outcome)
        SELECT id, $1, 1, 'committed', 'done' FROM platform_posts WHERE user_id = $1;
        INSERT INTO post_checks (post_id, user_id, arming, stage, outcome, findings)
        SELECT id, $1, 1, 'day', 'fine', '[]' FROM platform_posts WHERE user_id = $1;
        INSERT INTO video_analytics (video_id, user_id, platform, views, fetched_at)
        SELECT video_id, $1, platform, 1000, GREATEST(posted_at + interval '1 hour', now() - interval '60 days')
        FROM platform_posts WHERE user_id = $1 AND posted_at IS NOT NULL;
        INSERT INTO audit_logs (user_id, actor_type, action, resource_type, resource_id, created_at)
        SELECT $1, 'worker', 'post.published', 'platform_post', id, now() FROM platform_posts WHERE user_id = $1;
        INSERT INTO audit_logs (user_id, actor_type, action, resource_type, resource_id, created_at)
        SELECT $1, 'worker', 'video.processed', 'video', id, now() FROM videos WHERE user_id = $1;
        INSERT INTO labels (user_id, name) SELECT $1, 'Label ' || n FROM generate_series(1, 20) AS n;
        INSERT INTO video_labels (video_id, label_id, user_id)
        SELECT id, (SELECT id FROM labels WHERE user_id = $1 ORDER BY name LIMIT 1), $1 FROM videos WHERE user_id = $1 LIMIT 2000;
        INSERT INTO notifications (user_id, kind, key, resource_type, resource_id, created_at, settled_at)
        SELECT $1, 'post_failed', 'post:' || id, 'post', id, created_at, now() FROM platform_posts WHERE user_id = $1 AND upload_status = 'failed';
        INSERT INTO queue_slots (user_id, weekday, local_time) SELECT $1, day, '18:30' FROM generate_series(1, 7) AS day;

        SET session_replication_role = DEFAULT;
        """;

    /// <summary>Fills the studio of <paramref name="personId"/>; once.</summary>
    public async Task FillAsync(Guid personId, int videos, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(token);
        foreach (var statement in Sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 300 };
            if (statement.Contains("$1", StringComparison.Ordinal))
            {
                command.Parameters.Add(new() { Value = personId });
            }

            if (statement.Contains("$2", StringComparison.Ordinal))
            {
                command.Parameters.Add(new() { Value = videos });
            }

            await command.ExecuteNonQueryAsync(token);
        }

        await using var analyze = new NpgsqlCommand("ANALYZE", connection) { CommandTimeout = 300 };
        await analyze.ExecuteNonQueryAsync(token);
    }

    /// <summary>Every page of the studio, as this person opens it.</summary>
    public async Task<IReadOnlyList<(string Name, string Address)>> PagesAsync(Guid personId, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(token);
        await using var command = new NpgsqlCommand(
            """
            SELECT (SELECT id FROM videos WHERE user_id = $1 AND processing_status = 'ready' ORDER BY created_at DESC LIMIT 1),
                   (SELECT id FROM platform_posts WHERE user_id = $1 AND upload_status = 'published' ORDER BY created_at DESC LIMIT 1)
            """, connection);
        command.Parameters.Add(new() { Value = personId });
        await using var reader = await command.ExecuteReaderAsync(token);
        await reader.ReadAsync(token);
        var (video, post) = (reader.GetGuid(0), reader.GetGuid(1));
        return
        [
            ("home", "/"), ("library", "/library"), ("library searched", "/library?q=street7"),
            ("library ready", "/library?show=ready"), ("library scheduled", "/library?show=scheduled"), ("library in progress", "/library?show=in_progress"),
            ("library published", "/library?show=published"), ("library needs you", "/library?show=needs_you"), ("library bin", "/library?show=bin"),
            ("library longest", "/library?sort=longest"), ("library by name", "/library?sort=name"), ("library last posted", "/library?sort=last_posted"),
            ("bulk", $"/bulk?videos={video}"), ("video", $"/videos/{video}"),
            ("editor", $"/videos/{video}/edit"), ("picker", "/posts/new"), ("drafts", "/posts/drafts"), ("composer", $"/posts/new?video={video}"), ("post", $"/posts/{post}"),
            ("queue", "/queue"), ("channels", "/channels"), ("notifications", "/notifications"), ("calendar", "/calendar"), ("calendar week", "/calendar?view=week"), ("calendar list", "/calendar?view=list"),
            ("settings", "/settings"),
        ];
    }
}
