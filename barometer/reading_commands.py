"""The command read: any series from a CSV file, read as one kind of reading."""

from __future__ import annotations

import csv
import importlib
import io
import json
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from barometer.faults import Fault, NotAllowed, UnreadableFile

Reader = Callable[[pd.DataFrame, Mapping[str, str]], dict[str, object]]

_ENCODINGS = ("utf-8-sig", "gb18030")
_UNKNOWN = ("", "NA")


def _reader(kind: str) -> Reader:
    def read_kind(frame: pd.DataFrame, options: Mapping[str, str]) -> dict[str, object]:
        module = importlib.import_module(f"barometer.readings.{kind}_table")  # scipy is slow to load: one kind only
        told: dict[str, object] = getattr(module, f"read_{kind}")(frame, options)
        return told

    return read_kind


#: What `python -m barometer read KIND` answers: `read_<kind>` of barometer/readings/<kind>_table.py. It gets the table
#: (index: line of the file; a column of numbers only is numeric, any other text; blank and NA are missing) and the
#: options as written, and returns what is printed as JSON: `rows` and what else there is to say.
KINDS: dict[str, Reader] = {kind: _reader(kind) for kind in ("xmr", "farrington", "funnel", "trend", "ratio", "lag")}


def read(chosen: Namespace) -> None:
    """Print what a kind of reading makes of a CSV file, as JSON or as lines."""
    options = options_of(chosen.option)
    frame = table_of(chosen.file)
    try:
        told = KINDS[chosen.kind](frame, options)
    except Fault as fault:
        fault.file = fault.file or chosen.file.name
        raise
    if chosen.json:
        print(json.dumps(told, ensure_ascii=False, allow_nan=False))
    else:
        _print_lines(told)


def options_of(written: list[str]) -> dict[str, str]:
    """Return options written as key=value by key; raises NotAllowed for one of another form or given twice."""
    options: dict[str, str] = {}
    for text in written:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not (key and equals) or key in options:
            raise NotAllowed("An option cannot be read", column=key, expected="key=value, each key once", found=text)
        options[key] = value
    return options


def table_of(path: Path) -> pd.DataFrame:
    """Return a CSV file with a header as a table whose index is the line of the file.

    Raises UnreadableFile for a file that is empty, ragged, not text or without a row, or names a column twice.
    """
    lines = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        rows = [(lines.line_num, [cell.strip() for cell in row]) for row in lines]
    except csv.Error as error:
        raise _unreadable(path, "The file cannot be read as CSV", found=f"line {lines.line_num}: {error}") from error
    rows = [(line, row) for line, row in rows if any(row)]
    if len(rows) < 2:
        raise _unreadable(path, "The file holds no rows", expected="a header and at least one row")
    (_, header), *rows = rows
    if twice := {name for name in header if header.count(name) > 1}:
        raise _unreadable(path, "A column stands twice", column=min(twice), expected="each name once")
    for line, row in rows:
        if len(row) != len(header):
            found = f"{len(row)} values in line {line}"
            raise _unreadable(path, "A row of the CSV is ragged", expected=f"{len(header)} values", found=found)
    index = pd.Index([line for line, _ in rows], name="line")
    frame = pd.DataFrame([row for _, row in rows], columns=header, index=index, dtype=object)
    return frame.apply(_typed)


def _typed(cells: pd.Series) -> pd.Series:
    """Return a column of numbers as numbers, any other as text; blank and NA missing."""
    known = cells.where(~cells.isin(_UNKNOWN))
    numbers = pd.to_numeric(known, errors="coerce")
    return numbers if numbers.notna().sum() == known.notna().sum() else known


def _text(path: Path) -> str:
    content = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(path, "The text cannot be decoded", expected="UTF-8 or GB18030")


def _unreadable(path: Path, problem: str, column: str = "", expected: str = "", found: str = "") -> UnreadableFile:
    remedy = "give a CSV file with a header row, commas between values, texts with commas quoted"
    return UnreadableFile(problem, path.name, column, expected, found, remedy)


def _print_lines(told: Mapping[str, Any]) -> None:
    """Print each list of records as a table with tabs, everything else as name and value."""
    for name, value in told.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            print("\t".join(value[0]))
            for record in value:
                print("\t".join("" if cell is None else str(cell) for cell in record.values()))
        else:
            print(f"{name}\t{json.dumps(value, ensure_ascii=False, allow_nan=False)}")
