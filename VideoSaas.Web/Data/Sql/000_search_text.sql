-- What a person may look for in a clip, in one text for the trigram index: the 'english' search knows neither Thai nor file names.
-- array_to_string is only STABLE because of element types whose output depends on settings; text has none. plpgsql, because SQL
-- functions are inlined and would be found out.
CREATE FUNCTION video_search_text(filename text, caption text, hashtags text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN filename || ' ' || coalesce(caption, '') || ' ' || coalesce(array_to_string(hashtags, ' '), '');
END $$;
