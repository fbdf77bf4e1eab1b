"""Tables as files that a spreadsheet opens without harm: utf-8 with mark, no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence

_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """Return the rows as CSV in utf-8 with byte order mark; nothing known is an empty cell, numbers stay numbers."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return lines.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.startswith(_STARTS):
        return "'" + value
    return value
