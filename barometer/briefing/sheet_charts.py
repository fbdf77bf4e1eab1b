"""Charts of a workbook that office programs edit: each draws the cells beside it, in the colours of the screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from barometer.briefing.chart_axes import round_scale
from barometer.briefing.chart_elements import printable
from barometer.briefing.fonts import families
from barometer.briefing.number_formats import cell_format, month_format
from barometer.briefing.sheet_tables import Grid
from barometer.charts.funnel_mark import Funnel
from barometer.charts.marks import Bars, Columns, Dots, Line, Monthly, Panel
from barometer.charts.monthly import axis_start
from barometer.charts.palette import LIGHT

Ranges = dict[str, Any]
WIDTH, HEIGHT, TALL_ROW = 680, 340, 22  # pixels
FEW = 20  # cases
_VERDICT = {"worse": LIGHT.worse, "better": LIGHT.better, "neutral": LIGHT.ink}


def add_charts(file: Any, sheet: Any, name: str, grids: Sequence[Grid], alt: str) -> None:
    """Put a chart for each panel right of the cells, one below the other; `name` is the sheet's."""
    right = max(len(grid.head) for grid in grids) + 1
    top = grids[0].first - 1
    for grid in grids:
        for panel, place in zip(grid.panels, grid.columns, strict=True):
            chart, height = _chart(file, name, grid, panel, place)
            if chart is None:
                continue
            chart.set_size({"width": WIDTH, "height": height})
            chart.set_title({"none": True})
            chart.set_legend({"none": True} if isinstance(panel, Bars) else {"position": "bottom", "font": _font()})
            chart.set_chartarea({"border": {"none": True}})
            chart.show_blanks_as("gap")
            _name_chinese(chart)
            sheet.insert_chart(top, right, chart, {"description": printable(alt), "object_position": 2})
            top += height // 20 + 1


def _name_chinese(chart: Any) -> None:
    """Let the chart name its font for Chinese, too: XlsxWriter names that of Latin letters only."""
    named = chart._write_a_latin

    def both(attributes: Any) -> None:
        named(attributes)
        chart._xml_empty_tag("a:ea", attributes)

    chart._write_a_latin = both


def _chart(file: Any, name: str, grid: Grid, panel: Panel, place: tuple[int, int]) -> tuple[Any, int]:
    if not grid.rows:
        return None, 0
    if isinstance(panel, Monthly):
        return _monthly(file, name, grid, panel, place), HEIGHT
    if isinstance(panel, Columns):
        return _columns(file, name, grid, panel), HEIGHT
    if isinstance(panel, Bars):
        return _bars(file, name, grid, panel), max(HEIGHT, TALL_ROW * len(panel.names) + 100)
    if isinstance(panel, Dots):
        return _dots(file, name, grid, panel), HEIGHT
    if isinstance(panel, Funnel):
        return _funnel(file, name, grid, panel), HEIGHT
    return None, 0


def _font() -> dict[str, Any]:
    return {"name": families().screen, "size": 9, "color": LIGHT.muted}


def _cells(name: str, grid: Grid, column: int) -> list[Any]:
    return [name, grid.first, column, grid.last, column]


def _series(name: str, grid: Grid, column: int, **more: Any) -> Ranges:
    return {
        "name": [name, grid.first - 1, column],
        "categories": _cells(name, grid, 0),
        "values": _cells(name, grid, column),
        **more,
    }


def _monthly(file: Any, name: str, grid: Grid, panel: Monthly, place: tuple[int, int]) -> Any:
    """Return lines, or columns, over months; what was expected is drawn as pale lines."""
    chart = file.add_chart({"type": "column" if panel.is_columns else "line"})
    start, count = place
    for offset in range(count):
        line = panel.lines[offset] if offset < len(panel.lines) else None
        look = _look(panel, line, offset == 0) if line else _expected(offset - len(panel.lines))
        chart.add_series(_series(name, grid, start + offset, **look))
    months = {"date_axis": True, "num_format": month_format(), "major_unit": 6, "major_unit_type": "months"}
    chart.set_x_axis({**months, "num_font": _font(), "line": {"color": LIGHT.axis}})
    lowest = {} if panel.is_columns else {"min": axis_start(panel)}
    chart.set_y_axis({**_value_axis(panel), **lowest})
    return chart


def _look(panel: Monthly, line: Line, is_first: bool) -> Ranges:
    colour = _colour(line)
    if panel.is_columns:
        hollow = {"fill": {"color": LIGHT.card}, "border": {"color": LIGHT.bar}}
        return {"fill": {"color": LIGHT.bar}, "gap": 40, "points": _points(panel, {}, hollow)}
    if not is_first:
        return {"line": {"color": colour, "width": 1.25}, "marker": {"type": "none"}}
    filled = {"fill": {"color": colour}, "border": {"color": colour}}
    hollow = {"fill": {"color": LIGHT.card}, "border": {"color": colour}}
    marker = {"type": "circle", "size": 4, **filled}
    return {"line": {"color": colour, "width": 2.25}, "marker": marker, "points": _points(panel, filled, hollow)}


def _colour(line: Line) -> str:
    if line.role.startswith("part"):
        return LIGHT.parts[int(line.role[4:]) % len(LIGHT.parts)]
    return LIGHT.ghost if line.is_grey else LIGHT.ink


