-- Which columns of the contract do the changes of synthetic contracts fill?
-- Grain: change, one in three contracts.
-- Reads: slots; macro draw.
select
    'H' || tender_id as change_id,
    'K' || tender_id as contract_id,
    cast(deadline_at as date) + 100 as changed_on,
    round(amount * 0.12 * draw(place, 'change'), 2) as amount
from slots
where slot = 0 and place % 3 = 0
