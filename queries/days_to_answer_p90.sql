-- Within how many days of acceptance was nine in ten of the petitions answered in the period?
-- Grain: period x unit; unit null = all chosen units together. The quantile between the two days around its place,
-- as quantile_cont counts it from the single answers; denominator is their number.
-- Reads: asked_answer_days.
with counted as (
    select
        period,
        unit,
        breakdown,
        max(answered) as answered,
        0.9 * (max(answered) - 1) as place,
        min(days) filter (where reached > floor(0.9 * (answered - 1))) as days_before,
        min(days) filter (where reached > ceil(0.9 * (answered - 1))) as days_after
    from asked_answer_days
    group by period, unit, breakdown
)

select
    period,
    unit,
    breakdown,
    null as code,
    null as numerator,
    answered as denominator,
    days_before + (place - floor(place)) * (days_after - days_before) as value
from counted
