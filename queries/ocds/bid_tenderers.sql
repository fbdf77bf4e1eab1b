-- Who made the bids?
-- Grain: bid and each of its tenderers, also those without an id.
-- Reads: told_bids; macro text_at.
with named as (
    select
        bid_id,
        unnest(json_extract(bid, '$.tenderers[*]')) as tenderer
    from told_bids
)

select
    bid_id,
    text_at(tenderer, '$.id') as supplier_id
from named
