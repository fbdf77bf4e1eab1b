-- How many petitions were registered for each thousand persons of the units?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together. Registrations of units without a
-- headcount are left out; the headcount is that of an average day of the period.
-- Reads: asked_events, asked_headcounts.
with counted as (
    select
        period,
        unit,
        breakdown,
        code,
        coalesce(sum(items) filter (where event = 'registered'), 0)
        - coalesce(sum(items) filter (where event = 'headcount_unknown'), 0) as numerator
    from asked_events
    group by period, unit, breakdown, code
)

select
    counted.period,
    counted.unit,
    counted.breakdown,
    counted.code,
    counted.numerator,
    asked_headcounts.persons as denominator,
    1000 * share(counted.numerator, asked_headcounts.persons) as value
from counted
inner join asked_headcounts
    on
        counted.period = asked_headcounts.period
        and counted.unit is not distinct from asked_headcounts.unit
