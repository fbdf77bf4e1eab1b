-- Are all awards of a tender final, and who is its sole winner?
-- Grain: tender with awards.
-- Reads: awards, award_suppliers.
-- sole_supplier: where exactly one active award names exactly one supplier, else null.
-- An award without status says nothing against being final.
with named as (
    select
        award_id,
        count(*) as n,
        min(supplier_id) as supplier_id
    from award_suppliers
    group by award_id
)

select
    tender_id,
    bool_and(coalesce(awards.status in ('active', 'cancelled', 'unsuccessful'), true)) as is_final,
    count(*) filter (where awards.status = 'active') as active_awards,
    case
        when
            count(*) filter (where awards.status = 'active') = 1
            and max(named.n) filter (where awards.status = 'active') = 1
            then max(named.supplier_id) filter (where awards.status = 'active')
    end as sole_supplier
from awards
left join named using (award_id)
group by tender_id
