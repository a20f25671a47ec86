namespace VideoSaas.Tests.Data;

/// <summary>
/// The founding tables as PostgreSQL itself writes them down: what must be in every database of ours, word for word.
/// Transcribed from the founding document with its seven tables run once by themselves; the ready index without the time
/// that no index may hold.
/// </summary>
internal static class FoundingSchema
{
    public static readonly string[] Tables =
        ["users", "videos", "platform_posts", "processing_jobs", "video_analytics", "audit_logs", "api_keys"];

    /// <summary>Table, column, type, default.</summary>
    public const string Columns =
        """
        api_keys.id uuid DEFAULT gen_random_uuid()
        api_keys.user_id uuid
        api_keys.key_hash character varying(255)
        api_keys.key_prefix character varying(10)
        api_keys.name character varying(100)
        api_keys.scopes text[] DEFAULT ARRAY['read'::text, 'write'::text]
        api_keys.is_active boolean DEFAULT true
        api_keys.last_used_at timestamp with time zone
        api_keys.expires_at timestamp with time zone
        api_keys.usage_count integer DEFAULT 0
        api_keys.rate_limit integer DEFAULT 1000
        api_keys.rate_limit_window integer DEFAULT 3600000
        api_keys.created_at timestamp with time zone DEFAULT now()
        api_keys.updated_at timestamp with time zone DEFAULT now()
        api_keys.deleted_at timestamp with time zone
        audit_logs.id uuid DEFAULT gen_random_uuid()
        audit_logs.user_id uuid
        audit_logs.actor_type character varying(20)
        audit_logs.actor_id character varying(100)
        audit_logs.action character varying(100)
        audit_logs.resource_type character varying(50)
        audit_logs.resource_id uuid
        audit_logs.old_values jsonb
        audit_logs.new_values jsonb
        audit_logs.changes jsonb
        audit_logs.ip_address inet
        audit_logs.user_agent text
        audit_logs.request_id character varying(100)
        audit_logs.metadata jsonb DEFAULT '{}'::jsonb
        audit_logs.created_at timestamp with time zone DEFAULT now()
        platform_posts.id uuid DEFAULT gen_random_uuid()
        platform_posts.video_id uuid
        platform_posts.user_id uuid
        platform_posts.platform character varying(20)
        platform_posts.platform_account_id character varying(100)
        platform_posts.caption text
        platform_posts.hashtags text[]
        platform_posts.mentions text[]
        platform_posts.upload_status character varying(30) DEFAULT 'pending'::character varying
        platform_posts.upload_progress integer DEFAULT 0
        platform_posts.platform_post_id text
        platform_posts.platform_post_url text
        platform_posts.platform_short_code character varying(100)
        platform_posts.api_response jsonb
        platform_posts.error_code character varying(50)
        platform_posts.error_message text
        platform_posts.error_details jsonb
        platform_posts.retry_count integer DEFAULT 0
        platform_posts.max_retries integer DEFAULT 3
        platform_posts.last_retry_at timestamp with time zone
        platform_posts.scheduled_for timestamp with time zone
        platform_posts.posted_at timestamp with time zone
        platform_posts.created_at timestamp with time zone DEFAULT now()
        platform_posts.updated_at timestamp with time zone DEFAULT now()
        processing_jobs.id uuid DEFAULT gen_random_uuid()
        processing_jobs.video_id uuid
        processing_jobs.user_id uuid
        processing_jobs.job_type character varying(50)
        processing_jobs.priority integer DEFAULT 5
        processing_jobs.scheduled_for timestamp with time zone DEFAULT now()
        processing_jobs.status character varying(30) DEFAULT 'queued'::character varying
        processing_jobs.attempts integer DEFAULT 0
        processing_jobs.max_attempts integer DEFAULT 3
        processing_jobs.worker_id character varying(100)
        processing_jobs.started_at timestamp with time zone
        processing_jobs.completed_at timestamp with time zone
        processing_jobs.duration_ms integer
        processing_jobs.job_data jsonb DEFAULT '{}'::jsonb
        processing_jobs.result_data jsonb
        processing_jobs.error_code character varying(50)
        processing_jobs.error_message text
        processing_jobs.error_stack text
        processing_jobs.error_details jsonb
        processing_jobs.backoff_until timestamp with time zone
        processing_jobs.next_retry_at timestamp with time zone
        processing_jobs.depends_on_job_id uuid
        processing_jobs.created_at timestamp with time zone DEFAULT now()
        processing_jobs.updated_at timestamp with time zone DEFAULT now()
        users.id uuid DEFAULT gen_random_uuid()
        users.email character varying(255)
        users.password_hash character varying(255)
        users.username character varying(100)
        users.subscription_tier character varying(20) DEFAULT 'free'::character varying
        users.monthly_quota integer DEFAULT 30
        users.current_usage integer DEFAULT 0
        users.quota_reset_date date DEFAULT (CURRENT_DATE + '1 mon'::interval)
        users.status character varying(20) DEFAULT 'active'::character varying
        users.trial_ends_at timestamp with time zone
        users.subscription_id character varying(100)
        users.created_at timestamp with time zone DEFAULT now()
        users.updated_at timestamp with time zone DEFAULT now()
        users.last_login_at timestamp with time zone
        users.metadata jsonb DEFAULT '{}'::jsonb
        users.deleted_at timestamp with time zone
        video_analytics.id uuid DEFAULT gen_random_uuid()
        video_analytics.video_id uuid
        video_analytics.user_id uuid
        video_analytics.platform character varying(20)
        video_analytics.platform_post_id text
        video_analytics.views integer DEFAULT 0
        video_analytics.likes integer DEFAULT 0
        video_analytics.comments integer DEFAULT 0
        video_analytics.shares integer DEFAULT 0
        video_analytics.saves integer DEFAULT 0
        video_analytics.engagement_rate numeric(5,2)
        video_analytics.fetched_at timestamp with time zone DEFAULT now()
        videos.id uuid DEFAULT gen_random_uuid()
        videos.user_id uuid
        videos.original_filename character varying(255)
        videos.original_url text
        videos.original_size bigint
        videos.original_format character varying(20)
        videos.processed_url text
        videos.thumbnail_url text
        videos.preview_url text
        videos.duration integer
        videos.width integer
        videos.height integer
        videos.aspect_ratio character varying(20)
        videos.fps integer
        videos.bitrate integer
        videos.has_audio boolean DEFAULT true
        videos.audio_codec character varying(50)
        videos.video_codec character varying(50)
        videos.color_space character varying(20)
        videos.processing_status character varying(30) DEFAULT 'pending'::character varying
        videos.processing_started_at timestamp with time zone
        videos.processing_completed_at timestamp with time zone
        videos.processing_error_message text
        videos.processing_error_details jsonb
        videos.sync_status jsonb DEFAULT '{}'::jsonb
        videos.last_sync_at timestamp with time zone
        videos.caption text
        videos.hashtags text[]
        videos.mentions text[]
        videos.created_at timestamp with time zone DEFAULT now()
        videos.updated_at timestamp with time zone DEFAULT now()
        videos.deleted_at timestamp with time zone
        """;

