"""Figures as a table on screen: three lines, words left, digits right, written as on the chart."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence

from barometer.charts.spec import Bars, Columns, Dots, Heat, Monthly, Panel, Value
from barometer.language import say
from barometer.wording import number

Rows = list[tuple[str, ...]]


def figures_of(panel: Panel) -> Rows:
    """Return header and rows of a panel as words: counts with their unit in the header, shares as per cent."""
    header, *rows = panel.table()
    kinds = [panel.kind] * (len(header) - 1)
    if isinstance(panel, Dots):
        kinds[-1] = "count"  # the base
    names = [_head(str(name), place, panel) for place, name in enumerate(header)]
    return [tuple(names), *(_words(panel, place, row, kinds) for place, row in enumerate(rows))]


def table_html(rows: Sequence[Sequence[str]]) -> str:
    """Return header and rows as a table whose first column names and whose others hold digits."""
    header, *body = rows
    names = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in header)
    return f"<table class='figures'><thead><tr>{names}</tr></thead><tbody>{''.join(map(_row, body))}</tbody></table>"


def _words(panel: Panel, place: int, row: Sequence[object], kinds: list[str]) -> tuple[str, ...]:
    bases = [None if isinstance(panel, Bars | Columns) else panel.base(place, column) for column in range(len(kinds))]
    return (str(row[0]), *map(_shown, row[1:], kinds, bases))


def _row(cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"


def _head(name: str, place: int, panel: Panel) -> str:
    if isinstance(panel, Monthly) and place and panel.kind == "count":
        return say("{name} ({measured_in})", name=name, measured_in=panel.measured_in)
    if isinstance(panel, Heat) and not place:
        return panel.measured_in
    return name


def _shown(value: object, kind: str, base: Value) -> str:
    """Return a figure as on the chart: an em dash where it is not known, nothing outside the table."""
    if isinstance(value, float) and math.isnan(value):
        return ""
    return number(value, kind, base) if value is None or isinstance(value, int | float) else str(value)
