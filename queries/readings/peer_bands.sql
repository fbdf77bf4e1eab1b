-- Between which rates does the middle half of the units of a kind lie? Made at publish, no unit is named.
-- Grain: unit type x metric x month, over the twelve months that end with it; unit_type * all units that have none below.
-- Reads: nothing.
create table peer_bands (
    unit_type varchar,
    metric varchar,
    month date,
    units smallint, -- with a base large enough for a rate; no row where they are fewer than 8
    p25 double,
    p50 double,
    p75 double,
    pooled double -- rate of all these units together
)
