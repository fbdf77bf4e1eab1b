-- Which tenders do flags look at: none cancelled, none whose method in source words is excluded?
-- Grain: tender.
-- Reads: tenders.
-- ocds_method: the standard's code, else what the Chinese method amounts to; null where neither is given.
-- is_price_compared: prices of its bids may be compared; an allow list leaves out missing methods, a deny list keeps them.
select
    tenders.* exclude (ocds_method),
    coalesce(ocds_method, case
        when method = 'open' then 'open'
        when method = 'invited' then 'selective'
        when method in ('single_source', 'direct') then 'direct'
        when method is not null then 'limited'
    end) as ocds_method,
    case
        when len($compared_methods) > 0 then coalesce(list_contains($compared_methods, method_details), false)
        else not coalesce(list_contains($uncompared_methods, method_details), false)
    end as is_price_compared
from tenders
where
    status is distinct from 'cancelled'
    and not coalesce(list_contains($excluded_methods, method_details), false)
