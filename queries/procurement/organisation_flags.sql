-- Which suppliers, buyers and procuring entities does a flag speak of, alone or through a tender?
-- Grain: organisation x flag; tender_id tells the tender whose flag concerns a supplier, null for a flag of its own.
-- Reads: flag_answers.
select
    subject,
    subject_id,
    flag,
    tender_id,
    state,
    measured,
    limit_value,
    missing
from flag_answers
where subject <> 'tender'
