-- How many visits (批次) and persons in them (人次) came, collectively, above their level, outside the places?
-- Grain: event x month x node x breakdown x code. A visit counts once in each node and code it touches, so a
-- total is counted, never added up. persons stand on every registration of a visit: the largest is the visit's.
-- Reads: items, months, days, span_nodes, size_classes, settings.
with visit_items as (
    select
        batch,
        span,
        registered_on,
        persons,
        category,
        area,
        reception_level in ('above', 'capital') as is_skip_level,
        coalesce(is_outside_designated, false) as is_outside_designated,
        cause
    from items
    where channel = 'visit'
),

visits as (
    select
        batch,
        min(registered_on) as visited_on,
        max(persons) as persons,
        coalesce(bool_or(is_skip_level), false) as is_skip_level,
        bool_or(is_outside_designated) as is_outside_designated,
        max(cause) as cause
    from visit_items
    group by batch
),

visits_classed as (
    select
        visits.*,
        coalesce(size_classes.code, '') as size_class,
        coalesce(visits.persons >= settings.group_threshold, false) as is_collective
    from visits
    cross join settings
    left join size_classes
        on visits.persons >= size_classes.persons_from and visits.persons < size_classes.persons_below
),

visit_nodes as (
    select distinct
        visit_items.batch,
        span_nodes.node,
        coalesce(visit_items.category, '') as category,
        coalesce(visit_items.area, '') as area
    from visit_items
    inner join span_nodes on visit_items.span = span_nodes.span
),

visits_placed as (
    select distinct
        batch,
        node,
        'all' as breakdown,
        '' as code
    from visit_nodes
    union all
    select distinct
        batch,
        node,
        'category' as breakdown,
        category as code
    from visit_nodes
    union all
    select distinct
        batch,
        node,
        'area' as breakdown,
        area as code
    from visit_nodes
    union all
    select distinct
        visit_nodes.batch,
        visit_nodes.node,
        'size_class' as breakdown,
        visits_classed.size_class as code
    from visit_nodes
    inner join visits_classed on visit_nodes.batch = visits_classed.batch
    where visits_classed.is_collective
    union all
    select distinct
        visit_nodes.batch,
        visit_nodes.node,
        'cause' as breakdown,
        visits_classed.cause as code
    from visit_nodes
    inner join visits_classed on visit_nodes.batch = visits_classed.batch
    where visits_classed.is_collective
    union all
    select distinct
        visit_nodes.batch,
        visit_nodes.node,
        'category_by_area' as breakdown,
        visit_nodes.category || '|' || visit_nodes.area as code
    from visit_nodes
    inner join visits_classed on visit_nodes.batch = visits_classed.batch
    where visits_classed.is_collective
),

happenings as (
    select
        'visited' as event,
        batch,
        visited_on,
        persons
    from visits_classed
    union all
    select
        'collective' as event,
        batch,
        visited_on,
        persons
    from visits_classed
    where is_collective
    union all
    select
        'skip_level' as event,
        batch,
        visited_on,
        persons
    from visits_classed
    where is_skip_level
    union all
    select
        'skip_level_overdue' as event,
        batch,
        visited_on,
        persons
    from visits_classed
    where is_skip_level and cause = 'overdue'
    union all
    select
        'outside_designated' as event,
        batch,
        visited_on,
        persons
    from visits_classed
    where is_outside_designated
),

dated as (
    select
        happenings.event,
        happenings.batch,
        happenings.persons,
        days.month,
        false as is_cut
    from happenings
    inner join days on happenings.visited_on = days.day
    union all
    select
        happenings.event,
        happenings.batch,
        happenings.persons,
        days.month,
        true as is_cut
    from happenings
    inner join days on happenings.visited_on = days.day
    inner join months on days.month = months.month and days.day <= months.cut_on
)

select
    dated.event,
    dated.month,
    dated.is_cut,
    visits_placed.node,
    visits_placed.breakdown,
    visits_placed.code,
    cast(0 as bigint) as items,
    count(*) as batches,
    cast(coalesce(sum(dated.persons), 0) as bigint) as persons
from dated
inner join visits_placed on dated.batch = visits_placed.batch
group by all
