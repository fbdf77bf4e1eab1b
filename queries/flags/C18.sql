-- Did different suppliers of a tender pay their deposits from the same account?
-- Grain: tender with bids; and supplier of such bids.
-- Reads: limits_in_force, equal_marks, considered_bids.
with judged as (
    select
        limited.tender_id,
        limit_value,
        coalesce(len(sharing), 0) as suppliers,
        sharing,
        case when untold is not null then untold when coalesce(known, 0) < 2 then 'bids.deposit_account_hash' end as missing
    from limits_in_force('same_account_suppliers') as limited
    left join equal_marks on limited.tender_id = equal_marks.tender_id and mark = 'account'
    where limited.tender_id in (select tender_id from considered_bids)
),

told as (
    select
        *,
        case
            when missing is not null then 'not_computable' when suppliers >= limit_value then 'flagged' else 'clear'
        end as state
    from judged
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    state,
    cast(suppliers as double) as measured,
    limit_value,
    missing
from told
union all
select
    'supplier' as subject,
    unnest(sharing) as subject_id,
    tender_id,
    state,
    cast(suppliers as double) as measured,
    limit_value,
    null as missing
from told
where state = 'flagged'
