-- Which columns of the contract do the releases fill for awards?
-- Grain: award.
-- Reads: awards, award_details, accepted_tenders.
select
    cast(awards.tender_id as bigint) as source_row,
    'A' || awards.award_id as award_id,
    accepted_tenders.tender_id,
    case when awards.currency is not null then awards.amount end as amount,
    awards.currency,
    award_details.awarded_on,
    awards.status
from awards
left join award_details using (award_id)
left join accepted_tenders on cast(awards.tender_id as bigint) = accepted_tenders.source_row
