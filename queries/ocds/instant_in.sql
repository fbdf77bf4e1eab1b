-- Which instant stands at a place of a list of JSON values, in UTC?
-- Grain: one value; null where there is no full RFC 3339 timestamp, such as a date alone.
-- Reads: its arguments.
create or replace macro instant_in(kinds, texts, place) as
case
    when
        kinds[place] = 'VARCHAR'
        and regexp_full_match(
            texts[place],
            '\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)'
        )
        then make_timestamp(epoch_us(try_cast(upper(texts[place]) as timestamptz)))
end
