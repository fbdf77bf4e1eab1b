-- After how many days were the items of the asked periods and units answered?
-- Grain: asked period x asked unit x days from acceptance to answer; a period without any answer keeps one row of
-- nulls. reached counts the answers after at most so many days, answered all of them.
-- Reads: answer_days, asked_periods(), asked_units().
create macro answer_days_in(periods_written, units_written, asked_breakdowns) as table
    with counted as (
        select
            periods.period,
            units.unit,
            list_extract(asked_breakdowns, 1) as breakdown,
            answer_days.days,
            coalesce(sum(answer_days.items), 0) as items
        from asked_periods(periods_written) as periods
        cross join asked_units(units_written) as units
        left join answer_days
            on
                units.node = answer_days.node
                and answer_days.month between periods.first_month and periods.last_month
                and answer_days.is_cut = (answer_days.month is not distinct from periods.cut_month)
        group by all
    )

    select
        period,
        unit,
        breakdown,
        days,
        sum(items) over (partition by period, unit order by days) as reached,
        sum(items) over (partition by period, unit) as answered
    from counted
