-- On which days did collective visits come, and how many?
-- Grain: day with at least one.
-- Reads: collective_days.
select
    day,
    batches,
    persons
from collective_days
where node = $node and day between $first_day and $last_day
order by day
