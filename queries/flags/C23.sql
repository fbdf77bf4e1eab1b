-- Was a supplier founded less than a year before it was awarded a tender?
-- Grain: tender with an active award; and supplier that was.
-- Reads: considered_tenders, active_awards, award_suppliers, suppliers.
-- Of several suppliers the youngest counts; exactly the limit is clear.
with ages as (
    select
        active_awards.tender_id,
        award_suppliers.supplier_id,
        awarded_on - founded_on as days,
        case
            when award_suppliers.supplier_id is null then 'award_suppliers.supplier_id'
            when awarded_on is null then 'awards.awarded_on'
            when founded_on is null then 'suppliers.founded_on'
        end as missing
    from active_awards
    left join award_suppliers using (award_id)
    left join suppliers using (supplier_id)
),

youngest as (
    select
        tender_id,
        min(days) as days,
        max(missing) as missing
    from ages
    group by tender_id
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when days < $shortest then 'flagged' when missing is not null then 'not_computable' else 'clear' end as state,
    cast(days as double) as measured,
    cast($shortest as double) as limit_value,
    case when not coalesce(days < $shortest, false) then missing end as missing
from youngest
union all
select
    'supplier' as subject,
    supplier_id as subject_id,
    tender_id,
    'flagged' as state,
    cast(min(days) as double) as measured,
    cast($shortest as double) as limit_value,
    null as missing
from ages
where days < $shortest
group by supplier_id, tender_id
