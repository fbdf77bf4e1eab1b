-- Was a purchase at or over the amount from which an open tender is due made in another way without approval?
-- Grain: tender under the bidding or the government procurement law.
-- Reads: limits_in_force.
-- The bidding law asks this only within the mandatory scope.
with judged as (
    select
        tender_id,
        estimate,
        limit_value,
        untold is null
        and (
            coalesce(ocds_method = 'open', false)
            or coalesce(estimate < limit_value, false)
            or coalesce(is_exemption_approved, false)
            or coalesce(regime = 'bidding' and not is_mandatory_scope, false)
        ) as is_clear,
        case
            when untold is not null then untold
            when ocds_method is null then 'tenders.method'
            when estimate_missing is not null then estimate_missing
            when regime = 'bidding' and is_mandatory_scope is null then 'tenders.is_mandatory_scope'
            when is_exemption_approved is null then 'tenders.is_exemption_approved'
        end as missing
    from limits_in_force('open_tender_limit')
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
