-- Which suppliers take part in the synthetic tenders?
-- Grain: supplier.
-- Reads: slots.
select distinct
    supplier_id,
    supplier_id as supplier_name,
    date '2010-01-01' as founded_on
from slots
