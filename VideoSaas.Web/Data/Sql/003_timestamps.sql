CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END $$;

-- Argument: the status column. The time follows the word, whatever a statement says about it.
CREATE FUNCTION touch_status_changed_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) ->> TG_ARGV[0] IS DISTINCT FROM to_jsonb(OLD) ->> TG_ARGV[0] THEN
    NEW.status_changed_at := now();
  ELSE
    NEW.status_changed_at := OLD.status_changed_at;
  END IF;
  RETURN NEW;
END $$;

DO $$
DECLARE
  subject text;
BEGIN
  FOREACH subject IN ARRAY ARRAY[
    'users', 'subscriptions', 'subscription_tiers', 'api_keys', 'videos', 'video_metadata', 'uploads',
    'processing_jobs', 'platform_posts', 'platform_accounts', 'publish_attempts', 'sandbox_documents']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER touch_updated_at BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION touch_updated_at()', subject);
  END LOOP;
END $$;

DO $$
DECLARE
  subject text;
  word text;
BEGIN
  FOR subject, word IN VALUES
    ('users', 'status'), ('subscriptions', 'status'), ('videos', 'processing_status'), ('uploads', 'status'),
    ('processing_jobs', 'status'), ('platform_posts', 'upload_status'), ('platform_accounts', 'health')
  LOOP
    EXECUTE format(
      'CREATE TRIGGER touch_status_changed_at BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION touch_status_changed_at(%L)',
      subject, word);
  END LOOP;
END $$;
