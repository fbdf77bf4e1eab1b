-- Of which kind is each unit?
-- Grain: unit, as it stands at the end of the data.
-- Reads: units.
select
    unit_id,
    max_by(unit_type, valid_from) as unit_type
from units
group by unit_id
order by unit_id
