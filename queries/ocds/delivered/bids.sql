-- Which columns of the contract do the releases fill for bids?
-- Grain: bid.
-- Reads: bids, accepted_tenders.
-- tender_id is null where the tender was put aside.
select
    cast(left(bids.tender_id, 10) as bigint) as source_row,
    'B' || bids.bid_id as bid_id,
    accepted_tenders.tender_id,
    submitted_at,
    case when bids.currency is not null then bids.amount end as amount,
    bids.currency,
    bids.status
from bids
left join accepted_tenders on cast(bids.tender_id as bigint) = accepted_tenders.source_row
