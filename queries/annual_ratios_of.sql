-- By what factor did the counts of a node change a year?
-- Grain: metric.
-- Reads: annual_ratios.
select
    metric,
    first_month,
    last_month,
    items,
    ratio,
    low,
    high,
    p,
    direction
from annual_ratios
where node = $node
