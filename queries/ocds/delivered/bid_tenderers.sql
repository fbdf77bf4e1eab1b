-- Who made the bids of a delivery?
-- Grain: bid and tenderer.
-- Reads: bid_tenderers, accepted_bids; macro key_of.
select
    cast(left(bid_tenderers.bid_id, 10) as bigint) as source_row,
    accepted_bids.bid_id,
    key_of('S', supplier_id) as supplier_id
from bid_tenderers
left join accepted_bids on 'B' || bid_tenderers.bid_id = accepted_bids.bid_id
