-- Which events do the asked periods and units hold?
-- Grain: asked period x asked unit x event row of the asked breakdowns; a period without any event keeps one row of
-- nulls, so zero is a row. unit is null for all chosen units together. A cut month is read up to its cut day only.
-- Reads: petition_events, asked_periods(), asked_units().
create macro events_in(periods_written, units_written, asked_breakdowns) as table
    select
        periods.period,
        periods.last_month,
        units.unit,
        petition_events.breakdown,
        petition_events.code,
        petition_events.event,
        petition_events.month,
        petition_events.items,
        petition_events.batches,
        petition_events.persons
    from asked_periods(periods_written) as periods
    cross join asked_units(units_written) as units
    left join petition_events
        on
            units.node = petition_events.node
            and list_contains(asked_breakdowns, petition_events.breakdown)
            and petition_events.month between periods.first_month and periods.last_month
            and petition_events.is_cut = (petition_events.month is not distinct from periods.cut_month)
