"""One more node of the tree, counted on demand: several units together, or only some codes of them."""

from __future__ import annotations

import duckdb

from barometer.cube import NODE_QUERIES, cube_query, union_of_events
from barometer.cube import NODE_TABLES as OTHER_TABLES

CODED = ("channel", "category", "area")
Only = tuple[tuple[str, tuple[str, ...]], ...]
NODE_TABLES = ("petition_events", *OTHER_TABLES)


def count_node(cursor: duckdb.DuckDBPyConnection, node: str, units: tuple[str, ...], only: Only) -> None:
    """Add the rows of `node` to the tables of the cube, with the same queries that built them; all or nothing.

    `node` holds the registrations of `units` and all below (no unit: all there are) whose codes are among `only`.
    """
    _choose_items(cursor, node, units, only)
    for name in NODE_QUERIES:
        cursor.execute(f'create temp table "{name}" as {cube_query(name)}')
    cursor.execute("create temp table petition_events as " + union_of_events())
    _in_one_step(
        cursor, [f'insert into memory.main."{name}" by name select * from temp."{name}"' for name in NODE_TABLES]
    )


def forget_node(cursor: duckdb.DuckDBPyConnection, node: str) -> None:
    """Take the rows of `node` out of the tables of the cube."""
    cursor.execute("create temp table forgotten as select cast($node as varchar) as node", {"node": node})
    _in_one_step(
        cursor,
        [f'delete from memory.main."{name}" where node in (select node from forgotten)' for name in NODE_TABLES],
    )


def _choose_items(cursor: duckdb.DuckDBPyConnection, node: str, units: tuple[str, ...], only: Only) -> None:
    # A matter's or visit's registrations elsewhere say when it came back and how large it was: they come along
    # without a span, so that they count for no node.
    cursor.execute(
        "create temp table span_nodes as select distinct span, cast($node as varchar) as node from unit_spans "
        "where len($units) = 0 or node in (select unnest($units))",
        {"node": node, "units": list(units)},
    )
    coded = "".join(f" and coalesce({column}, '') in (select unnest(${column}))" for column, _ in only)
    cursor.execute(
        "create temp table items as with chosen as materialized (select petition_id, matter_id, batch "
        f"from main.items where span in (select span from span_nodes){coded}) "
        "select * replace (case when petition_id in (select petition_id from chosen) then span end as span) "
        "from main.items where petition_id in (select petition_id from chosen) "
        "or matter_id in (select matter_id from chosen) or batch in (select batch from chosen)",
        {column: list(codes) for column, codes in only} or None,
    )


def _in_one_step(cursor: duckdb.DuckDBPyConnection, statements: list[str]) -> None:
    cursor.begin()
    try:
        for statement in statements:
            cursor.execute(statement)
        cursor.commit()
    except duckdb.Error:
        cursor.rollback()
        raise
