-- What was awarded, and can its amount be set against the tender's?
-- Grain: active award of a considered tender.
-- Reads: awards, award_suppliers, considered_tenders.
-- price: the amount where it is above zero and in the tender's currency; in_yuan: where that currency is CNY.
with named as (
    select
        award_id,
        count(distinct supplier_id) as suppliers
    from award_suppliers
    group by award_id
)

select
    awards.award_id,
    awards.tender_id,
    awards.awarded_on,
    coalesce(named.suppliers, 0) as suppliers,
    case
        when
            awards.amount > 0
            and coalesce(awards.currency, considered_tenders.currency, $default_currency)
            = coalesce(considered_tenders.currency, $default_currency)
            then awards.amount
    end as price,
    case
        when
            awards.amount > 0 and coalesce(awards.currency, considered_tenders.currency, $default_currency) = 'CNY'
            then awards.amount
    end as in_yuan
from awards
inner join considered_tenders using (tender_id)
left join named using (award_id)
where awards.status = 'active'
