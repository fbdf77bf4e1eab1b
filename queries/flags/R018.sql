-- Was there a single bid: is the published number of tenderers one?
-- Grain: tender of a listed method, or of none.
-- Reads: considered_tenders.
-- Reads the counter, not the bids.
select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case
        when bidder_count is null or (ocds_method is null and len($procurement_methods) > 0) then 'not_computable'
        when bidder_count = 1 then 'flagged'
        else 'clear'
    end as state,
    cast(bidder_count as double) as measured,
    cast(1 as double) as limit_value,
    case
        when ocds_method is null and len($procurement_methods) > 0 then 'tenders.ocds_method'
        when bidder_count is null then 'tenders.bidder_count'
    end as missing
from considered_tenders
where
    len($procurement_methods) = 0
    or ocds_method is null
    or list_contains(cast($procurement_methods as varchar[]), ocds_method)
