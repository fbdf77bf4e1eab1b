-- Which spans of units does each node of the tree hold?
-- Grain: node x span.
-- Reads: span_nodes.
select
    node,
    span
from span_nodes
