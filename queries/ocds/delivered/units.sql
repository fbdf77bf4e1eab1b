-- Which units does a delivery of releases hold: the buyers under one root?
-- Grain: unit.
-- Reads: tenders, told_names; macro key_of.
select
    0 as source_row,
    cast($root_id as varchar) as unit_id,
    cast($root_name as varchar) as unit_name,
    cast(null as varchar) as parent_id,
    false as is_reporting,
    date '2000-01-01' as valid_from
union all
select
    min(cast(tenders.tender_id as bigint)) as source_row,
    key_of('U', unit_id) as unit_id,
    coalesce(
        nullif(regexp_replace(
            translate(max(name), '()[]<>', '（）［］＜＞'),
            '[`$\\\p{Cc}\x{200E}\x{200F}\x{061C}\x{2028}\x{2029}\x{202A}-\x{202E}\x{2066}-\x{2069}]', '', 'g'
        ), ''),
        key_of('U', unit_id)
    ) as unit_name,
    $root_id as parent_id,
    true as is_reporting,
    date '2000-01-01' as valid_from
from tenders
left join told_names on tenders.unit_id = told_names.id
where key_of('U', unit_id) is not null
group by unit_id
