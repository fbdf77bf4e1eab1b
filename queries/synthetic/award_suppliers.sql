-- Who won the synthetic tenders?
-- Grain: tender.
-- Reads: slots.
select
    'A' || tender_id as award_id,
    supplier_id
from slots
where slot = 0
