"""Tables on screen: three lines, words left, digits right, every head and name with its capital."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence

from barometer.address_bar import address_with, link_to
from barometer.chart_tables import table_in_words
from barometer.charts import sparkline
from barometer.charts.marks import Panel
from barometer.panels.tables import Cell, Code, Icon, Note, Piece, Sparkline, ToFlag, ToMetric, ToPage
from barometer.phrases import capital


def table_html(head: Sequence[str], rows: Sequence[Sequence[Cell]], figures: Collection[int] = ()) -> str:
    """Return a table as HTML, the columns in `figures` with digits; every word is escaped, whatever the data holds."""
    names = "".join(f"<th scope='col'{_side(place, figures)}>{_cell(name)}</th>" for place, name in enumerate(head))
    body = "".join(
        "<tr>" + "".join(f"<td{_side(place, figures)}>{_cell(cell)}</td>" for place, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f"<table class='figures'><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"


def figures_html(panel: Panel) -> str:
    """Return a panel's figures as a table, written as on the chart."""
    head, rows = table_in_words(panel)
    return table_html(head, rows, range(1, len(head)))


def _side(place: int, figures: Collection[int]) -> str:
    return " class='figure'" if place in figures else ""


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
