"""The figures of a chart as cells: names and months left, figures as they are with the format they are shown in."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from barometer.briefing.number_formats import cell_format
from barometer.charts.funnel_mark import Funnel
from barometer.charts.marks import Dots, Monthly, Panel
from barometer.charts.spec import ChartSpec
from barometer.phrases import capital

_WAN = {"count": r'0\.0,"万"', "amount": r'0\.0,"万"'}
_COUNTS_BEHIND = {Dots: 1, Funnel: 2}  # so many columns at the end hold counts, whatever the panel is measured in


@dataclass(frozen=True)
class Grid:
    """A block of cells: head and rows of one panel, or of panels over the same months side by side.

    `columns` are, for each panel, its first column and how many it has; `first` and `last` the rows of the figures.
    """

    panels: tuple[Panel, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    kinds: tuple[str, ...]
    columns: tuple[tuple[int, int], ...]
    first: int = 0
    last: int = 0


def grids_of(spec: ChartSpec) -> tuple[Grid, ...]:
    """Return the panels of a chart as blocks; panels over the same months share a block."""
    monthly = [panel for panel in spec.panels if isinstance(panel, Monthly)]
    if len(monthly) == len(spec.panels) and len({panel.months for panel in monthly}) == 1:
        return (_joined(spec.panels),)
    return tuple(_joined((panel,)) for panel in spec.panels)


def write_grid(file: Any, sheet: Any, grid: Grid, row: int, formats: Mapping[str, Any], in_wan: bool) -> Grid:
    """Write a block with its head in `row` and return it with the rows it takes."""
    kinds = [_number_format(file, formats, kind, in_wan) for kind in grid.kinds]
    month = file.add_format({**formats["font"], "num_format": "yyyy-mm", "align": "left"})
    sheet.set_row(row, 30)  # two lines: heads in English are long
    for column, name in enumerate(grid.head):
        sheet.write_string(row, column, capital(name), formats["figure head" if column else "head"])
    for place, cells in enumerate(grid.rows, row + 1):
        if isinstance(cells[0], dt.date):
            sheet.write_datetime(place, 0, dt.datetime.combine(cells[0], dt.time()), month)
        else:
            sheet.write_string(place, 0, capital(str(cells[0])), formats["name"])
        for column, value in enumerate(cells[1:], 1):
            _write_cell(sheet, place, column, value, kinds[column - 1], formats)
    return replace(grid, first=row + 1, last=row + len(grid.rows))


def _write_cell(sheet: Any, row: int, column: int, value: object, number: Any, formats: Mapping[str, Any]) -> None:
    """Write a figure; nothing where it is not known, words where they stand for a hidden one."""
    if isinstance(value, int | float) and math.isfinite(value):
        sheet.write_number(row, column, value, number)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, formats["words"])


def _number_format(file: Any, formats: Mapping[str, Any], kind: str, in_wan: bool) -> Any:
    written = _WAN[kind] if in_wan and kind in _WAN else cell_format(kind)
    return file.add_format({**formats["font"], "num_format": written, "align": "right"})


def _joined(panels: tuple[Panel, ...]) -> Grid:
    tables = [list(panel.table()) for panel in panels]
    head, columns = [str(tables[0][0][0])], []
    kinds: list[str] = []
    for panel, table in zip(panels, tables, strict=True):
        columns.append((len(head), len(table[0]) - 1))
        head += [str(name) for name in table[0][1:]]
        kinds += _kinds(panel, len(table[0]) - 1)
    rows = [(_first(panels[0], place, row[0]), *row[1:]) for place, row in enumerate(tables[0][1:])]
    for table in tables[1:]:
        rows = [(*row, *more[1:]) for row, more in zip(rows, table[1:], strict=True)]
    return Grid(panels, tuple(head), tuple(rows), tuple(kinds), tuple(columns))


def _first(panel: Panel, place: int, name: object) -> object:
    return panel.months[place] if isinstance(panel, Monthly) else name


def _kinds(panel: Panel, count: int) -> list[str]:
    behind = _COUNTS_BEHIND.get(type(panel), 0)
    return [panel.kind] * (count - behind) + ["count"] * behind
