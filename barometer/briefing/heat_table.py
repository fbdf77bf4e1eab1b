"""Heat maps as tables that office programs edit: what stands in each cell, its fill, the colour of its digits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from barometer.charts.marks import Heat, Value
from barometer.charts.palette import LIGHT, ink_on
from barometer.phrases import capital
from barometer.wording import number


@dataclass(frozen=True)
class HeatCell:
    """One cell: its words, its fill and the colour of its words; a cell outside the table has no fill."""

    text: str
    fill: str | None
    ink: str


@dataclass(frozen=True)
class HeatTable:
    """Names of the columns, and the rows with their names; a column of many may bear no name."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[HeatCell, ...]], ...]


def heat_table(panel: Heat) -> HeatTable:
    """Return the cells of a heat map as they are shown: an em dash where nothing can be computed."""
    shades = panel.shades or panel.values
    known = [value for row in shades for value in row if value is not None and not math.isnan(value)]
    top = panel.top or max(known, default=0.0)
    rows = tuple(
        (capital(name), tuple(_cell(panel, (place, across), shades, top) for across in range(len(panel.columns))))
        for place, name in enumerate(panel.rows)
    )
    return HeatTable(tuple(capital(name) for name in panel.columns), rows)


def _cell(panel: Heat, place: tuple[int, int], shades: tuple[tuple[Value, ...], ...], top: float) -> HeatCell:
    row, column = place
    value, shade = panel.values[row][column], shades[row][column]
    if shade is None:
        return HeatCell(panel.words_at(row, column) or "—", LIGHT.unknown, LIGHT.muted)
    if math.isnan(shade):
        return HeatCell("", None, LIGHT.ink)
    part = shade / top if top else 0.0
    last = len(LIGHT.ramp) - 1
    fill = LIGHT.ramp[max(0, min(last, round(last * (1 - part if panel.shades_gaps else part))))]
    is_told = bool(value) or panel.has_zeros
    text = number(value, panel.kind, panel.base(row, column)).removesuffix("%") if is_told else ""
    return HeatCell(text, fill, ink_on(fill))
