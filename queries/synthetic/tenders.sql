-- Which columns of the contract do the synthetic tenders fill?
-- Grain: tender.
-- Reads: slots; macro draw.
select
    tender_id,
    'ocds-' || tender_id as ocid,
    printf('U%04d', cast(draw(place, 'buyer') * 600 as integer)) as unit_id,
    ['engineering', 'goods', 'services'][1 + place % 3] as area,
    ['bidding', 'government', 'enterprise'][1 + place % 3] as regime,
    draw(place, 'scope') < 0.6 as is_mandatory_scope,
    printf('C%02d', cast(draw(place, 'class') * 60 as integer)) as item_class,
    case
        when draw(place, 'method') < 0.7 then 'open' when draw(place, 'method') < 0.95 then 'negotiation'
        else 'single_source'
    end as method,
    budget,
    round(budget * 0.99, 2) as ceiling_price,
    'CNY' as currency,
    deadline_at - to_days(30) as notice_at,
    deadline_at - to_days(cast(15 + floor(draw(place, 'period') * 15) as integer)) as documents_from,
    deadline_at - to_days(10) as documents_to,
    deadline_at - to_days(cast(15 + floor(draw(place, 'period') * 15) as integer)) as period_start_at,
    deadline_at,
    deadline_at + to_minutes(30) as opened_at,
    deadline_at + to_days(2) as publicity_from,
    deadline_at + to_days(6) as publicity_to,
    cast(deadline_at as date) + 9 as award_notice_on,
    'awarded' as status,
    bids as bidder_count
from slots
where slot = 0
