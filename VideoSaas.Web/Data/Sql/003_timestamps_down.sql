DROP FUNCTION touch_updated_at() CASCADE;
DROP FUNCTION touch_status_changed_at() CASCADE;
