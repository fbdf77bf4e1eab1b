-- What share of registrations were repeats?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together. Null where the history before a
-- registration is too short to tell (event 'repeat_unknown').
-- Reads: asked_events.
with counted as (
    select
        period,
        unit,
        breakdown,
        code,
        coalesce(sum(items) filter (where event = 'repeated'), 0) as repeats,
        coalesce(sum(items) filter (where event = 'repeat_unknown'), 0) as unknown,
        coalesce(sum(items) filter (where event = 'registered'), 0) as denominator
    from asked_events
    group by period, unit, breakdown, code
)

select
    period,
    unit,
    breakdown,
    code,
    case when unknown = 0 then repeats end as numerator,
    denominator,
    case when unknown = 0 then share(repeats, denominator) end as value
from counted
