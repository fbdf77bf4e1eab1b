-- How many registrations did each thing happen to in each month, and how many were open at its end, per node?
-- Grain: event x month x node x breakdown x code; is_cut rows hold a month only up to its cut_on.
-- What is open at the end of a month is past its limit without an extension (overdue_open) or with one
-- (extended_open), else awaiting_acceptance or in_handling; only these four have the breakdowns age_band and
-- handling_stage.
-- Reads: item_happenings, handling_happenings, items, months, days, span_nodes, age_bands, settings.
with happenings as (
    select * from item_happenings
    union all
    select * from handling_happenings
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
            when items.limit_on < month_ends.limits_before and not items.is_extended then 'overdue_open'
            when items.limit_on < month_ends.limits_before then 'extended_open'
            when coalesce(items.accepted_on, date '9999-12-31') > month_ends.ends_on then 'awaiting_acceptance'
            else 'in_handling'
        end as event,
        month_ends.month,
        month_ends.is_cut,
        items.span,
        items.channel,
        items.category,
        items.area,
        coalesce(age_bands.code, '') as age_band
    from items
    inner join month_ends
        on
            items.registered_on <= month_ends.ends_on
            and coalesce(items.finished_on, date '9999-12-31') > month_ends.ends_on
    left join age_bands
        on
            datediff('day', items.registered_on, month_ends.ends_on) >= age_bands.days_from
            and datediff('day', items.registered_on, month_ends.ends_on) < age_bands.days_below
),

dated as (
    select
        happenings.event,
        days.month,
        false as is_cut,
        span,
        channel,
        category,
        area,
        null as age_band,
        null as handling_stage
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
        area,
        null as age_band,
        null as handling_stage
    from happenings
    inner join days on happenings.happened_on = days.day
    inner join months
        on
            days.month = months.month
            and days.day <= months.cut_on
            and (days.day < months.cut_on or not happenings.is_limit)
    union all
    select
        event,
        month,
        is_cut,
        span,
        channel,
        category,
        area,
        age_band,
        case event
            when 'overdue_open' then 'overdue'
            when 'extended_open' then 'extended'
            when 'awaiting_acceptance' then 'awaiting'
            else 'handling'
        end as handling_stage
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
            when grouping(age_band) = 0 then 'age_band'
            when grouping(handling_stage) = 0 then 'handling_stage'
            else 'all'
        end as breakdown,
        case
            when grouping(channel) = 0 then coalesce(channel, '')
            when grouping(category) = 0 then coalesce(category, '')
            when grouping(area) = 0 then coalesce(area, '')
            when grouping(age_band) = 0 then age_band
            when grouping(handling_stage) = 0 then handling_stage
            else ''
        end as code,
        count(*) as items
    from dated
    group by
        grouping sets (
            (event, month, is_cut, span),
            (event, month, is_cut, span, channel),
            (event, month, is_cut, span, category),
            (event, month, is_cut, span, area),
            (event, month, is_cut, span, age_band),
            (event, month, is_cut, span, handling_stage)
        )
    having
        (grouping(age_band) = 1 or age_band is not null)
        and (grouping(handling_stage) = 1 or handling_stage is not null)
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
