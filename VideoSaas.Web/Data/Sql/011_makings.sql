CREATE TRIGGER touch_updated_at BEFORE UPDATE ON makings FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
