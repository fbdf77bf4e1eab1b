-- Of the petitions whose registration limit fell in the period, what share was accepted or otherwise decided on by that limit?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together.
-- Reads: asked_events.
with counted as (
    select
        period,
        unit,
        breakdown,
        code,
        coalesce(sum(items) filter (where event = 'acceptance_due'), 0)
        - coalesce(sum(items) filter (where event = 'acceptance_missed'), 0) as numerator,
        coalesce(sum(items) filter (where event = 'acceptance_due'), 0) as denominator
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
