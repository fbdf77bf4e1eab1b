-- How many visits were made outside the designated reception places?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together.
-- Reads: asked_events.
select
    period,
    unit,
    breakdown,
    code,
    coalesce(sum(batches) filter (where event = 'outside_designated'), 0) as numerator,
    null as denominator,
    coalesce(sum(batches) filter (where event = 'outside_designated'), 0) as value
from asked_events
group by period, unit, breakdown, code
