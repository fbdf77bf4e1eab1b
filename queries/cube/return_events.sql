-- When do matters come back: after how many days (15-day steps), and how many months after the first time?
-- Grain: event x month x node x breakdown x code. 'returned' lies in the month of the later registration, code
-- the step's first day ('180' and later are one); 'first_raised' and 'came_back' lie in the month of the first
-- registration, code the number of calendar months until the second.
-- Reads: items, days, span_nodes.
with second_registrations as (
    select
        items.matter_id,
        days.month as second_month
    from items
    inner join days on items.registered_on = days.day
    where items.registration_number = 2
),

first_registrations as (
    select
        items.span,
        items.registered_month as first_month,
        second_registrations.second_month
    from items
    left join second_registrations on items.matter_id = second_registrations.matter_id
    where items.registration_number = 1 and items.is_repeat is distinct from true
),

happenings as (
    select
        'returned' as event,
        registered_month as month,
        span,
        'days_since' as breakdown,
        lpad(
            (least(15 * floor(datediff('day', previous_on, registered_on) / 15), 180))::integer::varchar, 3, '0'
        ) as code
    from items
    where has_earlier
    union all
    select
        'first_raised' as event,
        first_month as month,
        span,
        'months_later' as breakdown,
        '' as code
    from first_registrations
    union all
    select
        'came_back' as event,
        first_month as month,
        span,
        'months_later' as breakdown,
        lpad(datediff('month', first_month, second_month)::varchar, 3, '0') as code
    from first_registrations
    where second_month is not null
),

counted as (
    select
        event,
        month,
        span,
        breakdown,
        code,
        count(*) as items
    from happenings
    group by all
)

select
    counted.event,
    counted.month,
    false as is_cut,
    span_nodes.node,
    counted.breakdown,
    counted.code,
    (sum(counted.items))::bigint as items,
    0::bigint as batches,
    0::bigint as persons
from counted
inner join span_nodes on counted.span = span_nodes.span
group by all
