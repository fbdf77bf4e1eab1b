-- Were the documents amended too shortly before the deadline?
-- Grain: tender by bidding.
-- Reads: limits_in_force, dated_tenders.
-- A tender without amendment is clear, unless the delivery tells no amendment at all. Exactly the limit is clear.
with judged as (
    select
        tender_id,
        limit_value,
        deadline_on - last_amended_on as days,
        case
            when untold is not null then untold
            when is_tendered is null then 'tenders.method'
            when (select count(last_amended_on) from dated_tenders) = 0 then 'tenders.last_amended_at'
            when last_amended_on is not null and deadline_on is null then 'tenders.deadline_at'
        end as missing
    from limits_in_force('amendment_lead')
    where coalesce(is_tendered, true)
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when missing is not null then 'not_computable' when days < limit_value then 'flagged' else 'clear' end as state,
    cast(days as double) as measured,
    limit_value,
    missing
from judged
