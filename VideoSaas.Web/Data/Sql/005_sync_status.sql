-- videos.sync_status is a read model of platform_posts, flat: platform → word. Nothing else writes it.
-- It updates the video's row, which is why whoever changes a post takes that row first.
CREATE FUNCTION sync_video_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  video uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.video_id ELSE NEW.video_id END;
BEGIN
  UPDATE videos SET
    sync_status = (
      SELECT coalesce(jsonb_object_agg(platform, upload_status), '{}') FROM platform_posts WHERE video_id = video),
    last_sync_at = now()
  WHERE id = video;
  RETURN NULL;
END $$;

CREATE TRIGGER sync_video_status AFTER INSERT OR DELETE ON platform_posts
  FOR EACH ROW EXECUTE FUNCTION sync_video_status();
CREATE TRIGGER sync_video_status_update AFTER UPDATE ON platform_posts
  FOR EACH ROW WHEN (OLD.upload_status IS DISTINCT FROM NEW.upload_status) EXECUTE FUNCTION sync_video_status();
