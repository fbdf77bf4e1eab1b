-- Which lines of the file, blank ones apart, are no release: a JSON object with an ocid?
-- Grain: line.
-- Reads: lines, releases.
select
    lines.line,
    json_valid(lines.release) as is_json
from lines
anti join releases on lines.line = releases.line
where regexp_matches(lines.release, '\S')
order by lines.line