def _expected(place: int) -> Ranges:
    dash = "solid" if place == 0 else "dash"
    return {"line": {"color": LIGHT.axis, "width": 1, "dash_type": dash}, "marker": {"type": "none"}}


def _points(panel: Monthly, usual: Ranges, hollow: Ranges) -> list[Ranges | None]:
    """Return the look of each point that is not usual: provisional months hollow, those out of range coloured."""
    verdicts = dict(panel.marked)
    points: list[Ranges | None] = []
    for place in range(len(panel.months)):
        if place >= len(panel.months) - panel.provisional:
            points.append(hollow)
        elif verdicts.get(place) in _VERDICT:
            colour = {"color": _VERDICT[verdicts[place]]}
            points.append({"fill": colour, "border": colour})
        else:
            points.append(usual or None)
    return points


def _value_axis(panel: Panel) -> Ranges:
    grid, kind = {"visible": True, "line": {"color": LIGHT.grid}}, panel.kind
    cells = [abs(cell) for row in list(panel.table())[1:] for cell in row[1:] if isinstance(cell, int | float)]
    highest = max((cell for cell in cells if math.isfinite(cell)), default=0.0)
    # Office programs part an axis of few at halves, which a format of whole numbers prints as 0, 1, 1, 2.
    whole = {"major_unit": round_scale(0.0, highest, kind).step} if kind == "count" and highest < FEW else {}
    return {
        **whole,
        "num_format": "0%" if kind == "share" else cell_format(kind),
        "num_font": _font(),
        "major_gridlines": grid,
        "line": {"none": True},
    }


def _columns(file: Any, name: str, grid: Grid, panel: Columns) -> Any:
    chart = file.add_chart({"type": "column"})
    points = [{"fill": {"color": LIGHT.bar if n in panel.marked else LIGHT.ghost}} for n in range(len(panel.names))]
    labels = {"value": True, "num_format": cell_format(panel.kind), "font": _font()}
    chart.add_series(_series(name, grid, 1, points=points, gap=50, fill={"color": LIGHT.bar}, data_labels=labels))
    if panel.earlier:
        outline = {"fill": {"none": True}, "border": {"color": LIGHT.ghost}}
        chart.add_series(_series(name, grid, 2, **outline))
    chart.set_x_axis({"num_font": _font(), "line": {"color": LIGHT.axis}})
    chart.set_y_axis({**_value_axis(panel), "min": 0})
    return chart


def _bars(file: Any, name: str, grid: Grid, panel: Bars) -> Any:
    chart = file.add_chart({"type": "bar"})
    points = [{"fill": {"color": LIGHT.bar if n in panel.marked else LIGHT.ghost}} for n in range(len(panel.names))]
    labels = {"value": True, "num_format": cell_format(panel.kind), "font": _font()}
    chart.add_series(_series(name, grid, 1, points=points, gap=40, fill={"color": LIGHT.bar}, data_labels=labels))
    chart.set_y_axis({"reverse": True, "num_font": _font(), "label_position": "low", "line": {"color": LIGHT.axis}})
    chart.set_x_axis({**_value_axis(panel), "label_position": "high"})
    return chart


def _dots(file: Any, name: str, grid: Grid, panel: Dots) -> Any:
    """Return value and expected range of each row as marks without lines, over the names."""
    chart = file.add_chart({"type": "line"})
    points = [{"fill": {"color": colour}, "border": {"color": colour}} for colour in _dot_colours(panel)]
    bare = {"line": {"none": True}}
    chart.add_series(_series(name, grid, 1, **bare, marker=_mark("circle", 7, LIGHT.ink), points=points))
    for column in (2, 3):
        chart.add_series(_series(name, grid, column, **bare, marker=_mark("long_dash", 9, LIGHT.axis)))
    chart.set_x_axis({"num_font": {**_font(), "rotation": -45}, "line": {"color": LIGHT.axis}})
    chart.set_y_axis(_value_axis(panel))
    return chart


def _mark(kind: str, size: int, colour: str) -> Ranges:
    return {"type": kind, "size": size, "fill": {"color": colour}, "border": {"color": colour}}


def _dot_colours(panel: Dots) -> list[str]:
    good = 1 if panel.better == "higher" else -1 if panel.better == "lower" else 0
    tones = {0: LIGHT.ink, good: LIGHT.better, -good: LIGHT.worse} if good else {}
    return [tones.get(row.verdict, LIGHT.ink) if row.verdict else LIGHT.ink for row in panel.rows]


def _funnel(file: Any, name: str, grid: Grid, panel: Funnel) -> Any:
    """Return units by base and share as a scatter, their own limits as small marks."""
    chart = file.add_chart({"type": "scatter"})
    last = len(grid.head) - 1
    looks = [(_mark("circle", 7, LIGHT.ink), 1)]
    looks += [(_mark("short_dash", 6, LIGHT.ghost), column) for column in (2, 3)]
    looks += [(_mark("long_dash", 6, LIGHT.axis), column) for column in (4, 5)]
    for marker, column in looks:
        series = _series(name, grid, column, marker=marker)
        chart.add_series({**series, "categories": _cells(name, grid, last)})
    chart.set_x_axis({"name": panel.base_name, "name_font": _font(), "num_font": _font(), "num_format": "#,##0"})
    chart.set_y_axis(_value_axis(panel))
    return chart
