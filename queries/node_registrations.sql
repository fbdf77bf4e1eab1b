-- How many registrations does each of the asked nodes hold?
-- Grain: node with at least one.
-- Reads: petition_events.
select
    node,
    cast(sum(items) as bigint) as items
from petition_events
where
    node in (select unnest($nodes))
    and event = 'registered'
    and breakdown = 'all'
    and month between $first_month and $last_month
    and not is_cut
group by node
