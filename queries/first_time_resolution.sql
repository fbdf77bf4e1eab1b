-- Of the matters raised for the first time and closed so long ago, what share has not come back since?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together. Null where the history before a
-- registration is too short to tell whether it was the first (event 'first_unknown').
-- Reads: asked_events.
with counted as (
    select
        period,
        unit,
        breakdown,
        code,
        coalesce(sum(items) filter (where event = 'first_closed'), 0)
        - coalesce(sum(items) filter (where event = 'first_returned'), 0) as resolved,
        coalesce(sum(items) filter (where event = 'first_unknown'), 0) as unknown,
        coalesce(sum(items) filter (where event = 'first_closed'), 0) as denominator
    from asked_events
    group by period, unit, breakdown, code
)

select
    period,
    unit,
    breakdown,
    code,
    case when unknown = 0 then resolved end as numerator,
    denominator,
    case when unknown = 0 then share(resolved, denominator) end as value
from counted
