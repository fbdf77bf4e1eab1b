-- How many persons came in collective visits?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together.
-- Reads: asked_events.
select
    period,
    unit,
    breakdown,
    code,
    coalesce(sum(persons) filter (where event = 'collective'), 0) as numerator,
    null as denominator,
    coalesce(sum(persons) filter (where event = 'collective'), 0) as value
from asked_events
group by period, unit, breakdown, code
