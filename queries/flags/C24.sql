-- Was a tender awarded close to its ceiling price, beside another flag?
-- Grain: tender with an active award.
-- Reads: considered_tenders, active_awards, flagged_tenders.
-- A quarter of real auctions end this close, so that alone it says nothing. Several awards of a tender are added up.
with priced as (
    select
        tender_id,
        case when bool_and(price is not null) then sum(price) end as price
    from active_awards
    group by tender_id
),

judged as (
    select
        tender_id,
        case when ceiling_price > 0 then cast(price as double) / cast(ceiling_price as double) end as ratio,
        tender_id in (select tender_id from flagged_tenders) as is_beside,
        case
            when coalesce(ceiling_price, 0) <= 0 then 'tenders.ceiling_price' when price is null then 'awards.amount'
        end as missing
    from considered_tenders
    inner join priced using (tender_id)
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case
        when missing is not null then 'not_computable'
        when ratio >= $lowest_ratio and is_beside then 'flagged'
        else 'clear'
    end as state,
    ratio as measured,
    cast($lowest_ratio as double) as limit_value,
    missing
from judged
