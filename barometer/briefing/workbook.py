"""XLSX: the figures of a pack as figures, a sheet a chart with a chart that can be edited, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from barometer.briefing.fonts import families
from barometer.briefing.heat_table import heat_table
from barometer.briefing.notes import metrics_of
from barometer.briefing.pack import Exhibit, FigureTable, Pack
from barometer.briefing.sheet_charts import add_charts
from barometer.briefing.sheet_names import SheetNames
from barometer.briefing.sheet_tables import Grid, grids_of, write_grid
from barometer.briefing.whole_file import whole_file
from barometer.charts.marks import Heat
from barometer.charts.palette import LIGHT
from barometer.dates_in_words import moment_name
from barometer.definitions import version
from barometer.language import current_language, say, use_language
from barometer.metrics import metric_named
from barometer.phrases import capital

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
FIRST = 4  # the row of a sheet's head: conclusion, what is measured and a blank row stand above
_LONGEST = 250  # signs of a foot line


@dataclass(frozen=True)
class Book:
    """A workbook being written, with its formats and the names taken; `in_wan` writes counts and money in 万."""

    file: Any
    formats: dict[str, Any]
    names: SheetNames
    in_wan: bool


def write_workbook(pack: Pack, path: Path, in_wan: bool = False) -> None:
    """Write a pack as XLSX: 说明 first, then the tables, a sheet a chart, and the figures that sentences cite.

    Raises UnwritableFile.
    """
    spoken = current_language()
    use_language(pack.language)
    try:
        with whole_file(path) as unfinished:
            file = xlsxwriter.Workbook(str(unfinished), _OPTIONS)
            _write(Book(file, _formats(file), SheetNames(), in_wan), pack)
            _close(file)
    finally:
        use_language(spoken)


def _close(file: Any) -> None:
    try:
        file.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error


def _write(book: Book, pack: Pack) -> None:
    book.file.set_properties(
        {"title": pack.title, "subject": pack.period, "created": pack.made_at.replace(tzinfo=None)}
    )
    _about(book, pack)
    for table in (table for section in pack.sections for table in section.tables):
        _table(book, table, pack)
    for number, exhibit in enumerate((one for one in pack.exhibits if one.spec), 1):
        _exhibit(book, exhibit, number, pack)
    _cited(book, pack)


def _formats(file: Any) -> dict[str, Any]:
    font = {"font_name": families().screen, "font_size": 10, "font_color": LIGHT.ink}
    named: dict[str, dict[str, Any]] = {
        "text": {"text_wrap": True, "valign": "top"},
        "title": {"bold": True, "font_size": 14},
        "muted": {"font_color": LIGHT.muted},
        "head": {"bold": True, "top": 2, "bottom": 1, "text_wrap": True, "valign": "vcenter"},
        "figure head": {"bold": True, "top": 2, "bottom": 1, "text_wrap": True, "valign": "vcenter", "align": "right"},
        "name": {},
        "inner name": {"indent": 1},
        "inner head": {"bold": True, "top": 2, "bottom": 1, "text_wrap": True, "valign": "vcenter", "indent": 1},
        "words": {"align": "right"},
    }
    return {name: file.add_format({**font, **more}) for name, more in named.items()} | {"font": font}


def _about(book: Book, pack: Pack) -> None:
    """Write title, period, provenance, what could not be drawn, and every definition with its version."""
    sheet = book.file.add_worksheet(book.names.taken(say("About this file")))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, pack.title, book.formats["title"])
    for place, (name, words) in enumerate(_about_rows(pack), 2):
        sheet.write_string(place, 0, name, book.formats["text"])
        sheet.write_string(place, 1, words, book.formats["text"])
    sheet.freeze_panes(1, 0)
    _set_print(sheet, pack, landscape=False)


def _about_rows(pack: Pack) -> Iterator[tuple[str, str]]:
    foot = pack.provenance
    yield capital(say("period")), pack.period
    for words in (foot.source, foot.data_as_of, foot.filters):
        name, _, told = words.replace("：", ":", 1).partition(":")
        yield (name.strip(), told.strip()) if told else (capital(say("data")), words)
    yield capital(say("snapshot")), foot.snapshot
    yield capital(say("exported")), f"{moment_name(pack.made_at)} · {pack.made_by}"
    if pack.mark:
        yield capital(say("mark")), pack.mark
    for one in pack.exhibits:
        if one.missing:
            yield capital(say("not drawn")), f"{one.conclusion.generated}: {one.missing}"
        if one.conclusion.edited is not None:
            yield capital(say("edited by hand")), one.conclusion.text
    for metric in map(metric_named, metrics_of(pack.sections)):
        label, formula = metric.label(pack.language), metric.formula(pack.language)
        yield label, say("{formula} (definition {version})", formula=formula, version=version(metric))


def _table(book: Book, table: FigureTable, pack: Pack) -> None:
    sheet = book.file.add_worksheet(book.names.taken(table.title))
    sheet.write_string(0, 0, table.title, book.formats["title"])
    for column, name in enumerate(table.head):
        sheet.set_column(column, column, 18 if column in table.figures else 34)
        head = "figure head" if column in table.figures else "inner head" if column else "head"
        sheet.write_string(FIRST, column, name, book.formats[head])
    for place, row in enumerate(table.rows, FIRST + 1):
        for column, words in enumerate(row):
            kind = "words" if column in table.figures else "inner name" if column else "name"
            sheet.write_string(place, column, words, book.formats[kind])
    sheet.freeze_panes(FIRST + 1, 1)
    _set_print(sheet, pack)


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
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 12, 13)
    grids: list[Grid] = []
    for grid in grids_of(spec):
        row = grids[-1].last + 3 if grids else FIRST
        grids.append(write_grid(book.file, sheet, grid, row, book.formats, book.in_wan))
    if isinstance(spec.panels[0], Heat):
        _colour(book, sheet, spec.panels[0])
    else:
        add_charts(book.file, sheet, name, grids, exhibit.conclusion.text)
    sheet.freeze_panes(FIRST + 1, 1)
    _set_print(sheet, pack)


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


def _cited(book: Book, pack: Pack) -> None:
    """Write the figures that sentences and tables rest on, as `ask` answers them."""
    told = [one for section in pack.sections for sentence in section.paragraphs for one in sentence.cited]
    told += [one for section in pack.sections for table in section.tables for one in table.cited]
    rows = list(dict.fromkeys(told))
    if not rows:
        return
    sheet = book.file.add_worksheet(book.names.taken(say("Figures cited")))
    sheet.write_string(0, 0, say("Figures cited"), book.formats["title"])
    sheet.set_column(0, 7, 18)
    head = ("metric", "metric_id", "period", "against", "code", "numerator", "denominator", "value")
    for column, name in enumerate(head):
        sheet.write_string(FIRST, column, name, book.formats["head"])
    for place, one in enumerate(rows, FIRST + 1):
        label = metric_named(one.metric).label(pack.language)
        for column, words in enumerate((label, one.metric, one.period, one.against, one.code)):
            sheet.write_string(place, column, words, book.formats["name"])
        for column, value in enumerate((one.numerator, one.denominator, one.value), 5):
            if value is not None:
                sheet.write_number(place, column, value, book.formats["name"])
    sheet.freeze_panes(FIRST + 1, 1)
    _set_print(sheet, pack)


def _set_print(sheet: Any, pack: Pack, landscape: bool = True) -> None:
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST if landscape else 0)
    foot = pack.provenance.line().replace("&", "&&")
    sheet.set_footer(f"&L&8{foot[: _LONGEST - 12].rstrip('&')}&R&8&P/&N")
    if pack.mark:
        sheet.set_header(f"&R{pack.mark.replace('&', '&&')[:_LONGEST]}")
