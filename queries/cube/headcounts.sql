-- How many person-days of staff do the units of each node have in each month?
-- Grain: month x node with a unit whose headcount is known; is_cut rows hold a month only up to its cut_on. A unit's
-- headcount is its own, without the units below it, and counts on the days the unit stands at that place in the tree.
-- Reads: units, unit_spans, months, span_nodes.
with month_days as (
    select
        month,
        first_day,
        last_day + 1 as day_after,
        false as is_cut
    from months
    union all
    select
        month,
        first_day,
        cut_on + 1 as day_after,
        true as is_cut
    from months
    where cut_on is not null
),

spans as (
    select distinct
        unit_id,
        span,
        first_day,
        day_after
    from unit_spans
),

stays as (
    select
        spans.span,
        units.headcount,
        greatest(units.valid_from, spans.first_day) as first_day,
        least(coalesce(units.valid_to + 1, date '9999-12-31'), spans.day_after) as day_after
    from units
    inner join spans on units.unit_id = spans.unit_id
    where units.headcount is not null
)

select
    month_days.month,
    month_days.is_cut,
    span_nodes.node,
    cast(sum(stays.headcount * datediff(
        'day', greatest(stays.first_day, month_days.first_day), least(stays.day_after, month_days.day_after)
    )) as bigint) as person_days
from month_days
inner join stays
    on
        greatest(stays.first_day, month_days.first_day) < least(stays.day_after, month_days.day_after)
inner join span_nodes on stays.span = span_nodes.span
group by all
