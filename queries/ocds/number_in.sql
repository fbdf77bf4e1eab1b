-- Which number stands at a place of a list of JSON values, as a double?
-- Grain: one value; null where there is none, such as text, true and false, or one too large for a double.
-- Reads: its arguments.
create or replace macro number_in(kinds, texts, place) as
case
    when kinds[place] in ('UBIGINT', 'BIGINT', 'DOUBLE') and isfinite(try_cast(texts[place] as double))
        then try_cast(texts[place] as double)
end
