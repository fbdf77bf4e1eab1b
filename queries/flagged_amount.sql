-- How much money, in yuan, lies in tenders with a flag?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together. Tenders in another currency are left
-- out.
-- Reads: asked_tenders.
select
    period,
    unit,
    breakdown,
    code,
    sum(flagged_amount) as numerator,
    cast(null as double) as denominator,
    sum(flagged_amount) as value
from asked_tenders
group by period, unit, breakdown, code
