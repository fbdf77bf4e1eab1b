"""The figures of a chart in words, head and rows, written as on the chart: what stands in tables beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from barometer.charts.column_kinds import column_kinds
from barometer.charts.marks import Bars, Columns, Heat, Monthly, Panel, Value
from barometer.phrases import bracketed
from barometer.wording import number

Words = tuple[str, ...]


def table_in_words(panel: Panel) -> tuple[Words, tuple[Words, ...]]:
    """Return head and rows of a panel's figures: counts with their unit in the head."""
    header, *rows = panel.table()
    kinds = column_kinds(panel)
    head = tuple(_head(str(name), place, panel) for place, name in enumerate(header))
    return head, tuple(_row(panel, place, row, kinds) for place, row in enumerate(rows))


def _row(panel: Panel, place: int, row: Sequence[object], kinds: Words) -> Words:
    bases = [None if isinstance(panel, Bars | Columns) else panel.base(place, column) for column in range(len(kinds))]
    return (str(row[0]), *map(_shown, row[1:], kinds, bases))


def _head(name: str, place: int, panel: Panel) -> str:
    if isinstance(panel, Monthly) and place and panel.kind == "count":
        return bracketed(name, panel.measured_in)
    if isinstance(panel, Heat) and not place:
        return panel.measured_in
    return name


def _shown(value: object, kind: str, base: Value) -> str:
    """Return a figure as on the chart: an em dash where it is not known, nothing outside the table."""
    if isinstance(value, float) and math.isnan(value):
        return ""
    return number(value, kind, base) if value is None or isinstance(value, int | float) else str(value)
