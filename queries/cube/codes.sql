-- What does each code mean? The delivery's own labels hold; shipped ones stand in for codes it does not name.
-- Grain: list x code; place is the order within the list, shipped lists keep theirs.
-- Reads: delivered_codes, shipped_codes.
select
    list,
    code,
    label_zh,
    label_en,
    parent,
    place
from delivered_codes
union all
select
    shipped_codes.list,
    shipped_codes.code,
    shipped_codes.label_zh,
    shipped_codes.label_en,
    shipped_codes.parent,
    shipped_codes.place
from shipped_codes
left join delivered_codes
    on shipped_codes.list = delivered_codes.list and shipped_codes.code = delivered_codes.code
where delivered_codes.code is null
