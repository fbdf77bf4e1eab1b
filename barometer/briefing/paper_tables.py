"""Tables of a paper: three lines and a head repeated on each page; heat maps as tables with shaded cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from docx.oxml.ns import qn

from barometer.briefing.column_widths import LATIN, fitted, width_in_signs
from barometer.briefing.heat_table import HeatCell, heat_table
from barometer.briefing.pack import FigureTable
from barometer.briefing.wordprocessing import TWIPS_IN_POINT, Element, Style, element, keep_with_next, paragraph, run
from barometer.charts.marks import Heat
from barometer.charts.palette import LIGHT
from barometer.phrases import in_paper, shortened

THICK, THIN = 12, 6  # eighths of a point
_PAD, _LEAD = 60, 15  # twips beside and above the words of a cell
_BESIDE = 2 * _PAD / TWIPS_IN_POINT  # points a column needs beside its words
_FEW_LINES = 14  # that stay together on a page
_HEAT_SIZE = 10.5
_FEW_COLUMNS, _WIDEST_NAMES = 8, (60, 24)  # Latin letters of a name beside few shades, and beside many


@dataclass(frozen=True)
class Letters:
    """In which style, style id and size cells are written."""

    style: Style
    style_id: str
    size: float


def three_lines(table: FigureTable, style: Style, style_id: str, width: int) -> Element:
    """Return a table of words with lines above, under the head and below; digits stand right-aligned."""
    columns = [[table.head[place], *(row[place] for row in table.rows)] for place in range(len(table.head))]
    named = [(cells, place in table.figures) for place, cells in enumerate(columns)]
    size, wanted = fitted(named, style.size, width / TWIPS_IN_POINT, _BESIDE)
    letters, stays = Letters(style, style_id, size), _lines(table.rows, wanted) <= _FEW_LINES
    sides = ["right" if place in table.figures else "left" for place in range(len(columns))]
    head = [_cell(text, letters, side, bottom=THIN, keep=True) for text, side in zip(table.head, sides, strict=True)]
    rows = [
        [_cell(in_paper(text), letters, side, keep=stays) for text, side in zip(row, sides, strict=True)]
        for row in table.rows
    ]
    return _table(_shared(wanted, width), head, rows, lines=True)


def shaded(panel: Heat, style: Style, style_id: str, width: int) -> Element:
    """Return a heat map as a table, each cell in the shade it has on the screen."""
    cells = heat_table(panel)
    names = [shortened(name, _WIDEST_NAMES[len(cells.columns) > _FEW_COLUMNS]) for name, _ in cells.rows]
    texts = [in_paper(cell.text) for _, row in cells.rows for cell in row]
    if all(cells.columns):  # else a name stands over the columns without one, too
        texts += [word for name in cells.columns for word in _words(name)]
    widest = max((width_in_signs(text) for text in texts), default=1.0)
    columns = [(["", *names], False), *[(["", "0" * round(widest / LATIN)], True)] * len(cells.columns)]
    size, wanted = fitted(columns, _HEAT_SIZE, width / TWIPS_IN_POINT, _BESIDE)
    letters, stays = Letters(style, style_id, size), len(names) <= _FEW_LINES
    head = [_cell("", letters, "center"), *(_cell(text, letters, "center", keep=True) for text in cells.columns)]
    rows = [
        [_cell(name, letters, "left", keep=stays), *(_shade(cell, letters, stays) for cell in row)]
        for name, (_, row) in zip(names, cells.rows, strict=True)
    ]
    made = _table(_shared(wanted, width), head, rows, lines=False)
    _spread_names(made.tr_lst[0].tc_lst[1:])
    return made


def _spread_names(heads: Sequence[Element]) -> None:
    """Let the name of a column reach over those after it that have none."""
    named: Element = None
    for head in heads:
        if named is None or any(piece.text for piece in head.iter(qn("w:t"))):
            named = head
        else:
            named.grid_span += 1
            named.tcPr.find(qn("w:tcW")).set(qn("w:w"), str(named.width.twips + head.width.twips))
            head.getparent().remove(head)


def _shade(cell: HeatCell, letters: Letters, stays: bool) -> Element:
    return _cell(in_paper(cell.text), letters, "center", fill=cell.fill or "", ink=cell.ink, keep=stays)


def _table(widths: Sequence[int], head: list[Element], rows: list[list[Element]], *, lines: bool) -> Element:
    border = {"w:val": "single", "w:sz": THICK, "w:space": 0, "w:color": LIGHT.ink.lstrip("#")}
    white = {"w:val": "single", "w:sz": 8, "w:space": 0, "w:color": "FFFFFF"}
    edges = (
        (element("w:top", border), element("w:bottom", border))
        if lines
        else tuple(element(f"w:{side}", white) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    )
    around = {"top": _LEAD, "left": _PAD, "bottom": _LEAD, "right": _PAD} if lines else {"left": 20, "right": 20}
    pads = [element(f"w:{side}", {"w:w": pad, "w:type": "dxa"}) for side, pad in around.items()]
    properties = element(
        "w:tblPr",
        {},
        element("w:tblW", {"w:w": sum(widths), "w:type": "dxa"}),
        element("w:jc", {"w:val": "center"}),
        element("w:tblBorders", {}, *edges),
        element("w:tblLayout", {"w:type": "fixed"}),
        element("w:tblCellMar", {}, *pads),
        element("w:tblLook", {"w:val": "0020", "w:firstRow": 1, "w:noHBand": 1, "w:noVBand": 1}),
    )
    grid = element("w:tblGrid", {}, *(element("w:gridCol", {"w:w": width}) for width in widths))
    made = element("w:tbl", {}, properties, grid)
    for place, cells in enumerate([head, *rows]):
        once = element("w:trPr", {}, element("w:cantSplit"), *([] if place else [element("w:tblHeader")]))
        for cell, width in zip(cells, widths, strict=True):
            cell.tcPr.insert(0, element("w:tcW", {"w:w": width, "w:type": "dxa"}))
        made.append(element("w:tr", {}, once, *cells))
    return made


def _cell(
    text: str,
    letters: Letters,
    align: str,
    *,
    bottom: int = 0,
    fill: str = "",
    ink: str = "",
    keep: bool = False,
) -> Element:
    properties = element("w:tcPr")
    if bottom:
        line = {"w:val": "single", "w:sz": bottom, "w:space": 0, "w:color": LIGHT.ink.lstrip("#")}
        properties.append(element("w:tcBorders", {}, element("w:bottom", line)))
    if fill:
        properties.append(element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill.lstrip("#")}))
    properties.append(element("w:vAlign", {"w:val": "center"}))
    words = run(letters.style, text, colour=ink)
    size = {"w:val": round(2 * letters.size)}
    words.rPr.extend((element("w:sz", size), element("w:szCs", size)))
    settings = [keep_with_next()] if keep else []
    return element("w:tc", {}, properties, paragraph(letters.style_id, [words], *settings, _aligned(align)))


def _aligned(align: str) -> Element:
    return element("w:jc", {"w:val": align})


def _words(name: str) -> list[str]:
    """Return what of a name stays on one line: a word, or four Chinese signs."""
    return [word if word.isascii() else word[:4] for word in name.split()]


def _lines(rows: Sequence[Sequence[str]], wanted: Sequence[float]) -> int:
    """Return how many lines the rows take, names wrapped."""
    cells = [zip(row, wanted, strict=True) for row in rows]
    return sum(max(math.ceil(width_in_signs(text) / room) for text, room in row) for row in cells)


def _shared(wanted: Sequence[float], width: int) -> list[int]:
    """Return the widths of the columns in twips, together those of the text."""
    return [int(width * one / sum(wanted)) for one in wanted]
