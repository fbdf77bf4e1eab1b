-- Which suppliers bid or won, and by which name? A party that is said to be a person keeps its key only.
-- Grain: supplier.
-- Reads: bid_tenderers, award_suppliers, told_names; macro key_of.
with taking_part as (
    select supplier_id as id from bid_tenderers
    union
    select supplier_id as id from award_suppliers
)

select
    coalesce(min(cast(told_names.key as bigint)), 0) as source_row,
    key_of('S', taking_part.id) as supplier_id,
    case
        when bool_or(coalesce(is_person, false)) then key_of('S', taking_part.id)
        else coalesce(max(name), key_of('S', taking_part.id))
    end as supplier_name
from taking_part
left join told_names using (id)
where key_of('S', taking_part.id) is not null
group by taking_part.id
