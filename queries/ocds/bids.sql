-- What do the releases tell of the bids?
-- Grain: bid.
-- Reads: told_bids; macros text_at, number_at, instant_at.
select
    bid_id,
    tender_id,
    instant_at(bid, '$.date') as submitted_at,
    number_at(bid, '$.value.amount') as amount,
    text_at(bid, '$.value.currency') as currency,
    text_at(bid, '$.status') as status
from told_bids
