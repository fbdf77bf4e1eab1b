"""The tree of units of the synthetic organisation, its names and its lopsided sizes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from barometer.sample import columns
from barometer.sample.clock import NONE, Days, Floats, day
from barometer.sample.names import name_units

FOUNDED = day("2015-01-01")
SERVED = 30  # persons served for each one employed: some tens of petitions a year for a thousand of them
TYPES = ("headquarters", "branch", "institute", "department", "project", "team")
_MOVED_ON = (day("2023-07-01"), day("2025-01-01"))


@dataclass(frozen=True)
class Units:
    """The units in tree order: a unit stands before those below it, so a branch is one run of places."""

    name: list[str]
    parent: Days  # place of the unit above; NONE at the top
    level: Days
    branch: Days  # place of the level-1 unit it belongs to; the top is its own branch
    kind: Days  # place in TYPES
    order: Days
    weight: Floats  # how many petitions it draws; 0 where it does not report
    headcount: Days
    is_reporting: np.ndarray
    moved: list[tuple[int, int, int]]  # (unit, parent before, day of the move)

    @property
    def branch_end(self) -> Days:
        """Return, for each unit, the place after the last unit of its branch."""
        return np.searchsorted(self.branch, self.branch, side="right")

    def key(self, place: int) -> str:
        """Return the key of one unit."""
        return columns.key("U", place + 1, self.width)

    @property
    def width(self) -> int:
        """Return how many digits the keys have."""
        return max(3, len(str(len(self.name))))


def grow_units(rng: np.random.Generator, n: int) -> Units:
    """Return a tree of `n` units with three levels, four from 400 units on."""
    parent, level = _tree_order(_branch_out(rng, n))
    branch = _branches(parent, level)
    kind = _kinds(rng, parent, level)
    weight = rng.lognormal(0.0, 0.85, n) * np.array([1.5, 2.2, 1.0, 0.8])[level]
    is_reporting = _choose_reporting(rng, level, kind)
    moved = _choose_moved(rng, parent, level, branch)
    return Units(
        name=name_units(parent, level, kind, [unit for unit, _, _ in moved]),
        parent=parent,
        level=level,
        branch=branch,
        kind=kind,
        order=_sibling_order(parent),
        weight=np.where(is_reporting, weight, 0.0),
        headcount=np.maximum(12, weight**0.8 * rng.lognormal(4.6, 0.3, n)).astype(np.int64),
        is_reporting=is_reporting,
        moved=moved,
    )


def units_table(units: Units) -> pa.Table:
    """Return the contract's `units` table; a moved unit has two rows."""
    n = len(units.name)
    place = np.concatenate([np.arange(n), [unit for unit, _, _ in units.moved]]).astype(np.int64)
    parent, since, until = units.parent[place], np.full(len(place), FOUNDED), np.full(len(place), NONE)
    for at, (unit, before, moved_on) in enumerate(units.moved, start=n):
        parent[at], until[at], since[unit] = before, moved_on - 1, moved_on
    order = np.lexsort((since, place))
    return columns.table(
        "units",
        unit_id=columns.keys("U", place[order] + 1, units.width),
        unit_name=pa.array([units.name[at] for at in place[order]]),
        parent_id=columns.keys("U", np.where(parent == NONE, NONE, parent + 1)[order], units.width),
        unit_type=columns.codes(units.kind[place[order]], TYPES),
        unit_order=columns.integers(units.order[place[order]]),
        headcount=columns.integers(SERVED * units.headcount[place[order]]),
        is_reporting=pa.array(units.is_reporting[place[order]]),
        valid_from=columns.dates(since[order]),
        valid_to=columns.dates(until[order]),
    )


def _branch_out(rng: np.random.Generator, n: int) -> list[list[int]]:
    """Return the children of each node, as a list of lists; node 0 is the top."""
    children: list[list[int]] = [[] for _ in range(n)]
    firsts = list(range(1, 1 + int(1.35 * n**0.44)))
    children[0] = firsts
    rest = np.arange(1 + len(firsts), n)
    seconds = rest[: int(len(rest) * 0.15)] if n >= 400 else rest
    for nodes, parents in ((seconds, firsts), (rest[len(seconds) :], list(seconds))):
        if len(nodes):
            shares = rng.lognormal(0.0, 0.45, len(parents))
            chosen = rng.choice(parents, len(nodes), p=shares / shares.sum())
            for node, above in zip(nodes.tolist(), chosen.tolist(), strict=True):
                children[above].append(node)
    return children


def _tree_order(children: list[list[int]]) -> tuple[Days, Days]:
    """Return parent and level of each unit, a unit before those below it."""
    parent: list[int] = []
    level: list[int] = []
    waiting = [(0, NONE, 0)]
    while waiting:
        node, above, depth = waiting.pop()
        here = len(parent)
        parent.append(above)
        level.append(depth)
        waiting.extend((child, here, depth + 1) for child in reversed(children[node]))
    return np.array(parent), np.array(level)


def _branches(parent: Days, level: Days) -> Days:
    branch = np.arange(len(parent))
    for place in np.flatnonzero(level > 1):
        branch[place] = branch[parent[place]]
    return branch


def _kinds(rng: np.random.Generator, parent: Days, level: Days) -> Days:
    """Return each unit's type: the first level-1 unit is the headquarters, every fourth an institute."""
    kind = np.zeros(len(parent), dtype=np.int64)
    firsts = np.flatnonzero(level == 1)
    kind[firsts] = np.where(np.arange(len(firsts)) % 4 == 3, 2, 1)
    kind[firsts[0]] = 0
    for place in np.flatnonzero(level == 2):
        kind[place] = 4 if kind[parent[place]] == 1 and rng.random() < 0.68 else 3
    kind[level == 3] = 5
    return kind


def _choose_reporting(rng: np.random.Generator, level: Days, kind: Days) -> np.ndarray:
    """Return which units deliver: seven in ten, always the upper levels, departments last."""
    rank = level * 10.0 + (kind == 3) * 0.4 + rng.random(len(level))
    return np.asarray(np.argsort(np.argsort(np.minimum(rank, 20.0 + rank % 10))) < round(0.7 * len(level)))


def _choose_moved(rng: np.random.Generator, parent: Days, level: Days, branch: Days) -> list[tuple[int, int, int]]:
    """Return one or two units without units below, each with an earlier parent and the day it moved."""
    firsts = np.flatnonzero(level == 1)
    deep = np.setdiff1d(np.flatnonzero(level == 2), parent)
    deep = deep if len(deep) else np.flatnonzero(level == level.max())
    chosen = rng.choice(deep, min(len(deep), 2 if len(level) >= 40 else 1), replace=False)
    return [
        (int(unit), int(rng.choice(firsts[firsts != branch[unit]])), moved_on)
        for unit, moved_on in zip(sorted(chosen), _MOVED_ON, strict=False)
    ]


def _sibling_order(parent: Days) -> Days:
    order = np.zeros(len(parent), dtype=np.int64)
    for above in np.unique(parent):
        siblings = np.flatnonzero(parent == above)
        order[siblings] = np.arange(1, len(siblings) + 1)
    return order
