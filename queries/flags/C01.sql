-- Was a purchase within the mandatory scope, at or over the estimate that must be tendered, made without bidding?
-- Grain: tender under the bidding law.
-- Reads: limits_in_force.
-- An approved exemption is clear.
with judged as (
    select
        tender_id,
        estimate,
        limit_value,
        untold is null
        and (
            coalesce(not is_mandatory_scope, false)
            or coalesce(is_tendered, false)
            or coalesce(estimate < limit_value, false)
            or coalesce(is_exemption_approved, false)
        ) as is_clear,
        case
            when untold is not null then untold
            when is_mandatory_scope is null then 'tenders.is_mandatory_scope'
            when is_tendered is null then 'tenders.method'
            else estimate_missing
        end as missing
    from limits_in_force('mandatory_estimate')
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when is_clear then 'clear' when missing is not null then 'not_computable' else 'flagged' end as state,
    cast(estimate as double) as measured,
    limit_value,
    case when not is_clear then missing end as missing
from judged
