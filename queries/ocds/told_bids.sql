-- Which bids do the releases tell of?
-- Grain: bid; its key is made of line and place, so that keys sort as the file does.
-- Reads: releases.
with listed as (
    select
        key,
        json_extract(release, '$.bids.details[*]') as bids
    from releases
),

placed as (
    select
        key,
        generate_subscripts(bids, 1) as place,
        unnest(bids) as bid
    from listed
)

select
    key as tender_id,
    key || '-' || printf('%06d', place) as bid_id,
    bid
from placed
