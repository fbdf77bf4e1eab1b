-- Which lines of the file are no release: a JSON object with an ocid?
-- Grain: line.
-- Reads: lines.
select
    line,
    json_valid(release) as is_json
from lines
where case when json_valid(release) then json_type(release, '$.ocid') end is distinct from 'VARCHAR'
order by line
