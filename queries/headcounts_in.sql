-- How many persons do the units of the asked nodes have on an average day of the asked periods?
-- Grain: asked period x asked unit; persons is 0 where no headcount is known.
-- Reads: headcounts, months, asked_periods(), asked_units().
create macro headcounts_in(periods_written, units_written) as table
    with periods as (
        select
            asked.period,
            asked.first_month,
            asked.last_month,
            asked.cut_month,
            sum(datediff('day', months.first_day, case
                when months.month = asked.cut_month then months.cut_on
                else months.last_day
            end) + 1) as days
        from asked_periods(periods_written) as asked
        left join months on months.month between asked.first_month and asked.last_month
        group by all
    )

    select
        periods.period,
        units.unit,
        coalesce(sum(headcounts.person_days), 0) / periods.days as persons
    from periods
    cross join asked_units(units_written) as units
    left join headcounts
        on
            units.node = headcounts.node
            and headcounts.month between periods.first_month and periods.last_month
            and headcounts.is_cut = (headcounts.month is not distinct from periods.cut_month)
    group by periods.period, units.unit, periods.days
