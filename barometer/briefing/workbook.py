"""XLSX: the figures of a pack as figures, a sheet a chart with a chart that can be edited, and what they rest on."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import xlsxwriter

from barometer.briefing.heat_table import heat_table
from barometer.briefing.pack import Exhibit, Pack
from barometer.briefing.sheet_charts import add_charts
from barometer.briefing.sheet_names import SheetNames
from barometer.briefing.sheet_style import FIRST, Book, column_width, formats_of, set_print
from barometer.briefing.sheet_tables import Grid, grids_of, write_grid
from barometer.briefing.sheet_words import add_about, add_cited, add_table
from barometer.briefing.whole_file import whole_file
from barometer.charts.marks import Heat
from barometer.language import in_language
from barometer.metrics import metric_named
from barometer.phrases import capital

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "in_memory": True,  # no file but the one asked for
}


def write_workbook(pack: Pack, path: Path, in_wan: bool = False) -> None:
    """Write a pack as XLSX: 说明 first, then the tables, a sheet a chart, and the figures that sentences cite.

    Raises UnwritableFile.
    """
    content = io.BytesIO()  # a zip that cannot be ended on a full disk complains once more when it is forgotten
    with in_language(pack.language):
        file = xlsxwriter.Workbook(content, _OPTIONS)
        _write(Book(file, formats_of(file), SheetNames(), in_wan), pack)
        file.close()
    with whole_file(path) as unfinished:
        unfinished.write_bytes(content.getvalue())


def _write(book: Book, pack: Pack) -> None:
    book.file.set_properties(
        {"title": pack.title, "subject": pack.period, "created": pack.made_at.replace(tzinfo=None)}
    )
    add_about(book, pack)
    for table in (table for section in pack.sections for table in section.tables):
        add_table(book, table, pack)
    for number, exhibit in enumerate((one for one in pack.exhibits if one.spec), 1):
        _exhibit(book, exhibit, number, pack)
    add_cited(book, pack)


def _exhibit(book: Book, exhibit: Exhibit, number: int, pack: Pack) -> None:
    """Write a chart: its conclusion, what is measured and from what, its figures, and right of them the chart."""
    spec = exhibit.spec
    assert spec is not None
    label = metric_named(spec.metric).label(pack.language) if spec.metric else exhibit.conclusion.generated
    name = book.names.taken(f"{number} {label}")
    sheet = book.file.add_worksheet(name)
    sheet.write_string(0, 0, exhibit.conclusion.text, book.formats["title"])
    for place, words in enumerate((capital(spec.subtitle), spec.provenance.line()), 1):
        sheet.write_string(place, 0, words, book.formats["muted"])
    grids: list[Grid] = []
    for grid in grids_of(spec):
        row = grids[-1].last + 3 if grids else FIRST
        grids.append(write_grid(book.file, sheet, grid, row, book.formats, book.in_wan))
    names = [str(cells[0]) for grid in grids for cells in grid.rows]
    sheet.set_column(0, 0, column_width(names or [""]))  # narrow columns keep a printed page readable
    sheet.set_column(1, 12, 12)
    if isinstance(spec.panels[0], Heat):
        _colour(book, sheet, spec.panels[0])
    else:
        add_charts(book.file, sheet, name, grids, exhibit.conclusion.text)
    sheet.freeze_panes(FIRST + 1, 1)
    set_print(sheet, pack)


def _colour(book: Book, sheet: Any, panel: Heat) -> None:
    """Give the cells of a heat map their colours; the figures stay figures."""
    font = book.formats["font"]
    for place, (_, cells) in enumerate(heat_table(panel).rows, FIRST + 1):
        for column, cell in enumerate(cells, 1):
            value = panel.values[place - FIRST - 1][column - 1]
            if not cell.fill:
                continue
            more = {"bg_color": cell.fill, "font_color": cell.ink, "align": "right"}
            if value is None or value != value:
                sheet.write_string(place, column, cell.text, book.file.add_format({**font, **more}))
            else:
                number = "0.0%" if panel.kind == "share" else "#,##0"
                sheet.write_number(place, column, value, book.file.add_format({**font, **more, "num_format": number}))
