-- How many petitions were open at the end of the period?
-- Grain: period x unit x breakdown x code; unit null = all chosen units together. Only the period's last month is read.
-- Reads: asked_events.
with counted as (
    select
        period,
        unit,
        breakdown,
        code,
        coalesce(sum(items) filter (
            where
            event in ('overdue_open', 'extended_open', 'awaiting_acceptance', 'in_handling') and month = last_month
        ), 0) as numerator
    from asked_events
    group by period, unit, breakdown, code
)

select
    period,
    unit,
    breakdown,
    code,
    numerator,
    null as denominator,
    numerator as value
from counted
