-- Which status word may follow which. The domain holds the same tables; a test tries every pair against both.
-- Arguments of the trigger: the column, then the allowed steps as 'from>to'; '>word' is a birth. A word to itself is no change.
CREATE FUNCTION guard_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  word text := to_jsonb(NEW) ->> TG_ARGV[0];
  was  text := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) ->> TG_ARGV[0] END;
BEGIN
  IF word IS NOT DISTINCT FROM was OR coalesce(was, '') || '>' || word = ANY (TG_ARGV) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '%.% cannot go from ''%'' to ''%''', TG_TABLE_NAME, TG_ARGV[0], coalesce(was, '(new)'), word
    USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, COLUMN = TG_ARGV[0], CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER guard_status BEFORE INSERT OR UPDATE OF status ON users FOR EACH ROW EXECUTE FUNCTION guard_status('status',
  '>active', '>trial',
  'trial>active', 'trial>suspended', 'trial>cancelled',
  'active>suspended', 'active>cancelled',
  'suspended>active', 'suspended>trial', 'suspended>cancelled',
  'cancelled>active');

CREATE TRIGGER guard_status BEFORE INSERT OR UPDATE OF processing_status ON videos FOR EACH ROW EXECUTE FUNCTION guard_status('processing_status',
  '>pending',
  'pending>downloading', 'pending>processing', 'pending>failed',
  'downloading>processing', 'downloading>failed',
  'processing>compressing', 'processing>uploading', 'processing>failed',
  'compressing>uploading', 'compressing>failed',
  'uploading>ready', 'uploading>failed',
  'failed>pending',
  'ready>pending');

CREATE TRIGGER guard_status BEFORE INSERT OR UPDATE OF upload_status ON platform_posts FOR EACH ROW EXECUTE FUNCTION guard_status('upload_status',
  '>pending', '>published',
  'pending>preparing', 'pending>failed', 'pending>cancelled',
  'preparing>uploading', 'preparing>failed', 'preparing>cancelled', 'preparing>pending',
  'uploading>checking', 'uploading>failed', 'uploading>cancelled', 'uploading>pending',
  'checking>published', 'checking>failed', 'checking>cancelled', 'checking>pending',
  'failed>cancelled', 'failed>pending',
  'cancelled>pending');

CREATE TRIGGER guard_status BEFORE INSERT OR UPDATE OF status ON processing_jobs FOR EACH ROW EXECUTE FUNCTION guard_status('status',
  '>queued',
  'queued>running', 'queued>cancelled',
  'running>completed', 'running>failed', 'running>cancelled', 'running>queued',
  'failed>queued');

CREATE TRIGGER guard_status BEFORE INSERT OR UPDATE OF status ON uploads FOR EACH ROW EXECUTE FUNCTION guard_status('status',
  '>receiving',
  'receiving>completed', 'receiving>terminated', 'receiving>expired');
