-- Tables by month. The migrations cannot say PARTITION BY; their indexes are made there, columns and keys here.
-- The key of a partitioned table must hold the column it is parted by.
CREATE TABLE audit_logs (
  id            uuid         NOT NULL DEFAULT gen_random_uuid(),
  user_id       uuid         CONSTRAINT fk_audit_logs_users_user_id REFERENCES users (id) ON DELETE SET NULL,
  actor_type    varchar(20)  CONSTRAINT ck_audit_logs_actor_type CHECK (actor_type IN ('user', 'system', 'worker', 'api')),
  actor_id      varchar(100),
  action        varchar(100) NOT NULL,
  resource_type varchar(50),
  resource_id   uuid,
  old_values    jsonb,
  new_values    jsonb,
  changes       jsonb,
  ip_address    inet,
  user_agent    text,
  request_id    varchar(100),
  metadata      jsonb        DEFAULT '{}',
  created_at    timestamptz  NOT NULL DEFAULT now(),
  CONSTRAINT pk_audit_logs PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);

COMMENT ON TABLE audit_logs IS $$The append-only trail; partitioned by month of created_at.
old_values: column → value before; null for a birth
new_values: column → value after
changes: column → [before, after], only what differs
metadata: { reason } in the words of whoever did it$$;

CREATE TABLE audit_logs_default PARTITION OF audit_logs DEFAULT;

CREATE TABLE video_analytics (
  id               uuid          NOT NULL DEFAULT gen_random_uuid(),
  video_id         uuid          NOT NULL CONSTRAINT fk_video_analytics_videos_video_id REFERENCES videos (id) ON DELETE CASCADE,
  user_id          uuid          NOT NULL CONSTRAINT fk_video_analytics_users_user_id REFERENCES users (id) ON DELETE CASCADE,
  platform         varchar(20)   NOT NULL
    CONSTRAINT ck_video_analytics_platform CHECK (platform IN ('instagram', 'tiktok', 'youtube', 'facebook', 'twitter')),
  platform_post_id text,
  views            int           DEFAULT 0,
  likes            int           DEFAULT 0,
  comments         int           DEFAULT 0,
  shares           int           DEFAULT 0,
  saves            int           DEFAULT 0,
  engagement_rate  decimal(5, 2),
  fetched_at       timestamptz   NOT NULL DEFAULT now(),
  created_at       timestamptz   NOT NULL DEFAULT now(),
  CONSTRAINT pk_video_analytics PRIMARY KEY (id, fetched_at),
  CONSTRAINT video_analytics_video_id_platform_fetched_at_key UNIQUE (video_id, platform, fetched_at)
) PARTITION BY RANGE (fetched_at);

COMMENT ON TABLE video_analytics IS 'The normalised series of a video on a platform; partitioned by month of fetched_at.';

CREATE TABLE video_analytics_default PARTITION OF video_analytics DEFAULT;

CREATE TABLE post_analytics (
  id         uuid        NOT NULL DEFAULT gen_random_uuid(),
  post_id    uuid        NOT NULL CONSTRAINT fk_post_analytics_platform_posts_post_id REFERENCES platform_posts (id) ON DELETE CASCADE,
  user_id    uuid        NOT NULL CONSTRAINT fk_post_analytics_users_user_id REFERENCES users (id) ON DELETE CASCADE,
  metrics    jsonb       NOT NULL DEFAULT '{}',
  raw        jsonb,
  fetched_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_post_analytics PRIMARY KEY (id, fetched_at)
) PARTITION BY RANGE (fetched_at);

COMMENT ON TABLE post_analytics IS $$Raw snapshots of posts, one a fetch; partitioned by month of fetched_at.
metrics: the platform's metric name → number
raw: the platform's answer as it came$$;

CREATE TABLE post_analytics_default PARTITION OF post_analytics DEFAULT;
