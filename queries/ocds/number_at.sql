-- Which number stands at a path of a JSON value, as a double?
-- Grain: one value; null where there is none, such as text, true and false, or one too large for a double.
-- Reads: its arguments.
create or replace macro number_at(told, path) as
case
    when json_type(told, path) in ('UBIGINT', 'BIGINT', 'DOUBLE')
        then nullif(nullif(try_cast(json_extract_string(told, path) as double), cast('inf' as double)), cast('-inf' as double))
end
