-- Of the visits above the next level up, what share came about a matter overdue at the responsible unit?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together.
-- Reads: asked_events.
with counted as (
    select
        period,
        unit,
        breakdown,
        code,
        coalesce(sum(batches) filter (where event = 'skip_level_overdue'), 0) as numerator,
        coalesce(sum(batches) filter (where event = 'skip_level'), 0) as denominator
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
