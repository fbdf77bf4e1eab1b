-- Did a purchase follow a failed tender without competition, with one of that tender's bidders?
-- Grain: tender that follows another one; and supplier of a flagged tender.
-- Reads: considered_tenders, tenders, bids, bid_tenderers, awards, award_suppliers.
-- The tender before may lie outside the delivery: then not computable.
with concerned as (
    select
        tender_id,
        supplier_id
    from bids
    inner join bid_tenderers using (bid_id)
    where supplier_id is not null
    union
    select
        tender_id,
        supplier_id
    from awards
    inner join award_suppliers using (award_id)
    where supplier_id is not null
),

repeated as (
    select
        considered_tenders.tender_id,
        own.supplier_id
    from considered_tenders
    inner join concerned as own on considered_tenders.tender_id = own.tender_id
    inner join concerned as before
        on considered_tenders.previous_tender_id = before.tender_id and own.supplier_id = before.supplier_id
),

judged as (
    select
        considered_tenders.tender_id,
        (
            select count(*) from repeated
            where repeated.tender_id = considered_tenders.tender_id
        ) as suppliers,
        coalesce(considered_tenders.ocds_method != 'direct', false)
        or coalesce(before.status != 'failed', false) as is_clear,
        case
            when before.tender_id is null then 'tenders.previous_tender_id'
            when before.status is null then 'tenders.status'
            when considered_tenders.ocds_method is null then 'tenders.method'
            when
                considered_tenders.tender_id not in (select tender_id from concerned)
                or before.tender_id not in (select tender_id from concerned)
                then 'bid_tenderers.supplier_id'
        end as missing
    from considered_tenders
    left join tenders as before on considered_tenders.previous_tender_id = before.tender_id
    where considered_tenders.previous_tender_id is not null
),

told as (
    select
        *,
        case
            when is_clear then 'clear'
            when missing is not null then 'not_computable'
            when suppliers > 0 then 'flagged'
            else 'clear'
        end as state
    from judged
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    state,
    cast(suppliers as double) as measured,
    cast(1 as double) as limit_value,
    case when state = 'not_computable' then missing end as missing
from told
union all
select
    'supplier' as subject,
    supplier_id as subject_id,
    tender_id,
    state,
    cast(suppliers as double) as measured,
    cast(1 as double) as limit_value,
    null as missing
from repeated
inner join told using (tender_id)
where state = 'flagged'
