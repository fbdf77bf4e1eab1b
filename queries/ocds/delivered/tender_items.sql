-- Which classes do the tenders of a delivery buy? A class of several awards stands once, with the first of them.
-- Grain: tender and class.
-- Reads: tender_items, accepted_awards.
select
    cast(left(tender_items.award_id, 10) as bigint) as source_row,
    accepted_awards.tender_id,
    class_code,
    min(accepted_awards.award_id) as award_id
from tender_items
left join accepted_awards on 'A' || tender_items.award_id = accepted_awards.award_id
group by all
