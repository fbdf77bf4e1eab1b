-- Of the petitions finished in the period whose handling may be rated, what share was rated?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together.
-- Reads: asked_events.
with counted as (
    select
        period,
        unit,
        breakdown,
        code,
        coalesce(sum(items) filter (where event = 'rated'), 0) as numerator,
        coalesce(sum(items) filter (where event = 'rating_scope'), 0) as denominator
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
