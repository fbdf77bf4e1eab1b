"""The marks of a drawing on paper: lines with gaps, dots, columns, lying bars, cells."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Any

from barometer.briefing.canvas import Canvas, Point
from barometer.briefing.scales import Scale, as_number
from barometer.charts.axes import Drawing
from barometer.charts.palette import TICK_SIZE

LABEL_GAP = 3


def draw_trace(trace: Drawing, place: int, drawing: Drawing, x: Scale, y: Scale, canvas: Canvas) -> None:
    """Draw what one trace stands for; `place` is its place among those of the drawing."""
    if trace["type"] == "heatmap":
        _draw_cells(trace, x, y, canvas)
    elif trace["type"] == "bar" and trace.get("orientation") == "h":
        _draw_lying(trace, x, y, canvas)
    elif trace["type"] == "bar":
        _draw_upright(trace, place, drawing, x, y, canvas)
    else:
        _draw_points(trace, x, y, canvas)


def _draw_points(trace: Drawing, x: Scale, y: Scale, canvas: Canvas) -> None:
    known = [(a, b) if b is not None else None for a, b in zip(trace["x"], trace["y"], strict=True)]
    points = [(x.px(pair[0]), y.px(pair[1])) if pair else None for pair in known]
    if "lines" in trace["mode"]:
        within = None if trace.get("cliponaxis") is False or "fill" in trace else _room(x, y)
        for run in _runs(points):
            if "fill" in trace:
                canvas.area(run, trace["fillcolor"])
            elif len(run) > 1:
                line = trace["line"]
                canvas.line(run, line["color"], line["width"], line.get("dash", ""), within)
    marker = trace.get("marker", {})
    if "markers" in trace["mode"] and marker.get("opacity", 1):
        edge = marker.get("line", {})
        for place, point in enumerate(points):
            if point:
                size, fill = _each(marker["size"], place), _each(marker["color"], place)
                canvas.dot(point, size, fill, edge.get("color"), edge.get("width", 0))


def _runs(points: list[Point | None]) -> list[list[Point]]:
    """Return the points between gaps."""
    groups = groupby(points, key=lambda point: point is not None)
    return [[point for point in group if point] for is_known, group in groups if is_known]


def _room(x: Scale, y: Scale) -> tuple[float, float, float, float]:
    return (x.start, y.end, x.end, y.start)


def _draw_upright(trace: Drawing, place: int, drawing: Drawing, x: Scale, y: Scale, canvas: Canvas) -> None:
    """Draw columns; those of several traces on the same axis stand side by side."""
    bars = [other for other in drawing["data"] if other["type"] == "bar" and other.get("yaxis") == trace.get("yaxis")]
    layout, number_of = drawing["layout"], bars.index(trace)
    days = sorted(as_number(value) for value in trace["x"])
    step = min((after - before for before, after in pairwise(days)), default=1.0)
    room = step * (1 - layout.get("bargap", 0.2)) / len(bars)
    wide = room * (1 - layout.get("bargroupgap", 0.0)) if len(bars) > 1 else room
    edge = trace["marker"].get("line", {})
    for index, (middle, value) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if value is None:
            continue
        centre = as_number(middle) + (number_of - (len(bars) - 1) / 2) * room
        left, right, top = x.px(centre - wide / 2), x.px(centre + wide / 2), y.px(value)
        fill = _each(trace["marker"]["color"], index)
        canvas.box(left, top, right, y.px(0), fill, edge=edge.get("color"), width=edge.get("width", 0))
        _write_label(trace, index, ((left + right) / 2, top - LABEL_GAP), canvas, up="bottom")


def _draw_lying(trace: Drawing, x: Scale, y: Scale, canvas: Canvas) -> None:
    for index, (row, value) in enumerate(zip(trace["y"], trace["x"], strict=True)):
        if value is None:
            continue
        start = trace["base"][index] if "base" in trace else 0
        edges = (x.px(start), x.px(start + value))
        half = trace["width"] / 2
        fill = _each(trace["marker"]["color"], index)
        canvas.box(min(edges), y.px(row - half), max(edges), y.px(row + half), fill)
        side, gap = ("right", -LABEL_GAP) if value < 0 else ("left", LABEL_GAP)
        _write_label(trace, index, (edges[1] + gap, y.px(row)), canvas, across=side)


def _write_label(trace: Drawing, index: int, place: Point, canvas: Canvas, **where: str) -> None:
    if trace.get("text"):
        canvas.write(place, trace["text"][index], TICK_SIZE, trace["textfont"]["color"], **where)


def _draw_cells(trace: Drawing, x: Scale, y: Scale, canvas: Canvas) -> None:
    fills = [fill for _, fill in trace["colorscale"]]
    for row, steps in zip(trace["y"], trace["z"], strict=True):
        for column, step in zip(trace["x"], steps, strict=True):
            if step is not None:
                left, right = x.px(column - 0.5) + trace["xgap"] / 2, x.px(column + 0.5) - trace["xgap"] / 2
                top, bottom = y.px(row - 0.5) + trace["ygap"] / 2, y.px(row + 0.5) - trace["ygap"] / 2
                canvas.box(left, top, right, bottom, fills[int(step - trace["zmin"])])


def _each(value: Any, place: int) -> Any:
    """Return what holds for one mark, of one value for all or of one each."""
    return value[place] if isinstance(value, list) else value
