"""The figures behind a native chart: references of its series, and the workbook that opens on 编辑数据."""

from __future__ import annotations

import datetime as dt
import io
import math
from dataclasses import dataclass

from barometer.briefing.chart_elements import Element, node, printable

SHEET = "Sheet1"
_DAY_ZERO = dt.date(1899, 12, 30)
_MADE = dt.datetime(2000, 1, 1)  # the same figures give the same bytes

Cell = float | str | dt.date | None


@dataclass(frozen=True)
class Column:
    """One column of the sheet: its head, its cells, how its numbers are shown."""

    head: str
    cells: tuple[Cell, ...]
    number_format: str = "General"


@dataclass(frozen=True)
class Sheet:
    """The columns of a chart's workbook, from left to right."""

    columns: tuple[Column, ...]

    def name(self, column: int) -> Element:
        """Return the reference to a column's head, as the name of a series."""
        head = printable(self.columns[column].head)
        cache = node("c:strCache", node("c:ptCount", val=1), node("c:pt", node("c:v", head), idx=0))
        return node("c:tx", node("c:strRef", node("c:f", f"{SHEET}!${_letter(column)}$1"), cache))

    def pair(self, tag: str, row: int, column: int) -> Element:
        """Return the reference to a cell and the one right of it as `c:xVal` or `c:yVal`."""
        cells = [self.columns[column].cells[row], self.columns[column + 1].cells[row]]
        place = f"{SHEET}!${_letter(column)}${row + 2}:${_letter(column + 1)}${row + 2}"
        known = [node("c:pt", node("c:v", f"{_serial(cell):.15g}"), idx=index) for index, cell in enumerate(cells)]
        count = node("c:ptCount", val=2)
        cache = node("c:numCache", node("c:formatCode", self.columns[column].number_format), count, *known)
        return node(tag, node("c:numRef", node("c:f", place), cache))

    def points(self, tag: str, column: int) -> Element:
        """Return the reference to the cells of a column as `c:cat`, `c:val`, `c:xVal` or `c:yVal`."""
        told = self.columns[column]
        cells, letter = told.cells, _letter(column)
        place = node("c:f", f"{SHEET}!${letter}$2:${letter}${len(cells) + 1}")
        count = node("c:ptCount", val=len(cells))
        if any(isinstance(cell, str) for cell in cells):
            known = [node("c:pt", node("c:v", str(cell)), idx=index) for index, cell in enumerate(cells)]
            return node(tag, node("c:strRef", place, node("c:strCache", count, *known)))
        numbers = [(index, serial) for index, cell in enumerate(cells) if (serial := _serial(cell)) is not None]
        known = [node("c:pt", node("c:v", f"{serial:.15g}"), idx=index) for index, serial in numbers]
        cache = node("c:numCache", node("c:formatCode", told.number_format), count, *known)
        return node(tag, node("c:numRef", place, cache))

    def workbook(self) -> bytes:
        """Return the sheet as an Excel file without any formula."""
        from xlsxwriter import Workbook

        content = io.BytesIO()
        book = Workbook(content, {"in_memory": True})
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(SHEET)
        for place, column in enumerate(self.columns):
            shown = book.add_format({"num_format": column.number_format})
            sheet.write_string(0, place, printable(column.head))
            sheet.set_column(place, place, 14)
            for row, cell in enumerate(column.cells, start=1):
                if isinstance(cell, str):
                    sheet.write_string(row, place, printable(cell))
                elif (serial := _serial(cell)) is not None:
                    sheet.write_number(row, place, serial, shown)
        book.close()
        return content.getvalue()


def _serial(cell: Cell) -> float | None:
    """Return a number, or a day as the number spreadsheets know it by; None where nothing is known."""
    if isinstance(cell, dt.date):
        return float((cell - _DAY_ZERO).days)
    return None if cell is None or isinstance(cell, str) or math.isnan(cell) else float(cell)


def _letter(column: int) -> str:
    first, second = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)
