-- Which statistics month does each day of the coverage belong to, and how far into it does it lie?
-- Grain: day. A month is named by its first natural day, also when it runs from the 21st to the 20th.
-- Reads: settings, calendar_spans.
with days_covered as (
    select cast(unnest(generate_series(first_day, data_as_of, interval 1 day)) as date) as day
    from settings
),

days_named as (
    select
        days_covered.day,
        cast(date_trunc('month', case
            when calendar_spans.starts_on_day > 1 and day(days_covered.day) >= calendar_spans.starts_on_day
                then days_covered.day + interval 1 month
            else days_covered.day
        end) as date) as month
    from days_covered
    inner join calendar_spans
        on
            days_covered.day >= calendar_spans.first_day
            and days_covered.day < calendar_spans.day_after
)

select
    day,
    month,
    row_number() over (partition by month order by day) as day_of_month
from days_named
