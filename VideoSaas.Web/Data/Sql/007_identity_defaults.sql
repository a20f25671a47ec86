-- Identity looks people up by normalised name. A row written by plain SQL gets them here, and a changed address takes its
-- normalised form along.
CREATE FUNCTION normalize_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.normalized_email IS NULL
     OR (TG_OP = 'UPDATE' AND NEW.email IS DISTINCT FROM OLD.email AND NEW.normalized_email = OLD.normalized_email) THEN
    NEW.normalized_email := upper(NEW.email);
  END IF;
  IF NEW.normalized_user_name IS NULL
     OR (TG_OP = 'UPDATE' AND NEW.username IS DISTINCT FROM OLD.username AND NEW.normalized_user_name = OLD.normalized_user_name) THEN
    NEW.normalized_user_name := upper(NEW.username);
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER normalize_person BEFORE INSERT OR UPDATE OF email, username, normalized_email, normalized_user_name ON users
  FOR EACH ROW EXECUTE FUNCTION normalize_person();
