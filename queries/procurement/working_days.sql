-- Which working day is it, counted from the first day that the list of holidays knows?
-- Grain: day from the first to the last row of holidays; a day off carries the number of the working day before it.
-- Reads: holidays.
-- The working days of (a, b] are the number of b less that of a. Days outside the list are absent: not computable.
with days as (
    select unnest(generate_series(min(day), max(day), interval 1 day)) as moment from holidays
)

select
    cast(moment as date) as day,
    count(*) filter (
        where kind = 'workday' or (kind is null and isodow(moment) < 6)
    ) over (order by moment) as nth
from days
left join holidays on holidays.day = cast(moment as date)
