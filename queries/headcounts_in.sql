-- How many persons do the units of the asked nodes have at the end of the asked periods?
-- Grain: asked period x asked unit; persons is 0 where no headcount is known.
-- Reads: headcounts, asked_periods(), asked_units().
create macro headcounts_in(periods_written, units_written) as table
    select
        periods.period,
        units.unit,
        coalesce(headcounts.persons, 0) as persons
    from asked_periods(periods_written) as periods
    cross join asked_units(units_written) as units
    left join headcounts
        on
            units.node = headcounts.node
            and periods.last_month = headcounts.month
            and headcounts.is_cut = (headcounts.month is not distinct from periods.cut_month)
