-- How much did each unit itself register, each month? Without any there is no row.
-- Grain: month x unit.
-- Reads: unit_months.
select
    month,
    unit_id,
    items
from unit_months
