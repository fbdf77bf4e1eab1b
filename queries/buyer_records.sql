-- How many tenders of each buyer could be judged and were flagged, and how did its awards spread over suppliers?
-- Grain: buyer with a chosen tender; most of its awards went to one supplier. flags: those about the buyer itself, or
-- about one of its areas in a year of the period.
-- Reads: chosen_tenders(), tender_bids, tender_details, organisation_flags.
with chosen as materialized (
    select *
    from chosen_tenders($node, $first_month, $last_month, $area)
),

won as (
    select
        chosen.unit_id,
        tender_bids.supplier_id,
        count(distinct chosen.tender_id) as awards
    from chosen
    inner join tender_bids on chosen.tender_id = tender_bids.tender_id
    where tender_bids.is_winner
    group by chosen.unit_id, tender_bids.supplier_id
),

spread as (
    select
        unit_id,
        sum(awards) as awards,
        max(awards) as most
    from won
    group by unit_id
),

about as (
    select
        split_part(subject_id, '/', 1) as unit_id,
        list(distinct flag order by flag) as flags
    from organisation_flags
    where
        state = 'flagged'
        and (
            subject = 'buyer'
            or (
                subject = 'buyer_year'
                and cast(split_part(subject_id, '/', 3) as integer) between year($first_month) and year($last_month)
            )
        )
    group by split_part(subject_id, '/', 1)
)

select
    chosen.unit_id,
    count(*) as tenders,
    count(*) filter (where chosen.computable <> 0) as computable,
    count(*) filter (where chosen.flagged <> 0) as flagged,
    count(*) filter (where tender_details.method = 'single_source') as single_source,
    any_value(spread.awards) as awards,
    any_value(spread.most) as most,
    coalesce(any_value(about.flags), []) as flags
from chosen
inner join tender_details on chosen.tender_id = tender_details.tender_id
left join spread on chosen.unit_id = spread.unit_id
left join about on chosen.unit_id = about.unit_id
group by chosen.unit_id
