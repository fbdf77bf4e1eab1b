-- Of the petitions whose limit fell in the period, what share was answered by the limit?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together.
-- Reads: asked_events.
with counted as (
    select
        period,
        unit,
        breakdown,
        code,
        coalesce(sum(items) filter (where event = 'due'), 0)
        - coalesce(sum(items) filter (where event = 'answer_missed'), 0) as numerator,
        coalesce(sum(items) filter (where event = 'due'), 0) as denominator
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
