-- Months that are missing, from the named one on. DEFAULT takes every row whose month has no partition, so that none is ever
-- refused; when its month is made such rows move out, with DEFAULT detached, in the same transaction.
CREATE FUNCTION make_month(parent text, month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  since date := date_trunc('month', month)::date;
  until date := (since + interval '1 month')::date;
  part text := format('%s_%s', parent, to_char(since, 'YYYY_MM'));
  rest text := parent || '_default';
  key text := CASE parent WHEN 'audit_logs' THEN 'created_at' ELSE 'fetched_at' END;
  bounds text := format('FOR VALUES FROM (%L) TO (%L)', since || ' 00:00:00+00', until || ' 00:00:00+00');
  in_month text := format('%1$I >= %2$L AND %1$I < %3$L', key, since || ' 00:00:00+00', until || ' 00:00:00+00');
  crowded boolean;
BEGIN
  IF to_regclass(part) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent);
  IF to_regclass(part) IS NOT NULL THEN
    RETURN false;
  END IF;

  EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %s)', rest, in_month) INTO crowded;
  IF crowded THEN
    EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, rest);
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF %I %s', part, parent, bounds);
  PERFORM guard_partition(parent, part);
  IF crowded THEN
    EXECUTE format('WITH gone AS (DELETE FROM %I WHERE %s RETURNING *) INSERT INTO %I SELECT * FROM gone', rest, in_month, parent);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I DEFAULT', parent, rest);
  END IF;
  RETURN true;
END $$;

-- This month and so many more for every partitioned table; returns how many it made.
CREATE FUNCTION make_months(ahead int DEFAULT 3) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  step int;
  made int := 0;
BEGIN
  FOREACH parent IN ARRAY ARRAY['audit_logs', 'video_analytics', 'post_analytics'] LOOP
    FOR step IN 0..ahead LOOP
      IF make_month(parent, ((now() AT TIME ZONE 'UTC') + make_interval(months => step))::date) THEN
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;

SELECT guard_partition('audit_logs', 'audit_logs_default');
SELECT make_months();
