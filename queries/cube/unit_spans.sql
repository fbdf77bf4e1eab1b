-- During which spans of days does each unit keep the same ancestors?
-- Grain: unit x span; a unit that never moved has one. Spans are half-open: first_day, day_after.
-- Reads: units.
with recursive unit_ancestors as (
    select
        unit_id,
        unit_id as node,
        parent_id,
        valid_from as first_day,
        coalesce(valid_to + 1, date '9999-12-31') as day_after
    from units
    union all
    select
        below.unit_id,
        above.unit_id as node,
        above.parent_id,
        greatest(below.first_day, above.valid_from) as first_day,
        least(below.day_after, coalesce(above.valid_to + 1, date '9999-12-31')) as day_after
    from unit_ancestors as below
    inner join units as above
        on
            below.parent_id = above.unit_id
            and below.first_day < coalesce(above.valid_to + 1, date '9999-12-31')
            and below.day_after > above.valid_from
),

span_starts as (
    select distinct
        unit_id,
        first_day
    from unit_ancestors
),

spans as (
    select
        unit_id,
        first_day,
        coalesce(lead(first_day) over (partition by unit_id order by first_day), date '9999-12-31') as day_after
    from span_starts
)

select
    spans.unit_id,
    spans.first_day,
    spans.day_after,
    dense_rank() over (order by spans.unit_id, spans.first_day) as span,
    unit_ancestors.node
from spans
inner join unit_ancestors
    on
        spans.unit_id = unit_ancestors.unit_id
        and spans.first_day >= unit_ancestors.first_day
        and spans.first_day < unit_ancestors.day_after
