-- Whose share of submitted bids that were disqualified is at or over the limit?
-- Grain: buyer, procuring entity or supplier.
-- Reads: considered_tenders, considered_bids, bid_tenderers.
-- The limit is the upper fence of all such shares of its kind unless $threshold is given; it must be positive.
with submitted as (
    select
        bid_id,
        tender_id,
        coalesce(status = 'disqualified', false) as is_disqualified
    from considered_bids
    where is_submitted
),

counted as (
    select
        'buyer' as subject,
        unit_id as subject_id,
        count(*) filter (where is_disqualified) as disqualified,
        count(*) as n
    from submitted
    inner join considered_tenders using (tender_id)
    where unit_id is not null
    group by unit_id
    union all
    select
        'procuring_entity' as subject,
        procuring_entity_id as subject_id,
        count(*) filter (where is_disqualified) as disqualified,
        count(*) as n
    from submitted
    inner join considered_tenders using (tender_id)
    where procuring_entity_id is not null
    group by procuring_entity_id
    union all
    select
        'supplier' as subject,
        supplier_id as subject_id,
        count(*) filter (where is_disqualified) as disqualified,
        count(*) as n
    from submitted
    inner join bid_tenderers using (bid_id)
    where supplier_id is not null
    group by supplier_id
),

shares as (
    select
        subject,
        subject_id,
        disqualified / cast(n as double) as share,
        n >= case subject when 'supplier' then $minimum_submitted_bids else $minimum_contracting_processes end
            as is_enough
    from counted
),

spread as (
    select
        subject,
        coalesce(list_sort(list(share) filter (where is_enough)), []) as ordered
    from shares
    group by subject
),

limits as (
    select
        subject,
        coalesce($threshold, upper_fence(ordered)) as fence,
        len(ordered) >= $minimum_subjects and ($threshold is not null or len(ordered) >= $minimum_n) as is_told
    from spread
),

told as (
    select
        shares.*,
        fence,
        case
            when not is_enough then 'bids.bid_id' when not is_told or coalesce(fence <= 0, true) then 'fence'
        end as missing
    from shares
    inner join limits using (subject)
)

select
    subject,
    subject_id,
    cast(null as varchar) as tender_id,
    case when missing is not null then 'not_computable' when share >= fence then 'flagged' else 'clear' end as state,
    share as measured,
    fence as limit_value,
    missing
from told
