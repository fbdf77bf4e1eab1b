-- What did each flag measure of one tender?
-- Grain: flag that applies to the tender.
-- Reads: flag_evidence.
select
    flag,
    state,
    measured,
    limit_value,
    missing
from flag_evidence
where tender_id = $tender
order by flag
