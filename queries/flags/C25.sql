-- Does a contract's amount depart from its award's?
-- Grain: tender with an active award or a contract.
-- Reads: limits_in_force, active_awards, contracts.
-- Contracts of one award are added up; one without award rests on the tender's only active award. The furthest award
-- counts; exactly the limit is clear.
with only_awards as (
    select
        tender_id,
        min(award_id) as award_id
    from active_awards
    group by tender_id
    having count(*) = 1
),

signed as (
    select
        contracts.tender_id,
        coalesce(contracts.award_id, only_awards.award_id) as award_id,
        case when bool_and(contracts.amount > 0) then sum(contracts.amount) end as amount
    from contracts
    left join only_awards using (tender_id)
    group by all
),

departures as (
    select
        signed.tender_id,
        max(cast(abs(signed.amount - price) as double) / cast(price as double)) as departure,
        max(
            case
                when signed.amount is null then 'contracts.amount'
                when active_awards.award_id is null then 'contracts.award_id'
                when price is null then 'awards.amount'
            end
        ) as missing
    from signed
    left join active_awards using (award_id)
    group by signed.tender_id
),

judged as (
    select
        limited.tender_id,
        limit_value,
        departure,
        coalesce(departure > limit_value, false) as is_flagged,
        case
            when untold is not null then untold
            when departures.tender_id is null then 'contracts.amount'
            else missing
        end as missing
    from limits_in_force('contract_deviation') as limited
    left join departures on limited.tender_id = departures.tender_id
    where departures.tender_id is not null or limited.tender_id in (select tender_id from active_awards)
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when is_flagged then 'flagged' when missing is not null then 'not_computable' else 'clear' end as state,
    departure as measured,
    limit_value,
    case when not is_flagged then missing end as missing
from judged
