-- How do events split by the codes of one breakdown, month by month?
-- Grain: event x month x code.
-- Reads: petition_events.
select
    event,
    month,
    code,
    cast(sum(items) as bigint) as items,
    cast(sum(batches) as bigint) as batches,
    cast(sum(persons) as bigint) as persons
from petition_events
where
    event in (select unnest($events))
    and node = $node
    and breakdown = $breakdown
    and month between $first_month and $last_month
    and not is_cut
group by event, month, code
order by event, month, code
