-- Was the time from the documents to the deadline shorter than the law's for tenders?
-- Grain: tender by bidding; under the bidding law of the mandatory scope.
-- Reads: limits_in_force.
-- Local days; the first day does not count; exactly the limit is clear.
with judged as (
    select
        tender_id,
        limit_value,
        deadline_on - documents_from_on as days,
        case
            when untold is not null then untold
            when is_tendered is null then 'tenders.method'
            when regime = 'bidding' and is_mandatory_scope is null then 'tenders.is_mandatory_scope'
            when documents_from_on is null then 'tenders.documents_from'
            when deadline_on is null then 'tenders.deadline_at'
        end as missing
    from limits_in_force('bid_period')
    where coalesce(is_tendered, true) and (regime is distinct from 'bidding' or coalesce(is_mandatory_scope, true))
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
