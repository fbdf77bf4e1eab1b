-- How many collective visits came on each day?
-- Grain: day x node; a day without any has no row.
-- Reads: items, span_nodes, settings.
with visits as (
    select
        batch,
        min(registered_on) as day,
        max(persons) as persons
    from items
    where channel = 'visit'
    group by batch
),

visit_nodes as (
    select distinct
        items.batch,
        span_nodes.node
    from items
    inner join span_nodes on items.span = span_nodes.span
    where items.channel = 'visit'
)

select
    visits.day,
    visit_nodes.node,
    count(*) as batches,
    cast(sum(visits.persons) as bigint) as persons
from visits
inner join visit_nodes on visits.batch = visit_nodes.batch
cross join settings
where visits.persons >= settings.group_threshold
group by all
