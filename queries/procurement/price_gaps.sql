-- How far does the lowest other valid bid lie above the winner's lowest, as a share of the winner's?
-- Grain: considered tender.
-- Reads: considered_tenders, considered_bids, award_outcomes.
-- gap is null unless all awards are final, one supplier won, prices are compared and given in $currency, and the winner's is
-- the lowest and above zero; missing says which of these failed.
with valid as (
    select
        bid_id,
        tender_id,
        amount,
        sole_tenderer,
        sole_supplier,
        sole_tenderer = sole_supplier as is_winners
    from considered_bids
    inner join award_outcomes using (tender_id)
    where
        is_final
        and sole_supplier is not null
        and is_price_compared
        and status = 'valid'
        and sole_tenderer is not null
        and amount is not null
        and currency = $currency
),

lowest as (
    select
        tender_id,
        sole_supplier as winner,
        min(amount) filter (where is_winners) as winner_amount,
        min(amount) filter (where not is_winners) as runner_up_amount
    from valid
    group by all
),

runners_up as (
    select
        tender_id,
        arg_min(sole_tenderer, bid_id) as runner_up
    from valid
    inner join lowest using (tender_id)
    where not is_winners and amount = runner_up_amount
    group by tender_id
)

select
    considered_tenders.tender_id,
    winner,
    runner_up,
    case
        when winner_amount > 0 and runner_up_amount >= winner_amount
            then (runner_up_amount - winner_amount) / winner_amount
    end as gap,
    case
        when not considered_tenders.is_price_compared then 'tenders.method_details'
        when not coalesce(is_final, false) then 'awards.status'
        when sole_supplier is null then 'award_suppliers.supplier_id'
        when winner_amount is null or runner_up_amount is null or winner_amount <= 0 then 'bids.amount'
        when runner_up_amount < winner_amount then 'tenders.award_criteria'
    end as missing
from considered_tenders
left join award_outcomes using (tender_id)
left join lowest using (tender_id)
left join runners_up using (tender_id)
