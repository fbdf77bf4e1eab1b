-- By which names do the releases know organisations, and which parties do they say are persons?
-- Grain: mention of an id.
-- Reads: releases, told_bids, told_awards; macro text_at.
with mentions as (
    select
        key,
        json_extract(release, '$.buyer') as party
    from releases
    union all
    select
        key,
        unnest(json_extract(release, '$.parties[*]')) as party
    from releases
    union all
    select
        tender_id as key,
        unnest(json_extract(bid, '$.tenderers[*]')) as party
    from told_bids
    union all
    select
        tender_id as key,
        unnest(json_extract(award, '$.suppliers[*]')) as party
    from told_awards
)

select
    key,
    text_at(party, '$.id') as id,
    nullif(trim(text_at(party, '$.name')), '') as name,
    coalesce(
        regexp_matches(
            lower(concat_ws(
                ' ', text_at(party, '$.details.type'), text_at(party, '$.details.legalEntityTypeDetail.description'),
                text_at(party, '$.details.classification'), text_at(party, '$.identifier.scheme')
            )),
            'person|individual|natural|个人|自然人|身份证'
        ), false
    ) as is_person
from mentions
where json_type(party, '$.id') = 'VARCHAR'
