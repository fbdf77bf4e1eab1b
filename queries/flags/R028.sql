-- Did different suppliers submit bids of the same amount and currency?
-- Grain: tender; and supplier of such bids.
-- Reads: considered_tenders, considered_bids, bid_tenderers.
with priced as (
    select
        bid_id,
        tender_id,
        amount,
        currency,
        tenderers
    from considered_bids
    where is_price_compared and is_submitted and amount is not null and currency is not null and tenderers is not null
),

equal_prices as (
    select
        tender_id,
        amount,
        currency
    from priced
    group by all
    having min(tenderers) != max(tenderers)
),

compared as (
    select
        tender_id,
        count(distinct tenderers) as n
    from priced
    group by tender_id
),

told as (
    select
        considered_tenders.tender_id,
        case
            when not is_price_compared or coalesce(n, 0) < 2 then 'not_computable'
            when tender_id in (select tender_id from equal_prices) then 'flagged'
            else 'clear'
        end as state,
        case
            when not is_price_compared then 'tenders.method_details' when coalesce(n, 0) < 2 then 'bids.amount'
        end as missing
    from considered_tenders
    left join compared using (tender_id)
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    state,
    (
        select max(amount) from equal_prices
        where equal_prices.tender_id = told.tender_id
    ) as measured,
    cast(null as double) as limit_value,
    missing
from told
union all
select distinct
    'supplier' as subject,
    supplier_id as subject_id,
    tender_id,
    'flagged' as state,
    cast(null as double) as measured,
    cast(null as double) as limit_value,
    cast(null as varchar) as missing
from priced
inner join equal_prices using (tender_id, amount, currency)
inner join bid_tenderers using (bid_id)
where supplier_id is not null
