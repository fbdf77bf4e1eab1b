-- What did each flag measure of a tender, against which limit, or which column was missing?
-- Grain: tender x flag that applies to it.
-- Reads: flag_answers, tender_marks.
select
    tender_id,
    flag,
    state,
    measured,
    limit_value,
    missing
from flag_answers
where subject = 'tender' and tender_id in (select tender_marks.tender_id from tender_marks)
