-- Were all but the winner disqualified, at least $threshold others?
-- Grain: tender; and the winner of a flagged tender.
-- Reads: considered_tenders, considered_bids, bid_tenderers, awards, award_suppliers, award_outcomes.
-- One supplier alone has valid bids and is alone in the active awards, all awards being final.
with parties as (
    select
        considered_bids.tender_id,
        considered_bids.status,
        supplier_id
    from considered_bids
    inner join bid_tenderers using (bid_id)
    where considered_bids.status in ('valid', 'disqualified') and supplier_id is not null
),

valid as (
    select
        tender_id,
        count(distinct supplier_id) as n,
        min(supplier_id) as supplier_id
    from parties
    where status = 'valid'
    group by tender_id
),

winners as (
    select
        awards.tender_id,
        count(distinct supplier_id) as n,
        min(supplier_id) as supplier_id
    from awards
    inner join award_suppliers using (award_id)
    where awards.status = 'active' and supplier_id is not null
    group by awards.tender_id
),

others as (
    select
        tender_id,
        count(distinct parties.supplier_id) filter (
            where parties.status = 'disqualified' and parties.supplier_id is distinct from winners.supplier_id
        ) as n
    from parties
    left join winners using (tender_id)
    group by tender_id
),

told as (
    select
        considered_tenders.tender_id,
        winners.supplier_id,
        cast(others.n as double) as disqualified,
        case
            when not coalesce(is_final, false) then 'awards.status'
            when others.n is null then 'bids.status'
        end as missing,
        coalesce(
            valid.n = 1 and winners.n = 1 and valid.supplier_id = winners.supplier_id
            and others.n >= greatest($threshold, 1), false
        ) as is_alone
    from considered_tenders
    left join award_outcomes using (tender_id)
    left join valid using (tender_id)
    left join winners using (tender_id)
    left join others using (tender_id)
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when missing is not null then 'not_computable' when is_alone then 'flagged' else 'clear' end as state,
    disqualified as measured,
    cast(greatest($threshold, 1) as double) as limit_value,
    missing
from told
union all
select
    'supplier' as subject,
    supplier_id as subject_id,
    tender_id,
    'flagged' as state,
    disqualified as measured,
    cast(greatest($threshold, 1) as double) as limit_value,
    missing
from told
where is_alone and missing is null
