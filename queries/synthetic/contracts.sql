-- Which columns of the contract do the synthetic contracts fill?
-- Grain: tender.
-- Reads: slots; macro draw.
select
    'K' || tender_id as contract_id,
    'A' || tender_id as award_id,
    tender_id,
    cast(deadline_at as date) + cast(12 + floor(draw(place, 'signed') * 25) as integer) as signed_on,
    amount,
    cast(deadline_at as date) + 40 as starts_on,
    cast(deadline_at as date) + 240 as accept_due_on,
    cast(deadline_at as date) + 235 as accepted_on,
    amount as paid_amount
from slots
where slot = 0
