-- How many visits went above the next level up?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together.
-- Reads: asked_events.
select
    period,
    unit,
    breakdown,
    code,
    coalesce(sum(batches) filter (where event = 'skip_level'), 0) as numerator,
    null as denominator,
    coalesce(sum(batches) filter (where event = 'skip_level'), 0) as value
from asked_events
group by period, unit, breakdown, code
