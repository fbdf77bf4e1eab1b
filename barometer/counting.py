"""One more node of the tree, counted on demand: several units together, or only some codes of them."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import duckdb

from barometer.cube import NODE_QUERIES, NODE_TABLES, cube_query, union_of_events

CODED = ("channel", "category", "area")
Only = tuple[tuple[str, tuple[str, ...]], ...]
COUNTING_SECONDS = 60.0
KEPT_NODES = 200


@dataclass
class _Node:
    """A node by its name in the cube; the lock is held while it is counted, `readers` are questions under way."""

    name: str = field(default_factory=lambda: f"+{uuid.uuid4().hex}")  # never the name of one being forgotten
    counting: threading.Lock = field(default_factory=threading.Lock)
    is_counted: bool = False
    readers: int = 0


class CountedNodes:
    """The nodes a session has counted on demand. Threads share it: each node is counted once, several at a time."""

    def __init__(self, timed: Callable[[float], AbstractContextManager[duckdb.DuckDBPyConnection]]):
        """Take what opens a cursor on the session's database for at most so many seconds."""
        self._timed = timed
        self._looking = threading.Lock()
        self._nodes: OrderedDict[tuple[tuple[str, ...], Only], _Node] = OrderedDict()

    def __len__(self) -> int:
        """Return how many nodes stand in the cube beside its own."""
        return len(self._nodes)

    @contextlib.contextmanager
    def held(self, units: tuple[str, ...], only: Only) -> Iterator[str]:
        """Give the node that holds `units` (none: all there are) and, of those, the codes of `only`, for one question.

        It stands at least until the block is left.
        """
        node = self._taken((units, tuple(sorted((column, tuple(sorted(codes))) for column, codes in only))))
        try:
            with node.counting:
                if not node.is_counted:
                    self._make_room()
                    with self._timed(COUNTING_SECONDS) as cursor:
                        count_node(cursor, node.name, units, only)
                    node.is_counted = True
            yield node.name
        finally:
            with self._looking:
                node.readers -= 1

    def _taken(self, asked: tuple[tuple[str, ...], Only]) -> _Node:
        with self._looking:
            node = self._nodes.setdefault(asked, _Node())
            self._nodes.move_to_end(asked)
            node.readers += 1
        return node

    def _make_room(self) -> None:
        """Forget what nobody reads, the node longest not asked for first, until no more stand than are kept."""
        with self._looking:
            resting = [asked for asked, node in self._nodes.items() if not node.readers]
            too_many = max(0, len(self._nodes) - KEPT_NODES)
            forgotten = [self._nodes.pop(asked).name for asked in resting[:too_many]]
        if forgotten:
            with self._timed(COUNTING_SECONDS) as cursor:
                forget_nodes(cursor, forgotten)


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


def forget_nodes(cursor: duckdb.DuckDBPyConnection, nodes: list[str]) -> None:
    """Take the rows of `nodes` out of the tables of the cube."""
    cursor.execute("create temp table forgotten as select unnest($nodes) as node", {"nodes": nodes})
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
