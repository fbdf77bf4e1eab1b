-- Which units are asked for, and which node of the tree holds the rows of each?
-- Grain: asked unit. Written as unit/node; no unit stands for all chosen units together.
-- Reads: nothing.
create macro asked_units(units_written) as table
    select
        nullif(split_part(written, '/', 1), '') as unit,
        split_part(written, '/', 2) as node
    from (select unnest(units_written) as written) as asked
