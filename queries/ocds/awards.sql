-- What do the releases tell of the awards?
-- Grain: award.
-- Reads: told_awards; macros text_at, number_at.
select
    award_id,
    tender_id,
    number_at(award, '$.value.amount') as amount,
    text_at(award, '$.value.currency') as currency,
    text_at(award, '$.status') as status
from told_awards
