-- Were the candidates made public for fewer days than the law asks?
-- Grain: tender of the mandatory scope by bidding that was awarded or made candidates public.
-- Reads: limits_in_force.
-- Local days; the first day does not count; exactly the limit is clear.
with judged as (
    select
        tender_id,
        limit_value,
        publicity_to_on - publicity_from_on as days,
        case
            when untold is not null then untold
            when is_tendered is null then 'tenders.method'
            when is_mandatory_scope is null then 'tenders.is_mandatory_scope'
            when publicity_from_on is null then 'tenders.publicity_from'
            when publicity_to_on is null then 'tenders.publicity_to'
        end as missing
    from limits_in_force('publicity_period')
    where
        coalesce(is_tendered, true)
        and coalesce(is_mandatory_scope, true)
        and (publicity_from_on is not null or coalesce(status = 'awarded', true))
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
