-- Which classes do the awards buy?
-- Grain: award and each of its classified items.
-- Reads: told_awards; macro text_at.
with listed as (
    select
        tender_id,
        award_id,
        unnest(json_extract(award, '$.items[*]')) as item
    from told_awards
)

select
    tender_id,
    text_at(item, '$.classification.id') as class_code,
    award_id
from listed
where json_type(item, '$.classification.id') = 'VARCHAR'
