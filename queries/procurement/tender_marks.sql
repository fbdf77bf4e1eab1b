-- What flags say of each tender, as bits, and where it counts: month, unit and area?
-- Grain: considered tender within the months covered; it belongs to the local day it was opened, else announced.
-- flagged and not_computable hold the bits of flags in that state, computable those flagged or clear; a flag that does
-- not apply is in none. amount is what was awarded, else the budget, in yuan; null in another currency.
-- Reads: considered_tenders, awards, flag_states, days, months, unit_spans, local_day().
with dated as (
    select
        *,
        local_day(coalesce(opened_at, notice_at)) as day
    from considered_tenders
),

spans as (
    select distinct
        unit_id,
        span,
        first_day,
        day_after
    from unit_spans
),

awarded as (
    select
        awards.tender_id,
        sum(awards.amount) as amount
    from awards
    inner join considered_tenders using (tender_id)
    where
        awards.status = 'active'
        and coalesce(awards.currency, considered_tenders.currency, 'CNY') = 'CNY'
    group by awards.tender_id
)

select
    dated.tender_id,
    dated.unit_id,
    spans.span,
    dated.day,
    days.month,
    dated.day <= coalesce(months.cut_on, months.last_day) as is_before_cut,
    coalesce(dated.area, '') as area,
    cast(
        coalesce(awarded.amount, if(coalesce(dated.currency, 'CNY') = 'CNY', dated.budget, null)) as double
    ) as amount,
    coalesce(flag_states.flagged, 0) as flagged,
    coalesce(flag_states.computable, 0) as computable,
    coalesce(flag_states.not_computable, 0) as not_computable
from dated
inner join days on dated.day = days.day
inner join months on days.month = months.month
inner join spans
    on
        dated.unit_id = spans.unit_id
        and dated.day >= spans.first_day
        and dated.day < spans.day_after
left join awarded on dated.tender_id = awarded.tender_id
left join flag_states on dated.tender_id = flag_states.tender_id
