"""One locked in-memory database per scope and snapshot: what is not in it cannot be asked."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, lru_cache
from typing import Any

import duckdb
import pandas as pd

from barometer.counting import CODED, CountedNodes, Only
from barometer.faults import NoSnapshot, NotAllowed, QueryTooSlow
from barometer.periods import Period
from barometer.scope import Scope
from barometer.session_tables import fill, lock
from barometer.snapshots import Snapshot
from barometer.tree import UnitTree

WHOLE = "*"
TIME_LIMIT_SECONDS = 10.0


class Session:
    """A scope's view of a snapshot. Threads share it: every call runs on a cursor of its own."""

    def __init__(self, scope: Scope, snapshot: Snapshot):
        """Fill the database with the permitted rows only, then lock it."""
        self.scope = scope
        self.snapshot = snapshot
        self._connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        self.counted = CountedNodes(self._timed)
        try:
            fill(self._connection, snapshot.folder / "cube", scope)
            lock(self._connection, snapshot.folder / "cube")
        except duckdb.Error as error:
            raise NoSnapshot(
                "The current snapshot cannot be opened",
                file=snapshot.label,
                found=type(error).__name__,
                remedy="publish the delivery again: python -m barometer publish --from DIR",
            ) from error

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows of `query` as tuples; `values` are its named parameters.

        Raises QueryTooSlow when it was interrupted at the time limit.
        """
        with self._timed() as cursor:
            return cursor.execute(query, values or None).fetchall()

    def frame(self, query: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return the rows of `query` as a frame of plain Python values (None: null); raises as `rows` does."""
        with self._timed() as cursor:
            told = cursor.execute(query, values or None)
            names = [entry[0] for entry in told.description or []]
            return pd.DataFrame(told.fetchall(), columns=names, dtype=object)

    def covers(self, period: Period) -> bool:
        """Return whether all months of `period` are in the data."""
        return self.first_month <= period.first_month and period.last_month <= self.last_month

    @contextlib.contextmanager
    def nodes_of(self, choices: Iterable[Sequence[str]], only: Only = ()) -> Iterator[list[str]]:
        """Give, for one question, the node of each choice of units: their rows and those of all below.

        Units of one choice are counted together, never added up; no unit means all the scope holds. `only` names the
        codes of a column that count, the empty one for rows without. The nodes stand until the block is left.
        Raises UnknownUnit for a unit outside the scope, NotAllowed for another column.
        """
        if unknown := {column for column, _ in only} - set(CODED):
            raise NotAllowed(f"Nothing is chosen by '{min(unknown)[:64]}'", expected=", ".join(CODED))
        with contextlib.ExitStack() as held:
            yield [held.enter_context(self._node_of(units, only)) for units in choices]

    def published_node(self, units: Sequence[str], only: Only = ()) -> str | None:
        """Return the node of a choice that publish has counted and read; None where it is counted when asked."""
        nodes = self._nodes_in(units)
        return None if only or len(nodes) > 1 else nodes[0] if nodes else WHOLE

    def _node_of(self, units: Sequence[str], only: Only) -> AbstractContextManager[str]:
        node = self.published_node(units, only)
        return contextlib.nullcontext(node) if node else self.counted.held(self._nodes_in(units), only)

    def _nodes_in(self, units: Sequence[str]) -> tuple[str, ...]:
        """Return the nodes whose rows make up a choice of units; none for the whole organisation."""
        if self.scope.is_whole and not units:
            return ()
        chosen = tuple(sorted(set(units or self.tree.roots)))
        topmost = self.tree.topmost(chosen)
        return chosen if self._hold_more(chosen, topmost) else topmost

    @cached_property
    def tree(self) -> UnitTree:
        """Return the units this scope holds."""
        return UnitTree(self.frame("select * from units"))

    @cached_property
    def months(self) -> list[dict[str, dt.date | None]]:
        """Return the covered statistics months in order: month, first_day, last_day, cut_on (None: not cut)."""
        names = ("month", "first_day", "last_day", "cut_on")
        rows = self.rows("select month, first_day, last_day, cut_on from months order by month")
        return [dict(zip(names, row, strict=True)) for row in rows]

    @cached_property
    def first_month(self) -> dt.date:
        """Return the first covered statistics month."""
        month = self.months[0]["month"]
        assert month is not None
        return month

    @cached_property
    def last_month(self) -> dt.date:
        """Return the statistics month of data_as_of."""
        month = self.months[-1]["month"]
        assert month is not None
        return month

    def labels(self, code_list: str, language: str) -> dict[str, str]:
        """Return the label of each code of `code_list`; the other language stands in where one is not given."""
        return {
            code: (english or chinese or code) if language == "en" else (chinese or english or code)
            for name, code, chinese, english in self._codes
            if name == code_list
        }

    @cached_property
    def _codes(self) -> list[tuple[str, str, str | None, str | None]]:
        return self.rows("select list, code, label_zh, label_en from codes order by list, place, code")

    @contextlib.contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextlib.contextmanager
    def _timed(self, seconds: float | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        limit = seconds or TIME_LIMIT_SECONDS
        with self._cursor() as cursor:
            timer = threading.Timer(limit, cursor.interrupt)
            timer.start()
            try:
                yield cursor
            except duckdb.InterruptException as error:
                raise QueryTooSlow(
                    "The query was interrupted at its time limit",
                    expected=f"an answer within {limit:.0f} s",
                    remedy="choose a shorter period or fewer units",
                ) from error
            finally:
                timer.cancel()

    def _hold_more(self, chosen: tuple[str, ...], topmost: tuple[str, ...]) -> bool:
        """Return whether a chosen unit has facts outside `topmost`: from before it moved below one of them."""
        spans = "select span from unit_spans where node in (select unnest(${}))"
        query = f"{spans.format('chosen')} except {spans.format('topmost')}"
        values = {"chosen": list(chosen), "topmost": list(topmost)}
        return len(chosen) > len(topmost) and bool(self.rows(query, values))


@lru_cache(maxsize=16)
def open_session(scope: Scope, snapshot: Snapshot) -> Session:
    """Return the session of a scope and snapshot, opened once and shared by all its readers."""
    return Session(scope, snapshot)
