-- How many registrations were registered, repeated, due, answered in time or open, per month and node?
-- Grain: event x month x node x breakdown x code; is_cut rows hold a month only up to its cut_on.
-- A limit counts as due only before data_as_of (in a cut month: before cut_on): on that day an answer can still come
-- in time. What is due and neither answered nor extended is what stands as overdue_open.
-- Reads: items, months, days, span_nodes, settings.
with happenings as (
    select
        'registered' as event,
        registered_on as happened_on,
        span,
        channel,
        category,
        area
    from items
    union all
    select
        'online' as event,
        registered_on as happened_on,
        span,
        channel,
        category,
        area
    from items
    where channel = 'online'
    union all
    select
        'repeated' as event,
        registered_on as happened_on,
        span,
        channel,
        category,
        area
    from items
    where is_repeat
    union all
    select
        'repeat_unknown' as event,
        registered_on as happened_on,
        span,
        channel,
        category,
        area
    from items
    where is_repeat is null
    union all
    select
        'due' as event,
        due_on as happened_on,
        span,
        channel,
        category,
        area
    from items
    cross join settings
    where due_on < settings.data_as_of
    union all
    select
        'answered_in_time' as event,
        due_on as happened_on,
        span,
        channel,
        category,
        area
    from items
    cross join settings
    where due_on < settings.data_as_of and answered_on <= due_on
),

month_ends as (
    select
        month,
        last_day as ends_on,
        least(last_day + 1, settings.data_as_of) as limits_before,
        false as is_cut
    from months
    cross join settings
    union all
    select
        month,
        cut_on as ends_on,
        cut_on as limits_before,
        true as is_cut
    from months
    where cut_on is not null
),

stocks as (
    select
        case
            when items.due_on < month_ends.limits_before and not items.is_extended then 'overdue_open'
            else 'open_otherwise'
        end as event,
        month_ends.month,
        month_ends.is_cut,
        items.span,
        items.channel,
        items.category,
        items.area
    from items
    inner join month_ends
        on
            items.registered_on <= month_ends.ends_on
            and coalesce(items.finished_on, date '9999-12-31') > month_ends.ends_on
),

dated as (
    select
        happenings.event,
        days.month,
        false as is_cut,
        span,
        channel,
        category,
        area
    from happenings
    inner join days on happenings.happened_on = days.day
    union all
    select
        happenings.event,
        days.month,
        true as is_cut,
        span,
        channel,
        category,
        area
    from happenings
    inner join days on happenings.happened_on = days.day
    inner join months
        on
            days.month = months.month
            and days.day <= months.cut_on
            and (days.day < months.cut_on or happenings.event not in ('due', 'answered_in_time'))
    union all
    select
        event,
        month,
        is_cut,
        span,
        channel,
        category,
        area
    from stocks
),

counted as (
    select
        event,
        month,
        is_cut,
        span,
        case
            when grouping(channel) = 0 then 'channel'
            when grouping(category) = 0 then 'category'
            when grouping(area) = 0 then 'area'
            else 'all'
        end as breakdown,
        case
            when grouping(channel) = 0 then coalesce(channel, '')
            when grouping(category) = 0 then coalesce(category, '')
            when grouping(area) = 0 then coalesce(area, '')
            else ''
        end as code,
        count(*) as items
    from dated
    group by grouping sets (
        (event, month, is_cut, span),
        (event, month, is_cut, span, channel),
        (event, month, is_cut, span, category),
        (event, month, is_cut, span, area)
    )
)

select
    counted.event,
    counted.month,
    counted.is_cut,
    span_nodes.node,
    counted.breakdown,
    counted.code,
    cast(sum(counted.items) as bigint) as items,
    cast(0 as bigint) as batches,
    cast(0 as bigint) as persons
from counted
inner join span_nodes on counted.span = span_nodes.span
group by all
