-- What do the releases tell of the procedures?
-- Grain: release.
-- Reads: releases; macros text_at, text_in, instant_in.
with looked_at as (
    select
        key,
        release,
        json_type(tender, [
            '$.procuringEntity.id', '$.procurementMethod', '$.procurementMethodDetails', '$.tenderPeriod.startDate',
            '$.tenderPeriod.endDate', '$.status', '$.numberOfTenderers'
        ]) as kinds,
        json_extract_string(tender, [
            '$.procuringEntity.id', '$.procurementMethod', '$.procurementMethodDetails', '$.tenderPeriod.startDate',
            '$.tenderPeriod.endDate', '$.status', '$.numberOfTenderers'
        ]) as texts
    from releases
)

select
    key as tender_id,
    json_extract_string(release, '$.ocid') as ocid,
    text_at(release, '$.buyer.id') as unit_id,
    text_in(kinds, texts, 1) as procuring_entity_id,
    text_in(kinds, texts, 2) as ocds_method,
    text_in(kinds, texts, 3) as method_details,
    instant_in(kinds, texts, 4) as period_start_at,
    instant_in(kinds, texts, 5) as deadline_at,
    text_in(kinds, texts, 6) as status,
    case when kinds[7] = 'UBIGINT' then try_cast(texts[7] as integer) end as bidder_count
from looked_at
