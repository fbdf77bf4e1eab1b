-- How many registrations did each of the asked units make itself, without those below?
-- Grain: none, one row.
-- Reads: unit_months.
select coalesce(cast(sum(items) as bigint), 0) as items
from unit_months
where
    unit_id in (select unnest($units))
    and month between $first_month and $last_month
