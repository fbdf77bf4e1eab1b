-- Which day, as written, stands at a path of a JSON value?
-- Grain: one value; null where there is none.
-- Reads: its arguments; macro text_at.
create or replace macro day_at(told, path) as try_cast(left(text_at(told, path), 10) as date)
