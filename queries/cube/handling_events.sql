-- How were registrations handled: accepted in time, extended, rated, resolved at the first time, per month and node?
-- Grain: event x month x node x breakdown x code; is_cut rows hold a month only up to its cut_on.
-- A limit counts only before data_as_of (in a cut month: before cut_on), as in item_events. Ratings belong to the month
-- in which the item was answered or closed; what became of a first-time matter to the month in which its closing lies
-- first_time_resolution_days back, when the answer is known. Whether an early registration was the first is not known;
-- closed when the history was long enough it is left out, else one item open for years would hide the share for years.
-- What went wrong is counted, not what went well: it is a tenth of the rows.
-- Reads: items, months, days, span_nodes, settings.
with first_registrations as (
    select
        closed_on + settings.first_time_resolution_days as happened_on,
        is_repeat is null as is_unknown,
        next_on <= closed_on + settings.first_time_resolution_days as is_returned,
        span,
        channel,
        category,
        area
    from items
    cross join settings
    where
        registration_number = 1
        and is_repeat is distinct from true
        and (is_repeat is not null or closed_on < settings.first_day + to_months(settings.repeat_window_months))
),

happenings as (
    select
        'acceptance_due' as event,
        accept_by as happened_on,
        true as is_limit,
        span,
        channel,
        category,
        area
    from items
    cross join settings
    where accept_by < settings.data_as_of
    union all
    select
        'acceptance_missed' as event,
        accept_by as happened_on,
        true as is_limit,
        span,
        channel,
        category,
        area
    from items
    cross join settings
    where accept_by < settings.data_as_of and coalesce(accepted_on, date '9999-12-31') > accept_by
    union all
    select
        'due_extended' as event,
        due_on as happened_on,
        true as is_limit,
        span,
        channel,
        category,
        area
    from items
    cross join settings
    where due_on < settings.data_as_of and is_extended
    union all
    select
        'rating_scope' as event,
        finished_on as happened_on,
        false as is_limit,
        span,
        channel,
        category,
        area
    from items
    where is_in_rating_scope
    union all
    select
        'rated' as event,
        finished_on as happened_on,
        false as is_limit,
        span,
        channel,
        category,
        area
    from items
    where is_in_rating_scope and rating is not null
    union all
    select
        'dissatisfied' as event,
        finished_on as happened_on,
        false as is_limit,
        span,
        channel,
        category,
        area
    from items
    where is_in_rating_scope and rating not in ('satisfied', 'mostly')
    union all
    select
        'first_closed' as event,
        happened_on,
        false as is_limit,
        span,
        channel,
        category,
        area
    from first_registrations
    union all
    select
        'first_returned' as event,
        happened_on,
        false as is_limit,
        span,
        channel,
        category,
        area
    from first_registrations
    where is_returned
    union all
    select
        'first_unknown' as event,
        happened_on,
        false as is_limit,
        span,
        channel,
        category,
        area
    from first_registrations
    where is_unknown
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
            and (days.day < months.cut_on or not happenings.is_limit)
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
