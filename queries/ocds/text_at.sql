-- Which text stands at a path of a JSON value?
-- Grain: one value; null where there is none, such as a number.
-- Reads: its arguments.
create or replace macro text_at(told, path) as
case when json_type(told, path) = 'VARCHAR' then json_extract_string(told, path) end
