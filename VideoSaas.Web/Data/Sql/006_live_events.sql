-- A hint to the owner's browsers, written and announced with the change: '<event>|<owner>|<kind>|<resource>' on channel 'live'.
-- Arguments: the kind and the owner's column.
CREATE FUNCTION tell_live() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  person uuid := (to_jsonb(NEW) ->> TG_ARGV[1])::uuid;
  event bigint;
BEGIN
  -- While a person is being removed the last changes of what they owned have nobody to tell.
  INSERT INTO live_events (owner_id, kind, resource)
  SELECT id, TG_ARGV[0], NEW.id FROM users WHERE id = person
  RETURNING live_events.id INTO event;
  IF event IS NOT NULL THEN
    PERFORM pg_notify('live', event || '|' || person || '|' || TG_ARGV[0] || '|' || NEW.id);
  END IF;
  RETURN NULL;
END $$;

DO $$
DECLARE
  subject text;
  kind text;
  owner text;
BEGIN
  FOR subject, kind, owner IN VALUES
    ('users', 'user', 'id'), ('videos', 'video', 'user_id'), ('processing_jobs', 'job', 'user_id'),
    ('platform_posts', 'post', 'user_id'), ('uploads', 'upload', 'user_id'), ('platform_accounts', 'account', 'user_id')
  LOOP
    EXECUTE format(
      'CREATE TRIGGER tell_live AFTER INSERT ON %I FOR EACH ROW EXECUTE FUNCTION tell_live(%L, %L)', subject, kind, owner);
  END LOOP;
END $$;

CREATE TRIGGER tell_live_update AFTER UPDATE ON users FOR EACH ROW
  WHEN ((OLD.current_usage, OLD.monthly_quota, OLD.status, OLD.subscription_tier)
        IS DISTINCT FROM (NEW.current_usage, NEW.monthly_quota, NEW.status, NEW.subscription_tier))
  EXECUTE FUNCTION tell_live('user', 'id');

CREATE TRIGGER tell_live_update AFTER UPDATE ON videos FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION tell_live('video', 'user_id');

-- Not the heartbeat: a lease that is renewed changes nothing that anyone sees.
CREATE TRIGGER tell_live_update AFTER UPDATE ON processing_jobs FOR EACH ROW
  WHEN ((OLD.status, OLD.progress_percent, OLD.stage, OLD.progress_details, OLD.attempts, OLD.backoff_until)
        IS DISTINCT FROM (NEW.status, NEW.progress_percent, NEW.stage, NEW.progress_details, NEW.attempts, NEW.backoff_until))
  EXECUTE FUNCTION tell_live('job', 'user_id');

CREATE TRIGGER tell_live_update AFTER UPDATE ON platform_posts FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION tell_live('post', 'user_id');

-- Not the offset: it moves with every piece, and the browser that sends knows it best.
CREATE TRIGGER tell_live_update AFTER UPDATE ON uploads FOR EACH ROW
  WHEN ((OLD.status, OLD.quota_unit, OLD.video_id) IS DISTINCT FROM (NEW.status, NEW.quota_unit, NEW.video_id))
  EXECUTE FUNCTION tell_live('upload', 'user_id');

CREATE TRIGGER tell_live_update AFTER UPDATE ON platform_accounts FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION tell_live('account', 'user_id');
