-- Which nodes of the tree does a fact of a unit and span count for? '*' is the whole organisation.
-- Grain: span x node.
-- Reads: unit_spans.
select
    span,
    node
from unit_spans
union
select
    span,
    '*' as node
from unit_spans
