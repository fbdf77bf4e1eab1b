"""What may be shown: every frame for a screen or a file passes the gate; what leaves the house, `hide_small`, too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from barometer.faults import BrokenContract
from barometer.reference import limit_in_force
from barometer.scope import Scope

ACCUSATION = "accusation"
LEAST_EVER, LEAST = 3, 5  # the smallest number that a site may show to readers outside; what holds without its own
Counts = Sequence[float | None]
Places = Sequence[int]
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Hidden:
    """The places that are not shown: those of small numbers, and `further` ones without which these would follow."""

    small: frozenset[int] = frozenset()
    further: frozenset[int] = frozenset()

    @property
    def all(self) -> frozenset[int]:
        """Return every place that is not shown."""
        return self.small | self.further


def gate(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Return the rows of `frame` that a reader of `scope` may be shown.

    Rows about accusations (检举控告) are left out, whichever column says so: petition figures never hold them, and
    the tables of reports, with their own rules, do not exist here yet. `scope` decides nothing more today.
    """
    hidden = pd.Series(False, index=frame.index)
    for column in ("purpose", "class", "code"):
        if column in frame:
            hidden |= frame[column].eq(ACCUSATION).fillna(False).astype(bool)
    return frame[~hidden]


def least_shown(on: dt.date, data: Path) -> int:
    """Return the smallest number that readers outside are shown besides 0: the site's own, never below 3."""
    try:
        return max(limit_in_force("external_minimum", on, data), LEAST_EVER)
    except BrokenContract:  # a table of the site from before there was such a row
        return LEAST


def is_small(count: float | None, least: int) -> bool:
    """Return whether a count is too small for readers outside; none at all is no small number."""
    return count is not None and 0 < count < least


def hide_small(
    columns: Sequence[Counts], sums: Sequence[Places], least: int, known: Collection[float] = ()
) -> Hidden | None:
    """Return which places stay hidden so that no number from 1 to `least` - 1 is told or follows from what is.

    `columns` are counts over the same places: a place is hidden in all of them (a share's part and its rest). `sums`
    are places whose total a reader may know, `known` numbers told elsewhere, behind which nothing can be hidden. What
    is hidden in a sum makes up `least` together at least, and leaves every small number two values or more. None
    where nothing is left to hide: then none of it can be shown.
    """
    small = frozenset(place for column in columns for place, count in enumerate(column) if is_small(count, least))
    hidden, loose = set(small), [set[int]() for _ in columns]
    while exposed := _exposed(columns, sums, least, hidden, loose):
        column, group = exposed
        free = [place for place in group if place not in hidden and _can_hide(column[place], known)]
        if not free:
            return None
        opened = {place: sum(place in one and hidden.isdisjoint(one) for one in sums) for place in free}
        hidden.add(min(free, key=lambda place: (opened[place], not column[place], column[place], place)))
    return Hidden(small, frozenset(hidden - small))


def _can_hide(count: float | None, known: Collection[float]) -> bool:
    return count is not None and count == count and (count == 0 or count not in known)


def _exposed(
    columns: Sequence[Counts], sums: Sequence[Places], least: int, hidden: set[int], loose: Sequence[set[int]]
) -> tuple[Counts, Places] | None:
    """Return a column in which a small number follows from what is shown, and where more has to be hidden."""
    for column, free in zip(columns, loose, strict=True):
        places = [place for place in sorted(hidden) if (count := column[place]) is not None and count == count]
        groups = [[place for place in group if place in hidden] for group in sums]
        for group, inside in zip(sums, groups, strict=True):
            told = [column[place] or 0 for place in inside]
            if any(is_small(count, least) for count in told) and sum(told) < least:
                return column, group
        if _is_pinned(column, [group for group in groups if group], least, places, free):
            touched = [group for group, inside in zip(sums, groups, strict=True) if inside]
            return column, sorted({place for group in touched for place in group})
    return None


def _is_pinned(column: Counts, groups: Sequence[Places], least: int, places: list[int], loose: set[int]) -> bool:
    """Return whether a small number has but one value, given the sums and that it lies between 1 and `least`.

    `loose` are those seen to have two, and takes in more: hiding further places never takes a value away.
    """
    small = [at for at, place in enumerate(places) if is_small(column[place], least)]
    if not small or not groups:
        return False
    from scipy.optimize import linprog  # takes long to load, and only packs for outside need it

    rows = [[float(place in group) for place in places] for group in groups]
    totals = [sum((column[place] or 0) for place in places if place in group) for group in groups]
    bounds = [(1, least - 1) if at in small else (0, None) for at in range(len(places))]
    for at in small:
        if places[at] in loose:
            continue
        aim = [float(at == other) for other in range(len(places))]
        low, high = (linprog([side * one for one in aim], A_eq=rows, b_eq=totals, bounds=bounds).x for side in (1, -1))
        if high[at] - low[at] < 1 - _ROUNDING:
            return True
        loose |= {places[other] for other in small if abs(high[other] - low[other]) >= 1 - _ROUNDING}
    return False
