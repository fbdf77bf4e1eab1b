-- Who won the awards of a delivery?
-- Grain: award and supplier.
-- Reads: award_suppliers, accepted_awards; macro key_of.
select
    cast(left(award_suppliers.award_id, 10) as bigint) as source_row,
    accepted_awards.award_id,
    key_of('S', supplier_id) as supplier_id
from award_suppliers
left join accepted_awards on 'A' || award_suppliers.award_id = accepted_awards.award_id
