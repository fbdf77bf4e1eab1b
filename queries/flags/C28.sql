-- Was a contract accepted after the day it was due, is it overdue, or was it paid for before it was accepted?
-- Grain: tender with an active award or a contract.
-- Reads: considered_tenders, active_awards, contracts.
-- Days late at acceptance, else on the day of the data; of several contracts the latest. One paid for without acceptance
-- and not yet due carries no number: what is measured here are days.
with late as (
    select
        tender_id,
        max(coalesce(accepted_on, cast($data_as_of as date)) - accept_due_on) as days,
        bool_or(
            accepted_on is null
            and coalesce(amount > 0 and cast(paid_amount as double) >= $paid_share * cast(amount as double), false)
        ) as is_paid_early,
        bool_or(accept_due_on is null) as is_untold
    from contracts
    group by tender_id
),

judged as (
    select
        considered_tenders.tender_id,
        days,
        coalesce(days > 0, false) as is_late,
        coalesce(is_paid_early, false) as is_paid_early,
        coalesce(is_untold, true) as is_untold
    from considered_tenders
    left join late using (tender_id)
    where late.tender_id is not null or tender_id in (select tender_id from active_awards)
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when is_late or is_paid_early then 'flagged' when is_untold then 'not_computable' else 'clear' end as state,
    case when is_late or not is_paid_early then cast(days as double) end as measured,
    case when is_late or not is_paid_early then cast(0 as double) end as limit_value,
    case when is_untold and not is_late and not is_paid_early then 'contracts.accept_due_on' end as missing
from judged
