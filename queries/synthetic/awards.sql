-- Which columns of the contract do the synthetic awards fill?
-- Grain: tender.
-- Reads: slots.
select
    'A' || tender_id as award_id,
    tender_id,
    amount,
    'CNY' as currency,
    cast(deadline_at as date) + 9 as awarded_on,
    'active' as status
from slots
where slot = 0
