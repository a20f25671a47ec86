DROP FUNCTION normalize_person() CASCADE;
