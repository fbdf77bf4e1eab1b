-- In which months does a matter appear at a node, and when did it appear there before?
-- Grain: kind x month x previous_month x node. Distinct matters do not add up over months, but the distinct
-- matters of any run of months are the appearances whose previous_month lies before the run.
-- kind 'matter': any registration; 'repeat_matter': one with an earlier registration within the repeat window.
-- Reads: items, months, span_nodes.
with appearances as (
    select
        'matter' as kind,
        span_nodes.node,
        items.matter_id,
        items.registered_month as month,
        min(items.registered_on) as seen_on
    from items
    inner join span_nodes on items.span = span_nodes.span
    where items.matter_id is not null
    group by all
    union all
    select
        'repeat_matter' as kind,
        span_nodes.node,
        items.matter_id,
        items.registered_month as month,
        min(items.registered_on) as seen_on
    from items
    inner join span_nodes on items.span = span_nodes.span
    where items.matter_id is not null and items.has_earlier
    group by all
),

appearances_linked as (
    select
        kind,
        node,
        month,
        seen_on,
        lag(month) over (partition by kind, node, matter_id order by month) as previous_month
    from appearances
)

select
    kind,
    month,
    false as is_cut,
    previous_month,
    node,
    count(*) as matters
from appearances_linked
group by all
union all
select
    appearances_linked.kind,
    appearances_linked.month,
    true as is_cut,
    appearances_linked.previous_month,
    appearances_linked.node,
    count(*) as matters
from appearances_linked
inner join months on appearances_linked.month = months.month and appearances_linked.seen_on <= months.cut_on
group by all
