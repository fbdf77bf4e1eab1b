-- How many persons do the units of each node have at the end of each month?
-- Grain: month x node with a unit whose headcount is known; is_cut rows speak of cut_on. A unit's headcount is its own,
-- without the units below it.
-- Reads: units, unit_spans, months, span_nodes.
with month_ends as (
    select
        month,
        last_day as ends_on,
        false as is_cut
    from months
    union all
    select
        month,
        cut_on as ends_on,
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
)

select
    month_ends.month,
    month_ends.is_cut,
    span_nodes.node,
    cast(sum(units.headcount) as bigint) as persons
from month_ends
inner join units
    on month_ends.ends_on between units.valid_from and coalesce(units.valid_to, date '9999-12-31')
inner join spans
    on
        units.unit_id = spans.unit_id
        and month_ends.ends_on >= spans.first_day
        and month_ends.ends_on < spans.day_after
inner join span_nodes on spans.span = span_nodes.span
where units.headcount is not null
group by all
