-- Of the petitioners who rated what was finished in the period, what share was satisfied or mostly satisfied?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together. Null below minimum_ratings: a few
-- ratings say little of the others.
-- Reads: asked_events, settings.
with counted as (
    select
        period,
        unit,
        breakdown,
        code,
        coalesce(sum(items) filter (where event = 'rated'), 0)
        - coalesce(sum(items) filter (where event = 'dissatisfied'), 0) as satisfied,
        coalesce(sum(items) filter (where event = 'rated'), 0) as denominator
    from asked_events
    group by period, unit, breakdown, code
)

select
    counted.period,
    counted.unit,
    counted.breakdown,
    counted.code,
    case when counted.denominator >= settings.minimum_ratings then counted.satisfied end as numerator,
    counted.denominator,
    case
        when counted.denominator >= settings.minimum_ratings then share(counted.satisfied, counted.denominator)
    end as value
from counted
cross join settings
