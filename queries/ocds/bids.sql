-- What do the releases tell of the bids?
-- Grain: bid.
-- Reads: told_bids; macros text_in, number_at, instant_in.
with looked_at as (
    select
        bid_id,
        tender_id,
        bid,
        json_type(bid, ['$.status', '$.value.currency', '$.date', '$.value.amount']) as kinds,
        json_extract_string(bid, ['$.status', '$.value.currency', '$.date', '$.value.amount']) as texts
    from told_bids
)

select
    bid_id,
    tender_id,
    instant_in(kinds, texts, 3) as submitted_at,
    number_in(kinds, texts, 4) as amount,
    text_in(kinds, texts, 2) as currency,
    text_in(kinds, texts, 1) as status
from looked_at
