-- Which instant stands at a path of a JSON value, in UTC?
-- Grain: one value; null where there is no full RFC 3339 timestamp, such as a date alone.
-- Reads: its arguments; macro text_at.
create or replace macro instant_at(told, path) as
case
    when
        regexp_full_match(
            text_at(told, path),
            '\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)'
        )
        then make_timestamp(epoch_us(try_cast(upper(text_at(told, path)) as timestamptz)))
end
