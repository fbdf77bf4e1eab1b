-- Who offered what for one tender, lowest first, and who won?
-- Grain: bid; suppliers holds the names of those who made it.
-- Reads: tender_bids.
select
    list(supplier_name order by supplier_name) as suppliers,
    status,
    amount,
    currency,
    rank,
    submitted_at,
    bool_or(is_winner) as is_winner
from tender_bids
where tender_id = $tender
group by bid_id, status, amount, currency, rank, submitted_at
order by amount nulls last, bid_id
