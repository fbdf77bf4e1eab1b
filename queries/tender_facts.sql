-- What is known of one tender?
-- Grain: one row or none: the tender, where the scope holds it.
-- Reads: tender_marks, tender_details.
select
    tender_marks.tender_id,
    tender_marks.unit_id,
    tender_marks.area,
    tender_marks.day,
    tender_marks.amount,
    tender_details.* exclude (tender_id, unit_id)
from tender_marks
inner join tender_details on tender_marks.tender_id = tender_details.tender_id
where tender_marks.tender_id = $tender
