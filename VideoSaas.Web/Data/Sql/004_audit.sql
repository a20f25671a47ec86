-- The trail only grows. Two exceptions: the foreign key sets user_id to null when a person goes, and audit_forget_person
-- blanks what is personal. The latter leaves a mark that holds for its own transaction only.
CREATE FUNCTION guard_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  forgettable CONSTANT text[] := ARRAY['user_id', 'ip_address', 'user_agent', 'old_values', 'new_values', 'changes', 'metadata'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.user_id IS NULL AND to_jsonb(NEW) - 'user_id' = to_jsonb(OLD) - 'user_id' THEN
      RETURN NEW;
    END IF;
    IF current_setting('videosaas.forgetting', true) = pg_current_xact_id()::text
       AND to_jsonb(NEW) - forgettable = to_jsonb(OLD) - forgettable THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'audit_logs is append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER guard_audit BEFORE UPDATE OR DELETE ON audit_logs FOR EACH ROW EXECUTE FUNCTION guard_audit();
CREATE TRIGGER guard_audit_truncate BEFORE TRUNCATE ON audit_logs FOR EACH STATEMENT EXECUTE FUNCTION guard_audit();

-- Statement triggers are not handed down to partitions.
CREATE FUNCTION guard_partition(parent text, part text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF parent = 'audit_logs' THEN
    EXECUTE format(
      'CREATE OR REPLACE TRIGGER guard_audit_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION guard_audit()', part);
  END IF;
END $$;

CREATE FUNCTION audit_forget_values(doc jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT doc - ARRAY['email', 'normalized_email', 'username', 'normalized_user_name', 'phone_number', 'display_name',
                     'metadata', 'original_filename', 'caption', 'name']
$$;

-- Blanks address, agent and personal values in the rows of one person and in those about the person; leaves a row of its own.
-- Returns how many rows changed. Repeating it changes no more and leaves a further row.
CREATE FUNCTION audit_forget_person(person uuid) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  blanked int;
BEGIN
  PERFORM set_config('videosaas.forgetting', pg_current_xact_id()::text, true);
  UPDATE audit_logs SET
    ip_address = CASE WHEN user_id = person OR actor_id = person::text THEN NULL ELSE ip_address END,
    user_agent = CASE WHEN user_id = person OR actor_id = person::text THEN NULL ELSE user_agent END,
    old_values = audit_forget_values(old_values),
    new_values = audit_forget_values(new_values),
    changes = audit_forget_values(changes),
    metadata = metadata - ARRAY['reason', 'email', 'name']
  WHERE (user_id = person OR actor_id = person::text OR (resource_type = 'user' AND resource_id = person))
    AND action <> 'user.forgotten';
  GET DIAGNOSTICS blanked = ROW_COUNT;
  PERFORM set_config('videosaas.forgetting', '', true);

  INSERT INTO audit_logs (user_id, actor_type, actor_id, action, resource_type, resource_id, new_values)
  VALUES ((SELECT id FROM users WHERE id = person), 'system', 'audit_forget_person', 'user.forgotten', 'user', person,
          jsonb_build_object('rows', blanked));
  RETURN blanked;
END $$;
