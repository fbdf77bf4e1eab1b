-- On which local days did the steps of a tender fall, and which day decides the limits that hold for it?
-- Grain: considered tender.
-- Reads: considered_tenders.
-- decided_on: the notice, else the opening; limits are dated by it. year: of the opening, else the notice (fiscal year).
-- is_tendered: by open or invited bidding; null where no method is given.
select
    *,
    local_day(coalesce(notice_at, opened_at)) as decided_on,
    year(local_day(coalesce(opened_at, notice_at))) as year,
    local_day(documents_from) as documents_from_on,
    local_day(documents_to) as documents_to_on,
    local_day(last_amended_at) as last_amended_on,
    local_day(deadline_at) as deadline_on,
    local_day(publicity_from) as publicity_from_on,
    local_day(publicity_to) as publicity_to_on,
    ocds_method in ('open', 'selective') as is_tendered,
    coalesce(method = 'single_source', ocds_method = 'direct') as is_single_source,
    case when budget > 0 and coalesce(considered_tenders.currency, $default_currency) = 'CNY' then budget end as estimate,
    case
        when coalesce(budget, 0) <= 0 then 'tenders.budget'
        when coalesce(considered_tenders.currency, $default_currency) != 'CNY' then 'tenders.currency'
    end as estimate_missing
from considered_tenders
