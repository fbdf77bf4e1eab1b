-- What more do the releases tell of the awards, for a delivery?
-- Grain: award.
-- Reads: told_awards; macros text_at, day_at.
select
    award_id,
    tender_id,
    text_at(award, '$.id') as source_id,
    day_at(award, '$.date') as awarded_on
from told_awards
