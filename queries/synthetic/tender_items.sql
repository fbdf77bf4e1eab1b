-- Which classes do the synthetic tenders buy?
-- Grain: tender.
-- Reads: slots; macro draw.
select
    tender_id,
    printf('%d', 10000000 + 1000000 * cast(draw(place, 'class') * 60 as bigint)) as class_code,
    'A' || tender_id as award_id
from slots
where slot = 0
