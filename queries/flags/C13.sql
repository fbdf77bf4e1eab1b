-- Was a contract signed later after the award notice than the law allows, or before it?
-- Grain: tender with an active award or a contract.
-- Reads: limits_in_force, active_awards, contracts.
-- Of several contracts the worst counts: one before the notice, else the latest. Exactly the limit is clear.
with signed as (
    select
        tender_id,
        min(signed_on) as first_signed_on,
        max(signed_on) as last_signed_on,
        bool_or(signed_on is null) as is_unsigned
    from contracts
    group by tender_id
),

judged as (
    select
        limited.tender_id,
        limit_value,
        case
            when first_signed_on < award_notice_on then first_signed_on - award_notice_on
            else last_signed_on - award_notice_on
        end as days,
        case
            when untold is not null then untold
            when award_notice_on is null then 'tenders.award_notice_on'
            when coalesce(is_unsigned, true) then 'contracts.signed_on'
        end as missing
    from limits_in_force('signing_period') as limited
    left join signed on limited.tender_id = signed.tender_id
    where signed.tender_id is not null or limited.tender_id in (select tender_id from active_awards)
),

told as (
    select
        *,
        limit_value is not null and coalesce(days > limit_value or days < 0, false) as is_flagged
    from judged
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when is_flagged then 'flagged' when missing is not null then 'not_computable' else 'clear' end as state,
    cast(days as double) as measured,
    limit_value,
    case when not is_flagged then missing end as missing
from told
