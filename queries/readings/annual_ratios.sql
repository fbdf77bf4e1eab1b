-- By what factor did a unit's count change a year over the last three years? Made at publish.
-- Grain: node x metric; one that cannot be read, or holds fewer than five a month, has no row.
-- Reads: nothing.
create table annual_ratios (
    node varchar, -- unit with all below it; * the whole organisation
    metric varchar,
    first_month date,
    last_month date, -- the last that is final
    items bigint, -- counted in these months
    ratio double, -- 1.1: 10 % more a year
    low double, -- of its 95 % interval
    high double,
    p double,
    direction varchar -- rising, falling, no clear direction
)
