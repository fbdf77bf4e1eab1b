-- Who made the synthetic bids?
-- Grain: bid.
-- Reads: slots.
select
    bid_id,
    supplier_id
from slots
