-- Was the submission period short: whole days from start to deadline, truncated, under the limit?
-- Grain: tender of a listed method.
-- Reads: considered_tenders.
-- Exactly the limit is clear; a negative period is flagged.
with periods as (
    select
        tender_id,
        period_start_at,
        deadline_at,
        trunc((epoch_us(deadline_at) - epoch_us(period_start_at)) / 86400e6) as days,
        coalesce(
            list_extract(cast($detail_days as double[]), list_position(cast($details as varchar[]), method_details)),
            $threshold
        ) as shortest
    from considered_tenders
    where
        len($procurement_methods) = 0
        or list_contains(cast($procurement_methods as varchar[]), ocds_method)
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when days is null then 'not_computable' when days < shortest then 'flagged' else 'clear' end as state,
    days as measured,
    cast(shortest as double) as limit_value,
    case
        when period_start_at is null then 'tenders.period_start_at' when deadline_at is null then 'tenders.deadline_at'
    end as missing
from periods
