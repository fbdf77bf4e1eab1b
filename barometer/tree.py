"""The tree of units a scope holds: names, order, who stands above whom."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

import pandas as pd

from barometer.faults import UnknownUnit


@dataclass(frozen=True)
class Unit:
    """A unit as it stands at the end of the data; `depth` is 0 at the top of the reader's scope."""

    unit_id: str
    name: str
    parent_id: str | None
    is_reporting: bool
    depth: int


class UnitTree:
    """Units in tree order. Built from the rows of `units`: the latest row of each unit holds."""

    def __init__(self, rows: pd.DataFrame):
        """Take rows with unit_id, unit_name, parent_id, unit_order, is_reporting, valid_from."""
        latest = rows.sort_values("valid_from").drop_duplicates("unit_id", keep="last")
        latest = latest.sort_values(["unit_order", "unit_id"])
        known = set(latest["unit_id"])
        self._below: dict[str | None, list[dict[Hashable, object]]] = {}
        for row in latest.to_dict("records"):
            parent = row["parent_id"] if row["parent_id"] in known else None
            self._below.setdefault(parent, []).append({**row, "parent_id": parent})

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Return every unit by id, each after the unit above it and before its next sibling."""
        ordered: dict[str, Unit] = {}
        waiting = [(row, 0) for row in reversed(self._below.get(None, []))]
        while waiting:
            row, depth = waiting.pop()
            unit_id = str(row["unit_id"])
            parent = None if row["parent_id"] is None else str(row["parent_id"])
            ordered[unit_id] = Unit(unit_id, str(row["unit_name"]), parent, bool(row["is_reporting"]), depth)
            waiting += [(below, depth + 1) for below in reversed(self._below.get(unit_id, []))]
        return ordered

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Return the topmost units."""
        return tuple(unit.unit_id for unit in self.units.values() if unit.depth == 0)

    def name_of(self, unit_id: str) -> str:
        """Return the name of a unit, its id where this scope does not hold it."""
        return self.units[unit_id].name if unit_id in self.units else unit_id

    def require(self, unit_id: str) -> Unit:
        """Return the unit; raises UnknownUnit where this scope does not hold it."""
        if unit_id not in self.units:
            raise UnknownUnit(
                f"Unknown unit '{unit_id[:64]}'",
                column="unit_id",
                expected="a unit of the current snapshot that this reader may see",
                remedy="choose one from the list of units",
            )
        return self.units[unit_id]

    def above(self, unit_id: str) -> Iterable[str]:
        """Yield the units above `unit_id`, nearest first."""
        parent = self.require(unit_id).parent_id
        while parent is not None:
            yield parent
            parent = self.units[parent].parent_id

    def in_order(self, chosen: Iterable[str]) -> tuple[str, ...]:
        """Return `chosen` once each, in tree order; raises UnknownUnit."""
        known = {self.require(unit_id).unit_id for unit_id in chosen}
        return tuple(sorted(known, key=self._places.__getitem__))

    def topmost(self, chosen: Iterable[str]) -> tuple[str, ...]:
        """Return `chosen` without the units that stand below another chosen one, in tree order."""
        asked = set(chosen)
        return self.in_order(unit_id for unit_id in asked if not asked.intersection(self.above(unit_id)))

    def below(self, unit_id: str) -> tuple[str, ...]:
        """Return `unit_id` and every unit below it, in tree order."""
        top = self.require(unit_id)
        ordered = list(self.units.values())
        after = ordered[self._places[unit_id] + 1 :]
        return (unit_id, *(unit.unit_id for unit in takewhile(lambda unit: unit.depth > top.depth, after)))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {unit_id: place for place, unit_id in enumerate(self.units)}
