-- How much did each unit itself deliver, each month?
-- Grain: unit x month in which it delivered anything; accusations are not looked at.
-- Reads: items, unit_spans.
with spans as (
    select distinct
        span,
        unit_id
    from unit_spans
)

select
    spans.unit_id,
    items.registered_month as month,
    count(*) as items
from items
inner join spans on items.span = spans.span
group by all
