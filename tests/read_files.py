"""The files of a pack as tests read them back: rows of tables, figures and caches of charts."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import openpyxl
from docx import Document
from lxml import etree
from pptx import Presentation

from barometer.briefing.sheet_style import FIRST

C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
DAY_ZERO = dt.datetime(1899, 12, 30)
Months = dict[dt.date, float | None]
Rows = dict[str, list[str]]


def rows_of(path: Path) -> Rows:
    """Return the rows of all tables of a file by their first cell; of equal names the first."""
    told = {".pptx": _slide_rows, ".docx": _paper_rows, ".xlsx": _sheet_rows, ".pdf": _printed_rows}[path.suffix](path)
    found: Rows = {}
    for name, *cells in told:
        found.setdefault(name, cells)
    return found


def words_of(path: Path) -> str:
    """Return the running text of a file without blanks and separators of thousands."""
    if path.suffix == ".pdf":
        read = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True, timeout=60)
        text = read.stdout
    elif path.suffix == ".pptx":
        slides = Presentation(str(path)).slides
        text = "\n".join(s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame)
    else:
        text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    return re.sub(r"\s|(?<=\d),(?=\d{3})", "", text)


def monthly_figures(path: Path) -> Iterator[tuple[str, str, Months]]:
    """Yield head, head of the column before and figures by month of each monthly column behind the file's charts."""
    for sheet, top in _sheets_behind(path):
        heads = [cell.value for cell in sheet[top]]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top + 1)]
        if not rows or not isinstance(rows[0][0], dt.datetime):
            continue
        for column, head in enumerate(heads[1:], 1):
            values = {row[0].date(): row[column] for row in rows if isinstance(row[0], dt.datetime)}
            yield str(head), str(heads[column - 1]), values


def _sheets_behind(path: Path) -> Iterator[tuple[Any, int]]:
    if path.suffix == ".xlsx":
        yield from ((sheet, FIRST + 1) for sheet in openpyxl.load_workbook(path))
        return
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.endswith(".xlsx"):
                yield openpyxl.load_workbook(io.BytesIO(parts.read(name))).active, 1


def caches(path: Path) -> Iterator[tuple[str, list[float], list[float]]]:
    """Yield each range that a chart of slides or a paper refers to: its name, cached figures, those of the workbook."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if re.search(r"/charts/chart\d+\.xml$", name):
                chart = PurePosixPath(name)
                links = etree.fromstring(parts.read(f"{chart.parent}/_rels/{chart.name}.rels"))
                book = str(PurePosixPath(*chart.parts[:1], "embeddings", links[0].get("Target").rpartition("/")[2]))
                sheet = openpyxl.load_workbook(io.BytesIO(parts.read(book))).active
                for reference in etree.fromstring(parts.read(name)).iterfind(".//c:numRef", C):
                    place = reference.findtext("c:f", "", C)
                    kept = [float(value.text) for value in reference.iterfind(".//c:v", C)]
                    yield place, kept, _held(sheet, place)


def _held(sheet: Any, place: str) -> list[float]:
    cells = [cell.value for row in sheet[place.partition("!")[2].replace("$", "")] for cell in row]
    days = [(cell - DAY_ZERO).days if isinstance(cell, dt.datetime) else cell for cell in cells]
    return [float(cell) for cell in days if isinstance(cell, int | float)]


def _slide_rows(path: Path) -> Iterator[list[str]]:
    for slide in Presentation(str(path)).slides:
        for shape in slide.shapes:
            if shape.has_table:
                yield from ([cell.text for cell in row.cells] for row in shape.table.rows)


def _paper_rows(path: Path) -> Iterator[list[str]]:
    for table in Document(str(path)).tables:
        yield from ([cell.text for cell in row.cells] for row in table.rows)


def _sheet_rows(path: Path) -> Iterator[list[str]]:
    for sheet in openpyxl.load_workbook(path).worksheets[1:-1]:  # the first tells of the file, the last what is cited
        for row in sheet.iter_rows(min_row=FIRST + 1, values_only=True):
            if all(isinstance(cell, str) for cell in row[:2]):
                yield [str(cell) for cell in row if cell is not None]


def _printed_rows(path: Path) -> Iterator[list[str]]:
    read = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=60)
    for line in read.stdout.decode().splitlines():
        if len(cells := line.split()) >= 3:
            yield cells
