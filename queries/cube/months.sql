-- Which statistics months are covered, where does each end, and which are cut to compare with the last one?
-- Grain: month. cut_on is the last day that lies as far into the month as data_as_of lies into its own. It is set
-- where the base of a period that reaches into the last month can end: the same month of the year before, and n months
-- back as the end of the run before one of n months, while both runs are covered. It is null elsewhere, and throughout
-- where data_as_of ends its month: February to its end compares with all 29 days of a leap year.
-- Reads: days, settings, calendar_spans.
with month_spans as (
    select
        month,
        min(day) as first_day,
        max(day) as last_day
    from days
    group by month
),

last_months as (
    select
        days.month as last_month,
        days.day_of_month as days_elapsed,
        (select count(*) from month_spans) as months_covered
    from days
    inner join settings on days.day = settings.data_as_of
    inner join calendar_spans
        on
            settings.data_as_of >= calendar_spans.first_day
            and settings.data_as_of < calendar_spans.day_after
    where day(settings.data_as_of + 1) <> calendar_spans.starts_on_day
),

cut_months as (
    select
        days.month,
        max(days.day) as cut_on
    from days
    inner join last_months
        on
            days.month < last_months.last_month
            and days.day_of_month <= last_months.days_elapsed
            and (
                datediff('month', days.month, last_months.last_month) = 12
                or 2 * datediff('month', days.month, last_months.last_month) <= last_months.months_covered
            )
    group by days.month
)

select
    month_spans.month,
    month_spans.first_day,
    month_spans.last_day,
    cut_months.cut_on
from month_spans
left join cut_months on month_spans.month = cut_months.month
