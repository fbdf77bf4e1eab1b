-- Were the documents available for fewer days than the law asks?
-- Grain: tender by bidding.
-- Reads: limits_in_force, working_days.
-- Calendar or working days, as the limit says; local days; the first day does not count; exactly the limit is clear.
with judged as (
    select
        tender_id,
        limit_value,
        case
            when limited_in = 'working days' then last_days.nth - first_days.nth
            else documents_to_on - documents_from_on
        end as days,
        case
            when untold is not null then untold
            when is_tendered is null then 'tenders.method'
            when documents_from_on is null then 'tenders.documents_from'
            when documents_to_on is null then 'tenders.documents_to'
        end as missing
    from limits_in_force('documents_period')
    left join working_days as first_days on documents_from_on = first_days.day
    left join working_days as last_days on documents_to_on = last_days.day
    where coalesce(is_tendered, true)
),

told as (
    select * replace (case when missing is null and days is null then 'holidays.date' else missing end as missing)
    from judged
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when missing is not null then 'not_computable' when days < limit_value then 'flagged' else 'clear' end as state,
    cast(days as double) as measured,
    limit_value,
    missing
from told
