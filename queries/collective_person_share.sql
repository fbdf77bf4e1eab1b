-- What share of the persons who visited came in a collective visit?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together.
-- Reads: asked_events.
with counted as (
    select
        period,
        unit,
        breakdown,
        code,
        coalesce(sum(persons) filter (where event = 'collective'), 0) as numerator,
        coalesce(sum(persons) filter (where event = 'visited'), 0) as denominator
    from asked_events
    group by period, unit, breakdown, code
)

select
    period,
    unit,
    breakdown,
    code,
    numerator,
    denominator,
    share(numerator, denominator) as value
from counted