    /// <summary>Indexes as pg_indexes shows them, primary keys apart.</summary>
    public const string Indexes =
        """
        CREATE UNIQUE INDEX api_keys_key_hash_key ON api_keys USING btree (key_hash)
        CREATE INDEX idx_api_keys_hash ON api_keys USING btree (key_hash) WHERE (is_active = true)
        CREATE INDEX idx_api_keys_prefix ON api_keys USING btree (key_prefix)
        CREATE INDEX idx_api_keys_user ON api_keys USING btree (user_id, is_active)
        CREATE INDEX idx_audit_logs_action ON audit_logs USING btree (action, created_at DESC)
        CREATE INDEX idx_audit_logs_actor ON audit_logs USING btree (actor_type, actor_id, created_at DESC)
        CREATE INDEX idx_audit_logs_resource ON audit_logs USING btree (resource_type, resource_id, created_at DESC)
        CREATE INDEX idx_audit_logs_user_time ON audit_logs USING btree (user_id, created_at DESC)
        CREATE INDEX idx_platform_posts_retry ON platform_posts USING btree (upload_status, retry_count) WHERE (((upload_status)::text = 'failed'::text) AND (retry_count < max_retries))
        CREATE INDEX idx_platform_posts_retry_queue ON platform_posts USING btree (platform, upload_status, retry_count) WHERE (((upload_status)::text = 'failed'::text) AND (retry_count < max_retries))
        CREATE INDEX idx_platform_posts_scheduled ON platform_posts USING btree (scheduled_for) WHERE (((upload_status)::text = 'pending'::text) AND (scheduled_for IS NOT NULL))
        CREATE INDEX idx_platform_posts_status ON platform_posts USING btree (upload_status, platform)
        CREATE UNIQUE INDEX idx_platform_posts_unique ON platform_posts USING btree (video_id, platform) WHERE ((upload_status)::text <> ALL ((ARRAY['failed'::character varying, 'cancelled'::character varying])::text[]))
        CREATE INDEX idx_platform_posts_user ON platform_posts USING btree (user_id, created_at DESC)
        CREATE INDEX idx_platform_posts_video ON platform_posts USING btree (video_id)
        CREATE UNIQUE INDEX platform_posts_video_id_platform_key ON platform_posts USING btree (video_id, platform)
        CREATE INDEX idx_processing_jobs_dependencies ON processing_jobs USING btree (depends_on_job_id, status) WHERE (depends_on_job_id IS NOT NULL)
        CREATE INDEX idx_processing_jobs_ready ON processing_jobs USING btree (status, priority, scheduled_for) WHERE ((status)::text = 'queued'::text)
        CREATE INDEX idx_processing_jobs_retry ON processing_jobs USING btree (status, backoff_until) WHERE (((status)::text = 'failed'::text) AND (backoff_until IS NOT NULL))
        CREATE INDEX idx_processing_jobs_running ON processing_jobs USING btree (worker_id, started_at) WHERE ((status)::text = 'running'::text)
        CREATE INDEX idx_processing_jobs_video ON processing_jobs USING btree (video_id, status)
        CREATE INDEX idx_users_email ON users USING btree (email)
        CREATE INDEX idx_users_status ON users USING btree (status)
        CREATE INDEX idx_users_subscription ON users USING btree (subscription_tier)
        CREATE INDEX idx_users_trial ON users USING btree (trial_ends_at) WHERE (trial_ends_at IS NOT NULL)
        CREATE UNIQUE INDEX users_email_key ON users USING btree (email)
        CREATE UNIQUE INDEX users_username_key ON users USING btree (username)
        CREATE INDEX idx_video_analytics_platform ON video_analytics USING btree (platform, fetched_at DESC)
        CREATE INDEX idx_video_analytics_user ON video_analytics USING btree (user_id, fetched_at DESC)
        CREATE INDEX idx_video_analytics_video ON video_analytics USING btree (video_id, fetched_at DESC)
        CREATE UNIQUE INDEX video_analytics_video_id_platform_fetched_at_key ON video_analytics USING btree (video_id, platform, fetched_at)
        CREATE INDEX idx_videos_caption_fts ON videos USING gin (to_tsvector('english'::regconfig, caption))
        CREATE INDEX idx_videos_deleted ON videos USING btree (deleted_at) WHERE (deleted_at IS NOT NULL)
        CREATE INDEX idx_videos_processing ON videos USING btree (processing_started_at) WHERE ((processing_status)::text = 'processing'::text)
        CREATE INDEX idx_videos_status ON videos USING btree (processing_status) WHERE ((processing_status)::text <> 'ready'::text)
        CREATE INDEX idx_videos_user_created ON videos USING btree (user_id, created_at DESC)
        """;

    /// <summary>Columns that an INSERT must name; every other one may be left out.</summary>
    public static readonly Dictionary<string, string[]> Required = new()
    {
        ["users"] = ["email", "password_hash"],
        ["videos"] = ["user_id", "original_filename", "original_url", "original_size", "duration"],
        ["platform_posts"] = ["video_id", "user_id", "platform"],
        ["processing_jobs"] = ["video_id", "user_id", "job_type"],
        ["video_analytics"] = ["video_id", "user_id", "platform"],
        ["audit_logs"] = ["action"],
        ["api_keys"] = ["user_id", "key_hash", "key_prefix", "name"],
    };
}
