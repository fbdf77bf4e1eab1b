"""Every figure that a pack shows, each with its place: what a manifest lists and two snapshots are compared by."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from barometer.briefing.pack import Cited, Exhibit, Pack
from barometer.charts.column_kinds import column_kinds
from barometer.metrics import metric_named, registry


@dataclass(frozen=True)
class Shown:
    """One figure. `place` is an exhibit or sentence or table; `panel`, `row` and `column` find it there.

    `kind` tells how it is written: as a count, a share, days, an amount.
    """

    place: str
    panel: int
    row: str
    column: str
    value: float | str
    kind: str = field(default="count", compare=False)

    @property
    def key(self) -> tuple[str, int, str, str]:
        """Return where it stands."""
        return (self.place, self.panel, self.row, self.column)


@dataclass(frozen=True)
class Changed:
    """A figure that differs between two packs; None where one of them has no such figure."""

    place: str
    panel: int
    row: str
    column: str
    before: float | str | None
    now: float | str | None
    kind: str = field(default="count", compare=False)


def figures_shown(pack: Pack) -> tuple[Shown, ...]:
    """Return the figures of charts, then those that sentences and tables cite, in the order of the pack."""
    found = [one for exhibit in pack.exhibits for one in _of_exhibit(exhibit)]
    for number, section in enumerate(pack.sections, 1):
        for sentence in section.paragraphs:
            found += _of_cited(sentence.key, sentence.cited)
        for place, table in enumerate(section.tables, 1):
            found += _of_cited(f"table-{number}-{place}", table.cited)
    return tuple(found)


def diff_packs(before: tuple[Shown, ...], now: tuple[Shown, ...]) -> tuple[Changed, ...]:
    """Return every figure whose value changed, came or went, in the order of the newer pack, what went last."""
    old, new = ({one.key: one.value for one in shown} for shown in (before, now))
    changed = [Changed(*one.key, old.get(one.key), one.value, one.kind) for one in now]
    gone = [Changed(*one.key, one.value, None, one.kind) for one in before if one.key not in new]
    return (*(one for one in changed if one.before != one.now), *gone)


def _of_exhibit(exhibit: Exhibit) -> Iterator[Shown]:
    for number, panel in enumerate(exhibit.spec.panels if exhibit.spec else ()):
        header, *rows = panel.table()
        seen: dict[str, int] = {}
        for row in rows:
            name = str(row[0])
            seen[name] = seen.get(name, 0) + 1
            told = name if seen[name] == 1 else f"{name} ({seen[name]})"
            for head, value, kind in zip(header[1:], row[1:], column_kinds(panel), strict=True):
                if is_figure(value):
                    yield Shown(exhibit.key, number, told, str(head), plain_value(value), kind)


def _of_cited(place: str, cited: tuple[Cited, ...]) -> Iterator[Shown]:
    for one in cited:
        row = " ".join(part for part in (one.metric, one.period, one.against, one.code) if part)
        for column in ("numerator", "denominator", "value"):
            if (figure := getattr(one, column)) is not None and is_figure(figure):
                kind = metric_named(one.metric).kind if column == "value" and one.metric in registry() else "count"
                yield Shown(place, 0, row, column, plain_value(figure), kind)


def is_figure(value: object) -> bool:
    """Return whether a cell holds something: a number, or the words that stand for a hidden one."""
    if isinstance(value, int | float):
        return math.isfinite(value)
    return isinstance(value, str) and bool(value)


def plain_value(value: object) -> float | str:
    """Return a number as Python's own, words as they are."""
    return float(value) if isinstance(value, int | float) else str(value)
