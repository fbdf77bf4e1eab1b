-- Which columns of the contract do the releases fill for procedures?
-- Grain: release.
-- Reads: tenders, tender_details; macro key_of.
-- An amount without currency is no amount; a status outside the standard stays as it is, to be put aside.
select
    cast(tender_id as bigint) as source_row,
    key_of('T', ocid) as tender_id,
    case when regexp_full_match(ocid, '[A-Za-z0-9._-]{1,64}') then ocid end as ocid,
    key_of('U', unit_id) as unit_id,
    key_of('U', procuring_entity_id) as procuring_entity_id,
    case category
        when 'works' then 'engineering' when 'goods' then 'goods' when 'services' then 'services' else 'other'
    end as area,
    tenders.ocds_method,
    method_details,
    case when tender_details.currency is not null then tender_details.amount end as budget,
    tender_details.currency,
    tender_details.notice_at,
    period_start_at,
    deadline_at,
    tender_details.opened_at,
    case
        when criteria in ('priceOnly', 'lowestCost') then 'price_only'
        when criteria in ('ratedCriteria', 'bestProposal', 'bestValueToGovernment') then 'best_value'
    end as award_criteria,
    case status
        when 'planning' then 'planned' when 'complete' then 'awarded' when 'unsuccessful' then 'failed'
        when 'withdrawn' then 'cancelled' else status
    end as status,
    bidder_count
from tenders
left join tender_details using (tender_id)
