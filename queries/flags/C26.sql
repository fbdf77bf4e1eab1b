-- Did additions to a contract exceed the share of its first amount that the law allows?
-- Grain: tender with an active award or a contract.
-- Reads: limits_in_force, active_awards, contracts, contract_changes.
-- Amounts taken away do not count. Of several contracts the furthest counts; exactly the limit is clear. A contract without
-- changes is clear, unless the delivery tells no change at all.
with added as (
    select
        contract_id,
        sum(amount) filter (where amount > 0) as amount
    from contract_changes
    group by contract_id
),

shares as (
    select
        contracts.tender_id,
        max(
            case
                when contracts.amount > 0
                    then cast(coalesce(added.amount, 0) as double) / cast(contracts.amount as double)
            end
        ) as share,
        bool_or(coalesce(contracts.amount, 0) <= 0) as is_unpriced
    from contracts
    left join added using (contract_id)
    group by contracts.tender_id
),

judged as (
    select
        limited.tender_id,
        limit_value,
        share,
        coalesce(share > limit_value, false) as is_flagged,
        case
            when untold is not null then untold
            when (select count(*) from contract_changes) = 0 then 'contract_changes.amount'
            when coalesce(is_unpriced, true) then 'contracts.amount'
        end as missing
    from limits_in_force('addition_share') as limited
    left join shares on limited.tender_id = shares.tender_id
    where shares.tender_id is not null or limited.tender_id in (select tender_id from active_awards)
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when is_flagged then 'flagged' when missing is not null then 'not_computable' else 'clear' end as state,
    share as measured,
    limit_value,
    case when not is_flagged then missing end as missing
from judged
