-- Which currency is met first, in the order of tenders and bids, where none is set?
-- Grain: one row or none.
-- Reads: considered_bids, award_outcomes.
-- $has_gaps, $has_lowest: whether gaps to the winner, and lowest bids, are asked for; only bids that they look at count.
select currency
from considered_bids
left join award_outcomes using (tender_id)
where
    is_price_compared
    and amount is not null
    and currency is not null
    and is_submitted
    and active_awards > 0
    and ($has_lowest or (status = 'valid' and sole_tenderer is not null and is_final and sole_supplier is not null))
    and ($has_lowest or $has_gaps)
order by
    tender_id,
    $has_gaps and not (status = 'valid' and sole_tenderer is not null and is_final and sole_supplier is not null),
    bid_id
limit 1
