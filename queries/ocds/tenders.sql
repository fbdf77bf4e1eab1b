-- What do the releases tell of the procedures?
-- Grain: release.
-- Reads: releases; macros text_at, instant_at.
select
    key as tender_id,
    text_at(release, '$.ocid') as ocid,
    text_at(release, '$.buyer.id') as unit_id,
    text_at(tender, '$.procuringEntity.id') as procuring_entity_id,
    text_at(tender, '$.procurementMethod') as ocds_method,
    text_at(tender, '$.procurementMethodDetails') as method_details,
    instant_at(tender, '$.tenderPeriod.startDate') as period_start_at,
    instant_at(tender, '$.tenderPeriod.endDate') as deadline_at,
    text_at(tender, '$.status') as status,
    case
        when json_type(tender, '$.numberOfTenderers') = 'UBIGINT'
            then try_cast(json_extract_string(tender, '$.numberOfTenderers') as integer)
    end as bidder_count
from releases
