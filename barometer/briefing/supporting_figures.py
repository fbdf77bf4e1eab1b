"""The figures a sentence may rest on: what a chart holds, what follows from it, and what the rules said of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from barometer.amounts import hundredfold, percent_apart, points_apart
from barometer.briefing.directions_in_words import (
    PREVIOUS,
    TREND,
    YEAR,
    clauses_of,
    directions_in,
    scope_of,
)
from barometer.briefing.numbers_in_words import COUNT, MONTH, PERCENT, POINTS, SPAN, numbers_in
from barometer.briefing.numbers_in_words import YEAR as YEAR_NAMED
from barometer.briefing.pack import Cited
from barometer.charts.marks import Bars, Columns, Dots, Heat, Line, Monthly, Panel, Value
from barometer.charts.spec import ChartSpec
from barometer.periods import add_months, months_named

UNDECIDED = 9  # the sign of a course that the rules found without direction


@dataclass(frozen=True)
class Support:
    """A number that may be named: its kind (counts plain, shares in per cent), exact or as shown.

    `sign` and `scope` are those of a change; a level has no sign, and a scope where it is what is compared with.
    `month` is the month a level belongs to.
    """

    kind: str
    value: Decimal
    sign: int | None = None
    scope: str = ""
    month: dt.date | None = None


@dataclass(frozen=True)
class Fact:
    """A direction that holds: its sign (UNDECIDED where the rules found none) and against what."""

    sign: int
    scope: str


def supports_of(spec: ChartSpec | None, cited: Sequence[Cited], generated: str) -> list[Support]:
    """Return every number a sentence about a chart, or about cited figures, may name."""
    found = list(_of_generated(generated))
    if spec:
        found += [Support(one.kind, one.value) for one in numbers_in(f"{spec.subtitle} {spec.provenance.line()}")]
        for panel in spec.panels:
            found += _of_panel(panel)
    for figure in cited:
        found += _levels([figure.numerator, figure.denominator], "count")
        found += _levels([figure.value], "share" if figure.denominator is not None else "count")
        found += _dates(figure.period)
    found += _changes_cited(cited)
    return found


def _dates(label: str) -> Iterator[Support]:
    """Yield years and months of a period named 2026-10 or 2026-01/2026-10."""
    for month in months_named(label):
        yield Support(YEAR_NAMED, Decimal(month.year))
        yield Support(MONTH, Decimal(month.month))


def facts_of(spec: ChartSpec | None, cited: Sequence[Cited], generated: str) -> list[Fact]:
    """Return the directions the rules found; those of a chart or of cited figures where the rules named none."""
    found = []
    for clause in clauses_of(generated):
        if "方向不明" in clause or "no clear direction" in clause:
            found.append(Fact(UNDECIDED, TREND))
        found += [Fact(one.sign, one.scope) for one in directions_in(clause) if not one.is_denied]
    derived = [Fact(one.sign, one.scope) for one in _changes_cited(cited) if one.sign is not None]
    for panel in spec.panels[:1] if spec else ():
        derived += [Fact(one.sign, one.scope) for one in _yearly(panel) if one.sign is not None]
    known = {one.scope for one in found}
    return found + [one for one in derived if one.scope not in known]


def _of_generated(generated: str) -> Iterator[Support]:
    """Yield the numbers of the sentence the rules wrote; a change keeps its direction."""
    for clause in clauses_of(generated):
        ways = [one for one in directions_in(clause) if not one.is_denied]
        for one in numbers_in(clause):
            way = next((way for way in reversed(ways) if way.start <= one.start), None)
            signed = way and one.kind in (PERCENT, POINTS)
            sign = way.sign if way and signed else None
            yield Support(one.kind, one.value, sign, scope_of(clause) if signed else "")


def _of_panel(panel: Panel) -> Iterator[Support]:
    if isinstance(panel, Monthly):
        for line in panel.lines:
            back = -12 if line.role == "earlier" else 0
            yield from _levels(line.values, panel.kind, [add_months(month, back) for month in panel.months])
            yield from _levels(line.bases, "count")
        if panel.band:
            for limits in (panel.band.expected, panel.band.lower, panel.band.upper):
                yield from _levels(limits, panel.kind)
        yield from _yearly(panel)
        yield from _last_month(panel)
        return
    for row in list(panel.table())[1:]:
        numbers = [cell for cell in row[1:] if isinstance(cell, int | float)]
        yield from _levels(numbers, panel.kind)
        yield from _levels(numbers, "count")
    yield from _sums(panel)


def _sums(panel: Panel) -> Iterator[Support]:
    """Yield what follows from classes: how many there are, their sum, the share of each, the change of each."""
    if isinstance(panel, Bars | Columns):
        known = [abs(value) for value in panel.values if value is not None]
        total = sum(known)
        yield from _levels([len(panel.names), total], "count")
        yield from _levels([value / total for value in known] if total else [], "share")
    if isinstance(panel, Bars):
        yield from (Support(COUNT, Decimal(repr(abs(v))), (v > 0) - (v < 0)) for v in panel.values if v is not None)
    if isinstance(panel, Columns):
        pairs = zip(panel.values, panel.earlier, strict=False)
        yield from (one for now, before in pairs for one in _change(now, before, panel.kind, ""))
    if isinstance(panel, Heat):
        sums = [sum(value for value in row if value is not None and value == value) for row in panel.values]
        columns = [sum(v for v in column if v is not None and v == v) for column in zip(*panel.values, strict=True)]
        yield from _levels([len(panel.rows), *sums, *columns, sum(sums)], "count")
    if isinstance(panel, Dots):
        yield from _levels([panel.whole], panel.kind)
        yield from _levels([len(panel.rows)], "count")


def _yearly(panel: Panel) -> Iterator[Support]:
    """Yield twelve months, and the year to date, each with its change against the same months a year before."""
    if not isinstance(panel, Monthly):
        return
    line = panel.lines[0]
    for count in {12, panel.months[-1].month}:
        now, before = (_pooled(line, panel, slice(start, stop)) for start, stop in _spans(len(panel.months), count))
        yield from _levels([now], panel.kind)
        yield from (replace(one, scope=YEAR) for one in _levels([before], panel.kind))
        yield from _change(now, before, panel.kind, YEAR)
    first = _pooled(line, panel, slice(0, 12))
    last = _pooled(line, panel, slice(len(panel.months) - 12, len(panel.months)))
    yield from _change(last, first, panel.kind, TREND)


def _spans(length: int, count: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (max(length - count, 0), length), (max(length - 12 - count, 0), max(length - 12, 0))


def _last_month(panel: Monthly) -> Iterator[Support]:
    values = panel.lines[0].values
    for back, scope in ((1, PREVIOUS), (12, YEAR)):
        if len(values) > back:
            yield from (
                Support(one.kind, one.value, one.sign, scope, panel.months[-1])
                for one in _change(values[-1], values[-1 - back], panel.kind, scope)
            )


def _pooled(line: Line, panel: Monthly, run: slice) -> Value:
    """Return the sum of counts, the pooled share, None where a month is not known or the kind has no total."""
    values = line.values[run]
    if not values or None in values:
        return None
    if panel.kind == "count":
        return sum(value or 0 for value in values)
    bases = line.bases[run] if line.bases else ()
    if panel.kind != "share" or not bases or not sum(base or 0 for base in bases):
        return None
    return sum((v or 0) * (b or 0) for v, b in zip(values, bases, strict=True)) / sum(b or 0 for b in bases)


def _changes_cited(cited: Sequence[Cited]) -> list[Support]:
    now = {(one.metric, one.code): one for one in cited if not one.against}
    found: list[Support] = []
    for before in (one for one in cited if one.against):
        if told := now.get((before.metric, before.code)):
            kind = "share" if told.denominator is not None else "count"
            found += _change(told.value, before.value, kind, before.against)
    return found


def _change(now: Value, before: Value, kind: str, scope: str) -> Iterator[Support]:
    if now is None or before is None:
        return
    sign = (now > before) - (now < before)
    if kind == "share":
        points = points_apart(now, before)
        yield Support(POINTS, abs(points), (points > 0) - (points < 0), scope)
        return
    yield Support(COUNT, abs(Decimal(repr(float(now))) - Decimal(repr(float(before)))), sign, scope)
    if before:
        percent = percent_apart(now, before)
        yield Support(PERCENT, abs(percent), (percent > 0) - (percent < 0), scope)


def _levels(values: Sequence[Value], kind: str, months: Sequence[dt.date] = ()) -> Iterator[Support]:
    for place, value in enumerate(values):
        if value is not None and math.isfinite(value):
            month = months[place] if months else None
            if kind == "share":
                yield Support(PERCENT, abs(hundredfold(value)), month=month)
                continue
            if kind == "days":
                yield Support(SPAN, abs(Decimal(repr(float(value)))), month=month)
            else:
                yield Support(COUNT, abs(Decimal(repr(float(value)))), month=month)
