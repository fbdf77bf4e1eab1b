"""What is taken out of a chart for readers outside: how much, which numbers, whose rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from barometer.charts.marks import Panel, Value
from barometer.disclosure import Hidden

FURTHER = "*"  # stands for a number that is hidden only because a small one would follow from it


@dataclass(frozen=True)
class Outside:
    """What holds for a whole pack: the smallest number shown, those told in its tables and sentences, its periods."""

    least: int
    known: frozenset[float] = frozenset()
    periods: tuple[tuple[dt.date, ...], ...] = ()

    @property
    def small(self) -> str:
        """Return the words that stand for a small number."""
        return f"<{self.least}"


@dataclass
class Cut:
    """The panels that are left, and what was taken out of them: how many numbers of either kind, which, whose rows."""

    panels: tuple[Panel, ...] = ()
    small: int = 0
    further: int = 0
    counts: set[float] = field(default_factory=set)
    shares: set[float] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    hides_last: bool = False


def note_hidden(cut: Cut, hidden: Hidden, columns: Iterable[Sequence[Value]]) -> None:
    """Keep which numbers are hidden: no sentence may name them, nor their shares of the whole."""
    cut.small += len(hidden.small)
    cut.further += len(hidden.further)
    for column in columns:
        counts = {value for place in hidden.all if (value := column[place]) is not None}
        cut.counts |= counts
        if total := sum(value for value in column if value is not None and value == value):
            cut.shares |= {value / total for value in counts}


def is_too_much(hidden: Hidden, columns: Sequence[Sequence[Value]]) -> bool:
    """Return whether more than half of what stands there is hidden: the rest would be no chart."""
    told = [place for place in range(len(columns[0])) if any(column[place] for column in columns if _is(column[place]))]
    return 2 * len(hidden.small) > len(told)


def _is(value: Value) -> bool:
    return value is not None and value == value


def part_and_rest(values: Sequence[Value], bases: Sequence[Value]) -> list[Sequence[Value]]:
    """Return shares as two counts, part and rest; nothing where either is not known."""
    known = [(v, b) if v is not None and b is not None and v == v else None for v, b in zip(values, bases, strict=True)]
    parts = [None if one is None else float(round(one[0] * one[1])) for one in known]
    rests = [None if one is None or part is None else one[1] - part for one, part in zip(known, parts, strict=True)]
    return [parts, rests]
