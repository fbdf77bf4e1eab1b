-- Where the source says whether a registration is a repeat, does its matter say the same?
-- Grain: event x month x node x breakdown x code. One event, flag_compared: registrations with a flag, a matter and a
-- history as long as the repeat window; code both, source_only, derived_only or neither says which call it a repeat.
-- Reads: items, span_nodes.
with compared as (
    select
        span,
        registered_month as month,
        case
            when is_repeat_by_source and has_earlier then 'both'
            when is_repeat_by_source then 'source_only'
            when has_earlier then 'derived_only'
            else 'neither'
        end as code
    from items
    where is_repeat_by_source is not null and matter_id is not null and is_history_long
),

counted as (
    select
        span,
        month,
        code,
        count(*) as items
    from compared
    group by all
)

select
    'flag_compared' as event,
    counted.month,
    false as is_cut,
    span_nodes.node,
    'repeat_flag' as breakdown,
    counted.code,
    cast(sum(counted.items) as bigint) as items,
    cast(0 as bigint) as batches,
    cast(0 as bigint) as persons
from counted
inner join span_nodes on counted.span = span_nodes.span
group by all
