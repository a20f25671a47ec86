-- Written as constraints in the founding tables; the migration can only make their indexes.
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;
ALTER TABLE users ADD CONSTRAINT users_username_key UNIQUE USING INDEX users_username_key;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_key_hash_key UNIQUE USING INDEX api_keys_key_hash_key;
ALTER TABLE platform_posts
  ADD CONSTRAINT platform_posts_video_id_platform_key UNIQUE USING INDEX platform_posts_video_id_platform_key;
ALTER TABLE publish_attempts
  ADD CONSTRAINT publish_attempts_post_id_arming_key UNIQUE USING INDEX publish_attempts_post_id_arming_key;

-- On an expression, which the migration cannot make either.
CREATE INDEX idx_videos_caption_fts ON videos USING gin (to_tsvector('english', caption));
