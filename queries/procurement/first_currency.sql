-- Which currency is met first, in the order of tenders and bids, where none is set?
-- Grain: one row or none.
-- Reads: considered_bids, award_outcomes.
select currency
from considered_bids
left join award_outcomes using (tender_id)
where
    is_price_compared
    and amount is not null
    and currency is not null
    and is_submitted
    and active_awards > 0
order by
    tender_id,
    not (status = 'valid' and sole_tenderer is not null and is_final and sole_supplier is not null),
    bid_id
limit 1
