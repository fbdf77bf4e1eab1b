-- Which units registered anything, each month?
-- Grain: month.
-- Reads: unit_months.
select
    month,
    list(unit_id) as units
from unit_months
group by month
