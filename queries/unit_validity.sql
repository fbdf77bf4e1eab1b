-- From which day to which has each unit existed?
-- Grain: unit; last_day null while it does.
-- Reads: units.
select
    unit_id,
    min(valid_from) as first_day,
    case when count(valid_to) = count(*) then max(valid_to) end as last_day
from units
group by unit_id
order by unit_id
