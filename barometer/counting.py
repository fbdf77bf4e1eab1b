"""One more node of the tree, counted on demand: several units together, or only some codes of them."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import duckdb

from barometer.cube import NODE_QUERIES, NODE_TABLES, cube_query, union_of_events

CODED = ("channel", "category", "area")
Only = tuple[tuple[str, tuple[str, ...]], ...]
COUNTING_SECONDS = 60.0
KEPT_NODES, RESTING_SECONDS = 200, 120.0


class CountedNodes:
    """The nodes a session has counted on demand. Threads share it: each node is counted once."""

    def __init__(self, timed: Callable[[float], AbstractContextManager[duckdb.DuckDBPyConnection]]):
        """Take what opens a cursor on the session's database for at most so many seconds."""
        self._timed = timed
        self._counting = threading.Lock()
        self._asked: dict[str, float] = {}

    def __len__(self) -> int:
        """Return how many nodes stand in the cube beside its own."""
        return len(self._asked)

    def node_of(self, units: tuple[str, ...], only: Only) -> str:
        """Return the node that holds `units` (none: all there are) and, of those, the codes of `only`."""
        asked = json.dumps([units, sorted(only)])
        node = "+" + hashlib.sha1(asked.encode(), usedforsecurity=False).hexdigest()[:16]
        with self._counting:
            if node not in self._asked:
                self._forget_resting()
                with self._timed(COUNTING_SECONDS) as cursor:
                    count_node(cursor, node, units, only)
            self._asked[node] = time.monotonic()
        return node

    def _forget_resting(self) -> None:
        """Make room: only nodes asked for so long ago that no query of theirs can still be running."""
        resting = sorted((at, node) for node, at in self._asked.items() if time.monotonic() - at > RESTING_SECONDS)
        for _, node in resting[: max(0, len(self._asked) - KEPT_NODES)]:
            with self._timed(COUNTING_SECONDS) as cursor:
                forget_node(cursor, node)
            del self._asked[node]


def count_node(cursor: duckdb.DuckDBPyConnection, node: str, units: tuple[str, ...], only: Only) -> None:
    """Add the rows of `node` to the tables of the cube, with the same queries that built them; all or nothing.

    `node` holds the registrations of `units` and all below (no unit: all there are) whose codes are among `only`.
    """
    _choose_items(cursor, node, units, only)
    cursor.execute(
        "create temp table chosen_areas as select unnest(cast($areas as varchar[])) as area",
        {"areas": list(dict(only).get("area", ()))},
    )
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
