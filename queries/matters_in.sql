-- Which distinct matters appear in the asked periods and units, and which of them repeatedly?
-- Grain: asked period x asked unit. A matter counts at its first appearance in the period: one whose
-- previous_month lies before the period.
-- Reads: matter_months, asked_periods(), asked_units().
create macro matters_in(periods_written, units_written, asked_breakdowns) as table
    select
        periods.period,
        periods.first_month,
        units.unit,
        list_extract(asked_breakdowns, 1) as breakdown,
        coalesce(sum(matter_months.matters) filter (where matter_months.kind = 'matter'), 0) as matters,
        coalesce(sum(matter_months.matters) filter (where matter_months.kind = 'repeat_matter'), 0) as repeat_matters
    from asked_periods(periods_written) as periods
    cross join asked_units(units_written) as units
    left join matter_months
        on
            units.node = matter_months.node
            and matter_months.month between periods.first_month and periods.last_month
            and coalesce(matter_months.previous_month, date '0001-01-01') < periods.first_month
            and matter_months.is_cut = (matter_months.month is not distinct from periods.cut_month)
    group by all
