-- Was the lowest submitted bid, the first on ties, disqualified though the tender was awarded?
-- Grain: tender.
-- Reads: considered_tenders, considered_bids, award_outcomes.
-- A priced valid bid must be there; prices in other currencies than $currency are not compared.
with priced as (
    select
        bid_id,
        tender_id,
        amount,
        status
    from considered_bids
    where is_price_compared and is_submitted and amount is not null and currency = $currency
),

lowest as (
    select
        tender_id,
        min(amount) as amount,
        min(amount) filter (where status = 'valid') as valid_amount
    from priced
    group by tender_id
),

first_lowest as (
    select
        tender_id,
        arg_min(status, bid_id) as status
    from priced
    inner join lowest using (tender_id)
    where priced.amount = lowest.amount
    group by tender_id
),

told as (
    select
        considered_tenders.tender_id,
        lowest.amount,
        lowest.valid_amount,
        first_lowest.status,
        case
            when not considered_tenders.is_price_compared then 'tenders.method_details'
            when coalesce(active_awards, 0) = 0 then 'awards.status'
            when valid_amount is null then 'bids.amount'
        end as missing
    from considered_tenders
    left join award_outcomes using (tender_id)
    left join lowest using (tender_id)
    left join first_lowest using (tender_id)
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case
        when missing is not null then 'not_computable' when status = 'disqualified' then 'flagged' else 'clear'
    end as state,
    amount as measured,
    valid_amount as limit_value,
    missing
from told
