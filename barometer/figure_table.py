"""Tables on screen: three lines, words left, digits right, every head and name with its capital."""

from __future__ import annotations

import html
import math
from collections.abc import Collection, Sequence

from barometer.address_bar import address_with, link_to
from barometer.charts import sparkline
from barometer.charts.column_kinds import column_kinds
from barometer.charts.marks import Bars, Columns, Heat, Monthly, Panel, Value
from barometer.panels.tables import Cell, Code, Icon, Note, Piece, Sparkline, ToFlag, ToMetric, ToPage
from barometer.phrases import bracketed, capital
from barometer.wording import number


def table_html(head: Sequence[str], rows: Sequence[Sequence[Cell]], figures: Collection[int] = ()) -> str:
    """Return a table as HTML, the columns in `figures` with digits; every word is escaped, whatever the data holds."""
    names = "".join(f"<th scope='col'{_side(place, figures)}>{_cell(name)}</th>" for place, name in enumerate(head))
    body = "".join(
        "<tr>" + "".join(f"<td{_side(place, figures)}>{_cell(cell)}</td>" for place, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f"<table class='figures'><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"


def figures_html(panel: Panel) -> str:
    """Return a panel's figures as a table, written as on the chart: counts with their unit in the head."""
    header, *rows = panel.table()
    kinds = column_kinds(panel)
    head = [_head(str(name), place, panel) for place, name in enumerate(header)]
    shown = [_words(panel, place, row, kinds) for place, row in enumerate(rows)]
    return table_html(head, shown, range(1, len(head)))


def _side(place: int, figures: Collection[int]) -> str:
    return " class='figure'" if place in figures else ""


def _words(panel: Panel, place: int, row: Sequence[object], kinds: tuple[str, ...]) -> tuple[str, ...]:
    bases = [None if isinstance(panel, Bars | Columns) else panel.base(place, column) for column in range(len(kinds))]
    return (str(row[0]), *map(_shown, row[1:], kinds, bases))


def _cell(cell: Cell) -> str:
    return _piece(capital(cell)) if isinstance(cell, str) else " ".join(map(_piece, cell))


def _piece(piece: Piece) -> str:
    if isinstance(piece, Code):
        return f"<code>{html.escape(piece.text)}</code>"
    if isinstance(piece, Icon):
        return f"<span class='icon {piece.name} {piece.tone}'></span>"
    if isinstance(piece, Note):
        return f"<span class='note'>{html.escape(piece.text)}</span>"
    if isinstance(piece, Sparkline):
        source, alt = sparkline(piece.values, piece.band, piece.verdict), html.escape(piece.alt, quote=True)
        return f'<img class="sparkline" src="{source}" alt="{alt}">'
    return _link(piece)


def _link(piece: str | ToMetric | ToFlag | ToPage) -> str:
    if isinstance(piece, ToPage):
        address = html.escape(link_to(piece.page, piece.filters))
        return f'<a href="{address}" target="_self">{html.escape(piece.text)}</a>'
    if isinstance(piece, ToMetric):
        address = html.escape(address_with(metric=piece.metric_id))
        return f'<a href="{address}" target="_self">{html.escape(piece.text)}</a>'
    if isinstance(piece, ToFlag):
        address = html.escape(address_with(section="flags", flag=piece.flag_id))
        return f'<a href="definitions{address}" target="_self">{html.escape(piece.text)}</a>'
    return html.escape(piece)


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
