-- Do a buyer's purchases of an area crowd just under the open-tender amount, more than just over it?
-- Grain: tender with an open-tender amount; flagged are those just under it.
-- Reads: limits_in_force.
-- Under: [limit x $floor, limit); over: [limit, limit x (2 - $floor)). Each tender carries the number just under the limit
-- of its buyer and area; the limit is $fewest, and more than just over it.
with purchases as (
    select
        tender_id,
        unit_id,
        area,
        coalesce(estimate >= limit_value * $floor and estimate < limit_value, false) as is_under,
        coalesce(estimate >= limit_value and estimate < limit_value * (2 - $floor), false) as is_over,
        coalesce(untold, estimate_missing) as missing
    from limits_in_force('open_tender_limit')
),

counted as (
    select
        *,
        count(*) filter (where is_under) over (partition by unit_id, area) as n_under,
        count(*) filter (where is_over) over (partition by unit_id, area) as n_over
    from purchases
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case
        when missing is not null then 'not_computable'
        when is_under and n_under >= greatest($fewest, n_over + 1) then 'flagged'
        else 'clear'
    end as state,
    cast(n_under as double) as measured,
    cast(greatest($fewest, n_over + 1) as double) as limit_value,
    missing
from counted
