"""Tables of slides: figures between three rules, and heat maps as coloured cells."""

from __future__ import annotations

import math
from typing import Any

from pptx.util import Pt

from barometer.briefing.chart_axes import text_width
from barometer.briefing.chart_elements import Element, fill, line, node
from barometer.briefing.column_widths import fitted
from barometer.briefing.heat_table import HeatTable
from barometer.briefing.pack import FigureTable
from barometer.briefing.slide_master import Area
from barometer.briefing.slide_parts import describe, paragraph
from barometer.charts.palette import LIGHT

_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
_TALLEST, _LOWEST_FILLED = 34.0, 0.55  # points of a row; part of the room that a table with few rows fills
_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
_WRAPPED = 8.0  # signs a name gets at least: on a wall large letters serve better than whole lines
_SIDE = 5.0  # points between a cell's edge and its words

Slide = Any


def add_figures(slide: Slide, table: FigureTable, area: Area, rows: tuple[tuple[str, ...], ...]) -> int:
    """Put as many rows of a table of figures on the slide as fit, and return how many.

    Digits stand right; rules run above, below the head and at the end.
    """
    largest, widths = _widths(table, area.width)
    sizes = [size for size in _SIZES if size <= largest] or [_SIZES[-1]]
    size = next((size for size in sizes if sum(_heights(table, rows, widths, size)) <= area.height), sizes[-1])
    count, heights = len(rows), _heights(table, rows, widths, size)
    while count > 1 and sum(heights[: count + 1]) > area.height:
        count -= 1
    grid = _grid(slide, heights[: count + 1], widths, area, table.title)
    for place, row in enumerate((table.head, *rows[:count])):
        for column, text in enumerate(row):
            align = "r" if column in table.figures else "l"
            words = paragraph(text, size, LIGHT.ink, bold=place == 0, align=align)
            rules = {"T": 1.5 if place == 0 else 0.0, "B": 0.75 if place == 0 else 1.5 if place == count else 0.0}
            _fill_cell(grid.cell(place, column), words, None, rules, side=_SIDE)
    return count


def _heights(table: FigureTable, rows: tuple[tuple[str, ...], ...], widths: list[float], size: float) -> list[float]:
    """Return the height of the head and of each row, as many lines as its words need."""
    found = []
    for row in (table.head, *rows):
        cells = zip(row, widths, strict=True)
        lines = max(math.ceil(1.05 * text_width(text) * size / (width - 2 * _SIDE)) for text, width in cells)
        found.append(max(lines, 1) * 1.3 * size + 0.8 * size)
    return found


def add_heat(slide: Slide, table: HeatTable, area: Area, described: str) -> None:
    """Put a heat map on the slide; a name above columns without one spans them."""
    count = max(len(table.columns), 1)
    rows = len(table.rows) + 1
    height = min(max(_TALLEST, min(2 * _TALLEST, _LOWEST_FILLED * area.height / rows)), area.height / rows)
    size = min(12.0 if height <= _TALLEST else 16.0, 0.55 * height)
    names = min(max(text_width(name) for name, _ in table.rows) * size + 24, 0.4 * area.width)
    column = min((area.width - names) / count, 160.0)
    grid = _grid(slide, [height] * (len(table.rows) + 1), [names, *[column] * count], area, described)
    _add_names(grid, table, column, size)
    digits = min(size, 0.6 * column)
    for place, (name, cells) in enumerate(table.rows, start=1):
        _fill_cell(grid.cell(place, 0), paragraph(name, size, LIGHT.ink), None, {}, side=3.0)
        for across, cell in enumerate(cells, start=1):
            words = paragraph(cell.text, digits, cell.ink, align="ctr")
            rules = dict.fromkeys("LRTB", 1.5) if cell.fill else {}
            _fill_cell(grid.cell(place, across), words, cell.fill, rules, rule=LIGHT.card)


def _add_names(grid: Any, table: HeatTable, width: float, size: float) -> None:
    named = [place for place, name in enumerate(table.columns) if name]
    ends = [*named[1:], len(table.columns)]
    for place, end in zip(named, ends, strict=True):
        cell = grid.cell(0, place + 1)
        if end - place > 1:
            cell.merge(grid.cell(0, end))
        room = width * (end - place) / max(text_width(table.columns[place]), 1.0)
        align = "ctr" if end - place == 1 else "l"
        look = paragraph(table.columns[place], max(8.0, min(size, room)), LIGHT.muted, align=align)
        _fill_cell(cell, look, None, {})


def _grid(slide: Slide, heights: list[float], widths: list[float], area: Area, described: str) -> Any:
    whole = (Pt(area.left), Pt(area.top), Pt(sum(widths)), Pt(sum(heights)))
    frame = slide.shapes.add_table(len(heights), len(widths), *whole)
    describe(frame._element, described, described)
    properties = frame.table._tbl.tblPr
    properties.attrib.pop("bandRow", None)
    for identity in properties.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"):
        identity.text = _PLAIN
    for place, width in enumerate(widths):
        frame.table.columns[place].width = Pt(width)
    for row, height in zip(frame.table.rows, heights, strict=True):
        row.height = Pt(height)
    return frame.table


def _widths(table: FigureTable, whole: float) -> tuple[float, list[float]]:
    """Return the largest size at which the columns stand beside each other, and their widths: digits never wrap."""
    cells = zip(table.head, *table.rows, strict=True)
    columns = [(column, place in table.figures) for place, column in enumerate(cells)]
    size, wanted = fitted(columns, _SIZES[0], whole, 2 * _SIDE + 1, (_WRAPPED,))
    return size, [whole * width / sum(wanted) for width in wanted]


def _fill_cell(
    cell: Any,
    words: Element,
    inside: str | None,
    rules: dict[str, float],
    rule: str = LIGHT.ink,
    side: float = 0.0,
) -> None:
    """Write into a cell; `rules` are the widths of its edges by L, R, T, B."""
    body = cell._tc.get_or_add_txBody()
    for old in list(body.p_lst):
        body.remove(old)
    body.append(words)
    style = cell._tc.get_or_add_tcPr()
    margin = str(round(side * 12700))
    for name, value in {"marL": margin, "marR": margin, "marT": "0", "marB": "0", "anchor": "ctr"}.items():
        style.set(name, value)
    for edge in "LRTB":
        if width := rules.get(edge):
            style.append(_edge(edge, rule, width))
    style.append(fill(inside))


def _edge(edge: str, colour: str, width: float) -> Element:
    drawn = line(colour, width)
    return node(f"a:ln{edge}", *list(drawn), w=drawn.get("w"), cap="flat")
