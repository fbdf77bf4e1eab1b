-- How many registrations of a month were known how many months after its end?
-- Grain: month x delay. This delivery sets the steps: delays are whole months from the end of the month to its day, less
-- the months (of 30.4375 days, rounded) that an earlier delivery lies before it, so that a delivery a few days early or
-- late stays at its step; of several at one step the nearest stands. A month that was not over then has no row.
-- Reads: arrivals, months, settings, calendar_spans.
with months_over as (
    select
        months.month,
        months.last_day,
        datesub('month', months.last_day + 1, settings.data_as_of + 1) as months_since
    from months
    cross join settings
    inner join calendar_spans
        on
            settings.data_as_of >= calendar_spans.first_day
            and settings.data_as_of < calendar_spans.day_after
    where
        months.last_day < settings.data_as_of
        or day(settings.data_as_of + 1) = calendar_spans.starts_on_day
),

deliveries as (
    select
        arrivals.data_as_of,
        (settings.data_as_of - arrivals.data_as_of) / 30.4375 as months_before,
        cast(round((settings.data_as_of - arrivals.data_as_of) / 30.4375) as integer) as step
    from arrivals
    cross join settings
    group by arrivals.data_as_of, settings.data_as_of
    qualify row_number() over (partition by step order by abs(months_before - step), arrivals.data_as_of desc) = 1
)

select
    arrivals.month,
    cast(months_over.months_since - deliveries.step as integer) as delay,
    arrivals.items,
    deliveries.step
from arrivals
inner join months_over on arrivals.month = months_over.month
inner join deliveries on arrivals.data_as_of = deliveries.data_as_of
where
    arrivals.data_as_of >= months_over.last_day
    and months_over.months_since >= deliveries.step
