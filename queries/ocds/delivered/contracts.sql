-- Which columns of the contract do the releases fill for contracts?
-- Grain: contract.
-- Reads: told_contracts, award_details, accepted_awards, accepted_tenders.
-- The award is the first of the same release that carries the id.
with first_awards as (
    select
        tender_id,
        source_id,
        min(award_id) as award_id
    from award_details
    where source_id is not null
    group by tender_id, source_id
)

select
    cast(told_contracts.tender_id as bigint) as source_row,
    'K' || contract_id as contract_id,
    accepted_awards.award_id,
    accepted_tenders.tender_id,
    signed_on,
    case when told_contracts.currency is not null then told_contracts.amount end as amount,
    starts_on
from told_contracts
left join first_awards
    on
        told_contracts.tender_id = first_awards.tender_id
        and told_contracts.source_award_id = first_awards.source_id
left join accepted_awards on 'A' || first_awards.award_id = accepted_awards.award_id
left join accepted_tenders on cast(told_contracts.tender_id as bigint) = accepted_tenders.source_row
