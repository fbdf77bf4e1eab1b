-- Which tenders does a node hold in a run of months, in an area where one is asked for?
-- Grain: tender. No area (null) means all of them; the empty one, tenders without an area.
-- Reads: tender_marks, node_spans, node_areas.
create macro chosen_tenders(asked_node, first_asked, last_asked, asked_area) as table
    select tender_marks.*
    from tender_marks
    inner join node_spans on tender_marks.span = node_spans.span
    where
        node_spans.node = asked_node
        and tender_marks.month between first_asked and last_asked
        and (asked_area is null or tender_marks.area = asked_area)
        and (
            asked_node not in (select node_areas.node from node_areas)
            or tender_marks.area in (
                select node_areas.area from node_areas
                where node_areas.node = asked_node
            )
        )
