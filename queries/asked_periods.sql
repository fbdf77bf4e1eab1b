-- Which runs of months are asked for?
-- Grain: asked period. Written as key/first month/last month/cut month, the last empty where nothing is cut: a list
-- of texts binds several times faster than a list of structs.
-- Reads: nothing.
create macro asked_periods(periods_written) as table
    select
        split_part(written, '/', 1) as period,
        cast(split_part(written, '/', 2) as date) as first_month,
        cast(split_part(written, '/', 3) as date) as last_month,
        cast(nullif(split_part(written, '/', 4), '') as date) as cut_month
    from (select unnest(periods_written) as written) as asked
