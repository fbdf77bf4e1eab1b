-- How many tenders do the asked periods and units hold, how many could be judged, and how many are flagged?
-- Grain: asked period x asked unit x code of the asked breakdowns; a period without any tender keeps one row of nulls.
-- Judged: at least one flag of the group is computable. A cut month is read up to its cut day only.
-- Reads: tender_marks, flag_groups, node_spans, node_areas, asked_periods(), asked_units().
create macro tenders_in(periods_written, units_written, asked_breakdowns) as table
    with asked as (
        select
            periods.period,
            periods.first_month,
            periods.last_month,
            periods.cut_month,
            units.unit,
            units.node
        from asked_periods(periods_written) as periods
        cross join asked_units(units_written) as units
    ),

    counted as (
        select
            asked.period,
            asked.unit,
            flag_groups.breakdown,
            case
                when not flag_groups.is_by_area then flag_groups.code
                else concat_ws('/', tender_marks.area, nullif(flag_groups.code, ''))
            end as code,
            count(*) as tenders,
            count(*) filter (where tender_marks.computable & flag_groups.mask <> 0) as computable,
            count(*) filter (where tender_marks.flagged & flag_groups.mask <> 0) as flagged,
            sum(tender_marks.amount) filter (where tender_marks.computable & flag_groups.mask <> 0)
                as computable_amount,
            sum(tender_marks.amount) filter (where tender_marks.flagged & flag_groups.mask <> 0) as flagged_amount
        from asked
        inner join node_spans on asked.node = node_spans.node
        inner join tender_marks
            on
                node_spans.span = tender_marks.span
                and tender_marks.month between asked.first_month and asked.last_month
                and (tender_marks.month is distinct from asked.cut_month or tender_marks.is_before_cut)
        inner join flag_groups on list_contains(asked_breakdowns, flag_groups.breakdown)
        where
            asked.node not in (select node_areas.node from node_areas)
            or tender_marks.area in (
                select node_areas.area from node_areas
                where node_areas.node = asked.node
            )
        group by all
    )

    select
        asked.period,
        asked.unit,
        counted.breakdown,
        counted.code,
        coalesce(counted.tenders, 0) as tenders,
        coalesce(counted.computable, 0) as computable,
        coalesce(counted.flagged, 0) as flagged,
        coalesce(counted.computable_amount, 0) as computable_amount,
        coalesce(counted.flagged_amount, 0) as flagged_amount
    from asked
    left join counted
        on
            asked.period = counted.period
            and asked.unit is not distinct from counted.unit
