-- Which columns of the contract do the synthetic bids fill?
-- Grain: bid.
-- Reads: slots; macro draw.
select
    bid_id,
    tender_id,
    amount,
    'CNY' as currency,
    status,
    deadline_at - to_minutes(cast(5 + floor(draw(place * 8 + slot, 'time') * 3000) as integer)) as submitted_at,
    sha256(supplier_id) as device_hash,
    sha256('account' || supplier_id) as deposit_account_hash,
    sha256('person' || supplier_id) as legal_rep_hash
from slots
