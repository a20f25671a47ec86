DROP FUNCTION sync_video_status() CASCADE;
