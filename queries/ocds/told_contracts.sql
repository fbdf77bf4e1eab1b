-- What do the releases tell of the contracts?
-- Grain: contract; its key is made of line and place.
-- Reads: releases; macros text_at, number_at, day_at.
with listed as (
    select
        key,
        json_extract(release, '$.contracts[*]') as contracts
    from releases
),

placed as (
    select
        key,
        generate_subscripts(contracts, 1) as place,
        unnest(contracts) as contract
    from listed
)

select
    key as tender_id,
    key || '-' || printf('%06d', place) as contract_id,
    text_at(contract, '$.awardID') as source_award_id,
    number_at(contract, '$.value.amount') as amount,
    text_at(contract, '$.value.currency') as currency,
    day_at(contract, '$.dateSigned') as signed_on,
    day_at(contract, '$.period.startDate') as starts_on
from placed
