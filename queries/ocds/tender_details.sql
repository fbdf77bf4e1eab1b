-- What more do the releases tell of the procedures, for a delivery?
-- Grain: release.
-- Reads: releases; macros text_at, number_at, instant_at.
select
    key as tender_id,
    text_at(tender, '$.mainProcurementCategory') as category,
    text_at(tender, '$.awardCriteria') as criteria,
    number_at(tender, '$.value.amount') as amount,
    text_at(tender, '$.value.currency') as currency,
    coalesce(
        instant_at(tender, '$.datePublished'), instant_at(release, '$.date'), instant_at(tender, '$.tenderPeriod.startDate')
    ) as notice_at,
    coalesce(instant_at(tender, '$.bidOpening.date'), instant_at(tender, '$.awardPeriod.startDate')) as opened_at,
    try_cast(left(text_at(release, '$.date'), 10) as date) as released_on
from releases
