-- Of the tenders that can be judged, what share has a flag?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together.
-- Reads: asked_tenders.
select
    period,
    unit,
    breakdown,
    code,
    sum(flagged) as numerator,
    sum(computable) as denominator,
    share(sum(flagged), sum(computable)) as value
from asked_tenders
group by period, unit, breakdown, code
