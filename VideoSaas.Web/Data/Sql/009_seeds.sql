INSERT INTO roles (name, normalized_name, concurrency_stamp) VALUES
  ('creator', 'CREATOR', gen_random_uuid()::text),
  ('admin', 'ADMIN', gen_random_uuid()::text),
  ('staff', 'STAFF', gen_random_uuid()::text);

-- First values only: admins edit these rows.
INSERT INTO subscription_tiers
  (tier, monthly_videos, max_file_size_bytes, max_duration_seconds, max_resolution, storage_bytes,
   parallel_jobs, job_priority, platforms, api_requests_per_hour)
VALUES
  ('free', 30, 1::bigint << 30, 600, 1080, 10::bigint << 30, 1, 7, ARRAY['instagram', 'tiktok', 'youtube', 'facebook', 'twitter'], 1000),
  ('pro', 150, 4::bigint << 30, 1800, 1080, 100::bigint << 30, 2, 5, ARRAY['instagram', 'tiktok', 'youtube', 'facebook', 'twitter'], 5000),
  ('business', 600, 8::bigint << 30, 3600, 2160, 500::bigint << 30, 4, 4, ARRAY['instagram', 'tiktok', 'youtube', 'facebook', 'twitter'], 20000),
  ('enterprise', 3000, 16::bigint << 30, 7200, 2160, 2048::bigint << 30, 8, 3, ARRAY['instagram', 'tiktok', 'youtube', 'facebook', 'twitter'], 100000);
