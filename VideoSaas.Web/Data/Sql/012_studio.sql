CREATE UNIQUE INDEX labels_user_id_name_key ON labels (user_id, lower(name));
CREATE UNIQUE INDEX caption_templates_user_id_name_key ON caption_templates (user_id, lower(name));
CREATE UNIQUE INDEX hashtag_groups_user_id_name_key ON hashtag_groups (user_id, lower(name));

DO $$
DECLARE
  subject text;
BEGIN
  FOREACH subject IN ARRAY ARRAY['caption_templates', 'hashtag_groups', 'letters', 'data_exports'] LOOP
    EXECUTE format(
      'CREATE TRIGGER touch_updated_at BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION touch_updated_at()', subject);
  END LOOP;
  FOREACH subject IN ARRAY ARRAY['letters', 'data_exports'] LOOP
    EXECUTE format(
      'CREATE TRIGGER touch_status_changed_at BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION touch_status_changed_at(%L)',
      subject, 'status');
  END LOOP;
END $$;

CREATE TRIGGER tell_live AFTER INSERT ON notifications FOR EACH ROW EXECUTE FUNCTION tell_live('notification', 'user_id');
CREATE TRIGGER tell_live_update AFTER UPDATE ON notifications FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION tell_live('notification', 'user_id');
CREATE TRIGGER tell_live AFTER INSERT ON data_exports FOR EACH ROW EXECUTE FUNCTION tell_live('export', 'user_id');
CREATE TRIGGER tell_live_update AFTER UPDATE ON data_exports FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION tell_live('export', 'user_id');
