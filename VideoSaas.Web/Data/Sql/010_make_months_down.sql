DROP FUNCTION make_months(int);
DROP FUNCTION make_month(text, date);
