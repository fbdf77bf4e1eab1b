-- Were bids opened although fewer bidders than the law asks had submitted one?
-- Grain: tender by bidding that was opened or awarded.
-- Reads: limits_in_force, considered_bids.
-- A consortium is one bidder. Bids without a status keep a tender from being computed only where they would decide.
with counted as (
    select
        tender_id,
        count(distinct tenderers) filter (where is_submitted) as bidders,
        bool_or(status is null) as is_status_missing,
        bool_or(is_submitted and tenderers is null) as is_bidder_missing
    from considered_bids
    group by tender_id
),

judged as (
    select
        limited.tender_id,
        limit_value,
        bidders,
        untold is null and coalesce(bidders >= limit_value, false) as is_clear,
        case
            when untold is not null then untold
            when is_tendered is null then 'tenders.method'
            when bidders is null then 'bids.tender_id'
            when is_status_missing then 'bids.status'
            when is_bidder_missing then 'bid_tenderers.supplier_id'
        end as missing
    from limits_in_force('min_bidders') as limited
    left join counted on limited.tender_id = counted.tender_id
    where coalesce(is_tendered, true) and (opened_at is not null or status = 'awarded')
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when is_clear then 'clear' when missing is not null then 'not_computable' else 'flagged' end as state,
    cast(bidders as double) as measured,
    limit_value,
    case when not is_clear then missing end as missing
from judged
