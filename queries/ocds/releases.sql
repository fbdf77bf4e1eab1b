-- Which lines of the file are releases: JSON objects with an ocid?
-- Grain: such line; key is made of its number, so that keys sort as the file does.
-- Reads: lines.
select
    line,
    printf('%010d', line) as key,
    release,
    json_extract(release, '$.tender') as tender
from lines
where case when json_valid(release) then json_type(release, '$.ocid') end = 'VARCHAR'
