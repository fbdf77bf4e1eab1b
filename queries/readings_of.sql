-- How were the months of metrics read, for some nodes of the tree?
-- Grain: node x metric x month that could be read.
-- Reads: readings.
select
    node,
    metric,
    month,
    value,
    counted,
    base,
    expected,
    lower,
    upper,
    strength,
    chance,
    kind,
    raised,
    run,
    climb,
    history
from readings
where
    node in (select unnest($nodes))
    and metric in (select unnest($metrics))
    and month between $first_month and $last_month
order by node, metric, month
