-- How often did each supplier bid and win in the chosen tenders, with how many buyers, and which flags concern it?
-- Grain: supplier with a submitted bid or an award; those with most kinds of flags first. n_all is how many there are.
-- flags: those about the supplier itself, and those of chosen tenders that concern it.
-- Reads: chosen_tenders(), tender_bids, organisation_flags.
with chosen as materialized (
    select
        tender_id,
        unit_id
    from chosen_tenders($node, $first_month, $last_month, $area)
),

tried as (
    select
        tender_bids.supplier_id,
        any_value(tender_bids.supplier_name) as supplier_name,
        count(distinct tender_bids.tender_id) filter (where tender_bids.is_submitted) as bids,
        count(distinct tender_bids.tender_id) filter (where tender_bids.is_winner) as wins,
        count(distinct chosen.unit_id) as buyers
    from tender_bids
    inner join chosen on tender_bids.tender_id = chosen.tender_id
    group by tender_bids.supplier_id
),

concerned as (
    select
        subject_id as supplier_id,
        list(distinct flag order by flag) as flags
    from organisation_flags
    where
        subject = 'supplier'
        and state = 'flagged'
        and (tender_id is null or tender_id in (select chosen.tender_id from chosen))
    group by subject_id
)

select
    tried.supplier_id,
    tried.supplier_name,
    tried.bids,
    tried.wins,
    tried.buyers,
    coalesce(concerned.flags, []) as flags,
    count(*) over () as n_all
from tried
left join concerned on tried.supplier_id = concerned.supplier_id
order by len(coalesce(concerned.flags, [])) desc, tried.bids desc, tried.supplier_id asc
limit $most
