-- To whom were the awards made?
-- Grain: award and each of its suppliers, also those without an id.
-- Reads: told_awards; macro text_at.
with named as (
    select
        award_id,
        unnest(json_extract(award, '$.suppliers[*]')) as supplier
    from told_awards
)

select
    award_id,
    text_at(supplier, '$.id') as supplier_id
from named
