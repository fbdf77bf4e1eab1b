-- Did a supplier win with a valid bid submitted after the deadline?
-- Grain: tender; and such supplier.
-- Reads: considered_tenders, considered_bids, bid_tenderers, awards, award_suppliers, award_outcomes.
-- Compared as instants; measured in minutes after the deadline.
with winners as (
    select distinct
        awards.tender_id,
        supplier_id
    from awards
    inner join award_suppliers using (award_id)
    where awards.status = 'active'
),

late as (
    select distinct
        considered_bids.tender_id,
        winners.supplier_id,
        considered_bids.submitted_at
    from considered_bids
    inner join considered_tenders using (tender_id)
    inner join bid_tenderers using (bid_id)
    inner join winners
        on
            considered_bids.tender_id = winners.tender_id
            and bid_tenderers.supplier_id = winners.supplier_id
    where considered_bids.status = 'valid' and considered_bids.submitted_at > deadline_at
),

dated as (
    select
        tender_id,
        count(submitted_at) as n
    from considered_bids
    where status = 'valid'
    group by tender_id
),

lateness as (
    select
        tender_id,
        max(submitted_at) as submitted_at
    from late
    group by tender_id
)

select
    'tender' as subject,
    considered_tenders.tender_id as subject_id,
    considered_tenders.tender_id,
    case
        when lateness.submitted_at is not null then 'flagged'
        when deadline_at is null or coalesce(n, 0) = 0 or award_outcomes.tender_id is null then 'not_computable'
        else 'clear'
    end as state,
    (epoch_us(lateness.submitted_at) - epoch_us(deadline_at)) / 60e6 as measured,
    cast(0 as double) as limit_value,
    case
        when deadline_at is null then 'tenders.deadline_at'
        when coalesce(n, 0) = 0 then 'bids.submitted_at'
        when award_outcomes.tender_id is null then 'awards.status'
    end as missing
from considered_tenders
left join dated using (tender_id)
left join lateness using (tender_id)
left join award_outcomes using (tender_id)
union all
select distinct
    'supplier' as subject,
    supplier_id as subject_id,
    tender_id,
    'flagged' as state,
    cast(null as double) as measured,
    cast(null as double) as limit_value,
    cast(null as varchar) as missing
from late
