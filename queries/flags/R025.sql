-- Which suppliers bid often, at or over the percentile of all, and win a share at or under the limit?
-- Grain: supplier with a valid bid of its own in a tender that one supplier won.
-- Reads: considered_bids, award_outcomes.
-- Each tender counts once. The limit is the lower fence of all shares unless $threshold is given; it must be positive.
with tried as (
    select distinct
        tender_id,
        sole_tenderer as supplier_id,
        sole_tenderer = sole_supplier as is_won
    from considered_bids
    inner join award_outcomes using (tender_id)
    where is_final and sole_supplier is not null and status = 'valid' and sole_tenderer is not null
),

shares as (
    select
        supplier_id,
        cast(count(*) as double) as n,
        count(*) filter (where is_won) / cast(count(*) as double) as share
    from tried
    group by supplier_id
),

spread as (
    select
        list_sort(list(n)) as numbers,
        list_sort(list(share)) as ordered
    from shares
),

limits as (
    select
        quantile_8(numbers, $percentile / 1e2) as most,
        coalesce($threshold, lower_fence(ordered)) as fence,
        $threshold is not null or (len(ordered) >= $minimum_n and quantile_8(ordered, 0.25) > 0) as is_told
    from spread
)

select
    'supplier' as subject,
    supplier_id as subject_id,
    cast(null as varchar) as tender_id,
    case
        when not is_told or fence <= 0 then 'not_computable'
        when n >= most and share <= fence then 'flagged'
        else 'clear'
    end as state,
    share as measured,
    fence as limit_value,
    case when not is_told or fence <= 0 then 'fence' end as missing
from shares
cross join limits
