-- Which key areas does a node hold that holds only some? A node without a row here holds all of them.
-- Grain: node x area; the empty area stands for none.
-- Reads: span_nodes, chosen_areas.
select distinct
    span_nodes.node,
    chosen_areas.area
from span_nodes
cross join chosen_areas
