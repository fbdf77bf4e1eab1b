"""Drawings on paper: what `charts.figure` says of a chart, drawn without a browser. One definition serves both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from barometer.briefing.canvas import LINE_HEIGHT, Canvas, Point, width_of
from barometer.briefing.marks_drawn import draw_trace
from barometer.briefing.scales import Scale, as_number, axis_names, axis_of, scale_of, ticks
from barometer.charts.axes import Drawing
from barometer.charts.palette import TICK_SIZE

TICK_LENGTH, GAP = 4, 4


@dataclass(frozen=True)
class Plot:
    """The room between the margins, and the scales that lie over it."""

    left: float
    top: float
    right: float
    bottom: float
    x: Scale
    y: dict[str, Scale]

    def across(self, reference: str, place: object) -> float:
        """Return the px of a place on the axis of classes or months, or of a part of the width ("paper")."""
        if reference == "paper":
            return self.left + as_number(place) * (self.right - self.left)
        return self.x.px(place)

    def down(self, reference: str, place: object) -> float:
        """Return the px of a value on an upright axis, or of a part of the height ("paper")."""
        if reference == "paper":
            return self.bottom - as_number(place) * (self.bottom - self.top)
        return self.y[reference].px(place)


def draw(drawing: Drawing, canvas: Canvas, left: float, top: float, right: float, bottom: float) -> None:
    """Draw the figure of a chart into a rectangle of the canvas: bands, grid, marks, lines, axes, notes."""
    layout, traces = drawing["layout"], drawing["data"]
    plot = _plot(layout, traces, left, top, right, bottom)
    shapes = sorted(layout["shapes"], key=lambda shape: shape.get("layer") != "below")
    for shape in (shape for shape in shapes if shape.get("layer") == "below"):
        _draw_shape(shape, plot, canvas)
    _draw_grid(layout, plot, canvas)
    for place, trace in enumerate(traces):
        draw_trace(trace, place, drawing, plot.x, plot.y[trace.get("yaxis", "y")], canvas)
    _draw_axes(layout, plot, canvas)
    for shape in (shape for shape in shapes if shape.get("layer") != "below"):
        _draw_shape(shape, plot, canvas)
    for note in layout["annotations"]:
        _draw_note(note, plot, canvas, layout["xaxis"].get("type") == "date" and _is_at_a_point(note))


def _plot(layout: Drawing, traces: Sequence[Drawing], left: float, top: float, right: float, bottom: float) -> Plot:
    margin = layout["margin"]
    names = max((width_of(name, TICK_SIZE) for name in _row_names(layout)), default=0.0)
    left, right = left + max(margin["l"], names + 2 * GAP), right - margin["r"]
    top, bottom = top + margin["t"], bottom - margin["b"]
    classes = len(traces[0]["x"])
    domains = {name: axis_of(layout, name).get("domain", (0, 1)) for name in axis_names(layout, "y")}
    height = bottom - top
    upright = {
        name: scale_of(axis_of(layout, name), classes, bottom - low * height, bottom - high * height)
        for name, (low, high) in domains.items()
    }
    return Plot(left, top, right, bottom, scale_of(layout["xaxis"], classes, left, right), upright)


def _row_names(layout: Drawing) -> list[str]:
    """Return the names left of the rows that need more room than the margin gives."""
    axis = layout["yaxis"]
    return list(axis.get("ticktext", ())) if axis.get("automargin") else []


def _draw_shape(shape: Drawing, plot: Plot, canvas: Canvas) -> None:
    left, right = (plot.across(shape.get("xref", "x"), shape[name]) for name in ("x0", "x1"))
    top, bottom = (plot.down(shape.get("yref", "y"), shape[name]) for name in ("y1", "y0"))
    if shape["type"] == "rect":
        canvas.box(left, top, right, bottom, shape["fillcolor"])
    else:
        line = shape["line"]
        canvas.line([(left, bottom), (right, top)], line["color"], line["width"], line.get("dash", ""))


def _draw_grid(layout: Drawing, plot: Plot, canvas: Canvas) -> None:
    if layout["xaxis"]["showgrid"]:
        for value, _ in ticks(layout["xaxis"], plot.x):
            x = plot.x.px(value)
            canvas.line([(x, plot.top), (x, plot.bottom)], layout["xaxis"]["gridcolor"], 1)
    for name, scale in plot.y.items():
        axis = axis_of(layout, name)
        for value, _ in ticks(axis, scale) if axis["showgrid"] else ():
            canvas.line([(plot.left, scale.px(value)), (plot.right, scale.px(value))], axis["gridcolor"], 1)


def _draw_axes(layout: Drawing, plot: Plot, canvas: Canvas) -> None:
    for name, scale in plot.y.items():
        axis = axis_of(layout, name)
        font = axis["tickfont"]
        for value, text in ticks(axis, scale):
            place = (plot.left - GAP, scale.px(value))
            canvas.write(place, text.rstrip(), font["size"], font["color"], across="right")
        if axis.get("showline"):
            canvas.line([(plot.left, plot.top), (plot.left, plot.bottom)], axis["linecolor"], 1)
    _draw_foot(layout["xaxis"], plot, canvas)


def _draw_foot(axis: Drawing, plot: Plot, canvas: Canvas) -> None:
    """Draw the axis of months, classes or bases: below the plot, or above it."""
    is_above, has_ticks = axis.get("side") == "top", axis["ticks"] == "outside"
    edge, way = (plot.top, -1) if is_above else (plot.bottom, 1)
    if axis.get("showline"):
        canvas.line([(plot.left, edge), (plot.right, edge)], axis["linecolor"], 1)
    if axis.get("zeroline"):
        canvas.line([(plot.x.px(0), plot.top), (plot.x.px(0), plot.bottom)], axis["zerolinecolor"], 1)
    away = way * (TICK_LENGTH if has_ticks else 0)
    for value, text in ticks(axis, plot.x):
        x = plot.x.px(value)
        if has_ticks:
            canvas.line([(x, edge), (x, edge + away)], axis["tickcolor"], 1)
        size, colour = axis["tickfont"]["size"], axis["tickfont"]["color"]
        canvas.write((x, edge + away + way), text, size, colour, up="bottom" if is_above else "top")
    if title := axis.get("title"):
        place = ((plot.left + plot.right) / 2, edge + away + TICK_SIZE * LINE_HEIGHT + title["standoff"])
        canvas.write(place, title["text"], title["font"]["size"], title["font"]["color"], up="top")


def _is_at_a_point(note: Drawing) -> bool:
    return note.get("xref", "x") == "x" and str(note.get("yref", "y")).startswith("y")


def _draw_note(note: Drawing, plot: Plot, canvas: Canvas, is_over_lines: bool) -> None:
    """Write a note; `is_over_lines` puts a pale ground below its words, which lines may run through."""
    place: Point = (
        plot.across(note.get("xref", "x"), note["x"]) + note.get("xshift", 0),
        plot.down(note.get("yref", "y"), note["y"]) - note.get("yshift", 0),
    )
    across, up = note.get("xanchor", "center"), note.get("yanchor", "middle")
    if is_over_lines:
        canvas.pale(place, note["text"], note["font"]["size"], across, up)
    canvas.write(place, note["text"], note["font"]["size"], note["font"]["color"], across, up)
