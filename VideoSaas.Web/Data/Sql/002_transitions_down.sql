DROP FUNCTION guard_status() CASCADE;
