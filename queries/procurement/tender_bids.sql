-- Who offered what for a tender, and who won? No device, account or representative leaves this query.
-- Grain: bid x supplier of a tender of tender_marks.
-- Reads: tender_marks, bids, bid_tenderers, considered_bids, awards, award_suppliers, suppliers.
with winners as (
    select distinct
        awards.tender_id,
        award_suppliers.supplier_id
    from awards
    inner join award_suppliers on awards.award_id = award_suppliers.award_id
    where awards.status = 'active'
)

select
    considered_bids.tender_id,
    considered_bids.bid_id,
    bid_tenderers.supplier_id,
    coalesce(suppliers.supplier_name, bid_tenderers.supplier_id) as supplier_name,
    considered_bids.status,
    considered_bids.is_submitted,
    considered_bids.amount,
    considered_bids.currency,
    considered_bids.submitted_at,
    bids.rank,
    winners.supplier_id is not null as is_winner
from considered_bids
inner join tender_marks on considered_bids.tender_id = tender_marks.tender_id
inner join bids on considered_bids.bid_id = bids.bid_id
inner join bid_tenderers on considered_bids.bid_id = bid_tenderers.bid_id
left join suppliers on bid_tenderers.supplier_id = suppliers.supplier_id
left join winners
    on
        considered_bids.tender_id = winners.tender_id
        and bid_tenderers.supplier_id = winners.supplier_id
