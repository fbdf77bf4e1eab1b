-- Which awards do the releases tell of?
-- Grain: award; its key is made of line and place.
-- Reads: releases.
with listed as (
    select
        key,
        json_extract(release, '$.awards[*]') as awards
    from releases
),

placed as (
    select
        key,
        generate_subscripts(awards, 1) as place,
        unnest(awards) as award
    from listed
)

select
    key as tender_id,
    key || '-' || printf('%06d', place) as award_id,
    award
from placed
