-- Did the runner-up's price come close to the winner's: is the gap at or under the limit?
-- Grain: tender; and supplier of a flagged tender: winner and runner-up.
-- Reads: price_gaps.
-- The limit is the lower fence of all gaps unless $threshold is given; it must be positive, and so must Q1.
with gaps as (
    select list_sort(list(gap)) as ordered from price_gaps
    where gap is not null
),

limits as (
    select
        coalesce($threshold, lower_fence(ordered)) as fence,
        $threshold is not null or (len(ordered) >= $minimum_n and quantile_8(ordered, 0.25) > 0) as is_told
    from gaps
),

told as (
    select
        price_gaps.*,
        fence,
        case
            when gap is null or not is_told or fence <= 0 then 'not_computable'
            when gap <= fence then 'flagged'
            else 'clear'
        end as state
    from price_gaps
    cross join limits
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    state,
    gap as measured,
    fence as limit_value,
    case when state = 'not_computable' then coalesce(missing, 'fence') end as missing
from told
union all
select
    'supplier' as subject,
    unnest([winner, runner_up]) as subject_id,
    tender_id,
    state,
    gap as measured,
    fence as limit_value,
    null as missing
from told
where state = 'flagged'
