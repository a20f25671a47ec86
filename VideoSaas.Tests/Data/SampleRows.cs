namespace VideoSaas.Tests.Data;

/// <summary>A person who owns one row in every table that people own rows in.</summary>
internal static class SampleRows
{
    public const string Email = "everything@example.org";

    public const string Sql =
        """
        INSERT INTO users (email, username, password_hash) VALUES ('everything@example.org', 'everything', '!');
        INSERT INTO user_roles (user_id, role_id) SELECT u.id, r.id FROM users u, roles r WHERE u.username = 'everything' AND r.name = 'creator';
        INSERT INTO user_claims (user_id, claim_type) SELECT id, 'a' FROM users WHERE username = 'everything';
        INSERT INTO user_logins (login_provider, provider_key, user_id) SELECT 'google', '1', id FROM users WHERE username = 'everything';
        INSERT INTO user_tokens (user_id, login_provider, name) SELECT id, 'a', 'b' FROM users WHERE username = 'everything';
        INSERT INTO user_passkeys (credential_id, user_id, data) SELECT '\x01', id, '{}' FROM users WHERE username = 'everything';
        INSERT INTO subscriptions (user_id, tier) SELECT id, 'pro' FROM users WHERE username = 'everything';
        INSERT INTO api_keys (user_id, key_hash, key_prefix, name) SELECT id, 'hash-of-everything', 'vs_live_', 'Main' FROM users WHERE username = 'everything';
        INSERT INTO platform_accounts (user_id, platform, external_id, access_token_protected)
          SELECT id, 'instagram', '17841', 'ciphertext' FROM users WHERE username = 'everything';
        INSERT INTO videos (user_id, original_filename, original_url, original_size, duration, caption, hashtags)
          SELECT id, 'ผัดไทย.mp4', 'sources/1.mp4', 1000, 5, 'Pad thai in five seconds', ARRAY['อาหาร'] FROM users WHERE username = 'everything';
        INSERT INTO videos (user_id, original_filename, original_url, original_size, duration, source_video_id)
          SELECT user_id, original_filename, original_url, original_size, duration, id FROM videos WHERE original_filename = 'ผัดไทย.mp4';
        INSERT INTO video_metadata (video_id, ffprobe) SELECT id, '{}' FROM videos WHERE source_video_id IS NULL AND original_filename = 'ผัดไทย.mp4';
        INSERT INTO makings (video_id, asset_set, edits) SELECT id, 1, '{}' FROM videos WHERE source_video_id IS NULL AND original_filename = 'ผัดไทย.mp4';
        INSERT INTO video_assets (video_id, user_id, kind, asset_set, storage_key, content_type, size_bytes)
          SELECT id, user_id, 'source', 0, original_url, 'video/mp4', 1000 FROM videos WHERE original_filename = 'ผัดไทย.mp4';
        INSERT INTO uploads (token, user_id, length_bytes, filename, storage_key, quota_period, expires_at, video_id)
          SELECT 'token-of-everything', user_id, 1000, original_filename, original_url, '2026-01-01', now(), id
          FROM videos WHERE source_video_id IS NULL AND original_filename = 'ผัดไทย.mp4';
        INSERT INTO processing_jobs (video_id, user_id, job_type)
          SELECT id, user_id, 'extract_metadata' FROM videos WHERE source_video_id IS NULL AND original_filename = 'ผัดไทย.mp4';
        INSERT INTO processing_jobs (video_id, user_id, job_type, scheduled_for, depends_on_job_id)
          SELECT video_id, user_id, 'compress_video', 'infinity', id FROM processing_jobs WHERE job_type = 'extract_metadata';
        INSERT INTO processing_job_attempts (job_id, number, worker_id, started_at)
          SELECT id, 1, 'host/1', now() FROM processing_jobs WHERE job_type = 'extract_metadata';
        INSERT INTO platform_posts (video_id, user_id, platform, connected_account_id)
          SELECT v.id, v.user_id, 'instagram', a.id FROM videos v JOIN platform_accounts a USING (user_id) WHERE v.original_filename = 'ผัดไทย.mp4';
        INSERT INTO publish_attempts (post_id, user_id, arming, step) SELECT id, user_id, 1, 'armed' FROM platform_posts;
        INSERT INTO publish_steps (post_id, user_id, arming, step, outcome) SELECT id, user_id, 1, 'started', 'done' FROM platform_posts;
        INSERT INTO post_checks (post_id, user_id, arming, stage, outcome, findings) SELECT id, user_id, 1, 'day', 'fine', '[]' FROM platform_posts;
        INSERT INTO upload_admissions (post_id, arming, begun, user_id, platform, day) SELECT id, 1, 1, user_id, platform, '2026-01-01' FROM platform_posts;
        INSERT INTO queue_slots (user_id, connected_account_id, weekday, local_time) SELECT user_id, id, 1, '18:30' FROM platform_accounts;
        INSERT INTO labels (user_id, name) SELECT id, 'อาหาร' FROM users WHERE username = 'everything';
        INSERT INTO video_labels (video_id, label_id, user_id)
          SELECT v.id, l.id, l.user_id FROM videos v JOIN labels l USING (user_id) WHERE v.source_video_id IS NULL AND v.original_filename = 'ผัดไทย.mp4';
        INSERT INTO caption_templates (user_id, name, text) SELECT id, 'Recipe', 'Try {title}' FROM users WHERE username = 'everything';
        INSERT INTO hashtag_groups (user_id, name, hashtags) SELECT id, 'Food', ARRAY['อาหาร'] FROM users WHERE username = 'everything';
        INSERT INTO notifications (user_id, kind, key, resource_type, resource_id) SELECT user_id, 'post_failed', 'post:' || id, 'post', id FROM platform_posts;
        INSERT INTO letters (user_id, notification_id, kind, key, due_at) SELECT user_id, id, kind, key, now() FROM notifications;
        INSERT INTO user_sessions (user_id, sign_in) SELECT id, 'sign-in-of-everything' FROM users WHERE username = 'everything';
        INSERT INTO data_exports (user_id) SELECT id FROM users WHERE username = 'everything';
        INSERT INTO video_analytics (video_id, user_id, platform) SELECT video_id, user_id, platform FROM platform_posts;
        INSERT INTO post_analytics (post_id, user_id) SELECT id, user_id FROM platform_posts;
        INSERT INTO audit_logs (user_id, actor_type, action) SELECT id, 'user', 'user.registered' FROM users WHERE username = 'everything';
        INSERT INTO sandbox_documents (twin, kind, key, body) VALUES ('instagram', 'app', '1', '{}');
        INSERT INTO data_protection_keys (friendly_name, xml) VALUES ('key', '<key/>');
        """;
}
