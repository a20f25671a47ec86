DROP FUNCTION video_search_text(text, text, text[]);
