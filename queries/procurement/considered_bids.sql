-- Which bids do flags look at, and by whom were they made?
-- Grain: bid of a considered tender.
-- Reads: bids, bid_tenderers, considered_tenders.
-- is_submitted: any status but invited and withdrawn; a bid without status was not submitted.
-- currency: the bid's own, else the tender's, else the one that a missing currency means.
-- sole_tenderer: the supplier of a bid made by exactly one; null for a consortium.
-- tenderers: the distinct suppliers of the bid, sorted, joined by the unit separator (doubled where an id holds one).
with consortia as (
    select
        bid_id,
        count(*) as n,
        min(supplier_id) as first_supplier,
        max(supplier_id) as last_supplier
    from bid_tenderers
    group by bid_id
),

joined as (
    select
        bid_id,
        string_agg(
            distinct replace(supplier_id, chr(31), chr(31) || chr(31)), chr(31)
            order by replace(supplier_id, chr(31), chr(31) || chr(31))
        ) as tenderers
    from bid_tenderers
    where
        bid_id in (
            select bid_id from consortia
            where first_supplier != last_supplier
        )
    group by bid_id
)

select
    bids.bid_id,
    bids.tender_id,
    bids.status,
    bids.submitted_at,
    considered_tenders.is_price_compared,
    coalesce(bids.status not in ('invited', 'withdrawn'), false) as is_submitted,
    cast(bids.amount as double) as amount,
    coalesce(bids.currency, considered_tenders.currency, $default_currency) as currency,
    case when consortia.n = 1 then consortia.first_supplier end as sole_tenderer,
    coalesce(joined.tenderers, replace(consortia.first_supplier, chr(31), chr(31) || chr(31))) as tenderers
from bids
inner join considered_tenders using (tender_id)
left join consortia using (bid_id)
left join joined using (bid_id)
