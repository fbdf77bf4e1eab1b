-- Do neighbouring prices of a tender rise by equal steps or equal ratios?
-- Grain: tender with bids; and supplier of prices in such a row.
-- Reads: limits_in_force, considered_bids.
-- Measured is the number of different prices that stand in rows of three or more; equal prices are another flag.
with priced as (
    select distinct
        tender_id,
        currency,
        amount
    from considered_bids
    where is_submitted and is_price_compared and amount > 0 and currency is not null and tenderers is not null
),

triples as (
    select
        *,
        lag(amount) over by_price as lower,
        lead(amount) over by_price as upper
    from priced
    window by_price as (partition by tender_id, currency order by amount)
),

regular as (
    select distinct
        tender_id,
        currency,
        unnest([lower, amount, upper]) as amount
    from triples
    where
        abs((upper - amount) - (amount - lower)) <= $tolerance * (upper - lower) / 2
        or abs(upper / amount - amount / lower) <= $tolerance * upper / amount
),

lengths as (
    select
        tender_id,
        currency,
        count(*) as prices
    from regular
    group by all
),

runs as (
    select
        tender_id,
        max(prices) as prices
    from lengths
    group by tender_id
),

submitted as (
    select
        tender_id,
        count(*) filter (where is_submitted and coalesce(amount, 0) <= 0) as unpriced
    from considered_bids
    group by tender_id
),

judged as (
    select
        limited.tender_id,
        limit_value,
        coalesce(runs.prices, 0) as prices,
        case
            when untold is not null then untold
            when not is_price_compared then 'tenders.method_details'
            when coalesce(runs.prices, 0) < limit_value and coalesce(unpriced, 1) > 0 then 'bids.amount'
        end as missing
    from limits_in_force('regular_price_min_bids') as limited
    left join runs on limited.tender_id = runs.tender_id
    left join submitted on limited.tender_id = submitted.tender_id
),

told as (
    select
        *,
        case
            when missing is not null then 'not_computable' when prices >= limit_value then 'flagged' else 'clear'
        end as state
    from judged
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    state,
    cast(prices as double) as measured,
    limit_value,
    missing
from told
union all
select distinct
    'supplier' as subject,
    unnest(string_split(tenderers, chr(31))) as subject_id,
    told.tender_id,
    state,
    cast(prices as double) as measured,
    limit_value,
    cast(null as varchar) as missing
from told
inner join considered_bids on told.tender_id = considered_bids.tender_id and is_submitted
semi join regular
    on
        considered_bids.tender_id = regular.tender_id
        and considered_bids.currency = regular.currency
        and considered_bids.amount = regular.amount
where state = 'flagged' and tenderers is not null
