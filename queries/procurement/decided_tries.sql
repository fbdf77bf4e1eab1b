-- Which suppliers tried for which decided tender, and who won?
-- Grain: supplier with a submitted bid x tender with an active award; members of a consortium one by one.
-- Reads: considered_bids, bid_tenderers, active_awards, award_suppliers, considered_tenders.
with winners as (
    select distinct
        tender_id,
        supplier_id
    from active_awards
    inner join award_suppliers using (award_id)
    where supplier_id is not null
),

decided as (
    select tender_id from winners
)

select distinct
    bid_tenderers.supplier_id,
    considered_tenders.tender_id,
    considered_tenders.unit_id,
    winners.supplier_id is not null as is_won
from considered_bids
inner join bid_tenderers using (bid_id)
inner join considered_tenders using (tender_id)
left join winners
    on considered_bids.tender_id = winners.tender_id and bid_tenderers.supplier_id = winners.supplier_id
semi join decided on considered_bids.tender_id = decided.tender_id
where is_submitted and bid_tenderers.supplier_id is not null
