"""Trends as native charts: lines over the range expected of them, or columns, along an axis of months."""

from __future__ import annotations

from barometer.briefing.chart_axes import (
    Frame,
    Margins,
    Scale,
    axis_ids,
    month_axis,
    round_scale,
    text_width,
    value_axis,
)
from barometer.briefing.chart_data import Column, Sheet
from barometer.briefing.chart_elements import (
    Element,
    column_point,
    curve,
    labels,
    line,
    marker,
    node,
    shape,
)
from barometer.briefing.monthly_labels import label_shifts, line_labels, point_label
from barometer.briefing.number_formats import cell_format, words_of
from barometer.charts.end_labels import last_known, line_colour
from barometer.charts.expected_range import verdict_colour
from barometer.charts.marks import Line, Monthly
from barometer.charts.monthly import axis_start
from barometer.charts.palette import LIGHT
from barometer.language import say


def monthly_sheet(panel: Monthly) -> Sheet:
    """Return the figures: months, lines, and where a range was expected its middle, limits and width."""
    shown = cell_format(panel.kind)
    columns = [Column(say("month"), panel.months, "yyyy-mm")]
    columns += [Column(told.name, told.values, shown) for told in panel.lines]
    if panel.band:
        limits = [panel.band.limits(place) for place in range(len(panel.months))]
        widths = tuple(None if limit is None else limit[1] - limit[0] for limit in limits)
        lows = tuple(None if limit is None else limit[0] for limit in limits)
        columns += [
            Column(say("expected from"), lows, shown),
            Column(say("width of the expected range"), widths, shown),
            Column(say("expected value"), panel.band.expected, shown),
            Column(say("expected to"), panel.band.upper, shown),
        ]
    return Sheet(tuple(columns))


def right_margin(panel: Monthly, frame: Frame) -> float:
    """Return the room that the labels at the ends of the lines need."""
    return max(text_width(words_of(told.label)) for told in panel.lines) * frame.text + 18 if panel.lines else 18.0


def monthly_plot(panel: Monthly, sheet: Sheet, frame: Frame, margins: Margins, is_named: bool) -> Element:
    """Return the plot of a panel; the months are named under the lowest only."""
    scale = _scale(panel, frame)
    if panel.is_columns:
        groups = [_columns(panel, sheet, frame)]
    else:
        groups = [_expected(panel, sheet)] if panel.band and panel.band.runs() else []
        groups.append(_lines(panel, sheet, frame, margins, scale))
    axes = (month_axis(len(panel.months), frame, is_named), value_axis(scale, panel.kind, frame))
    return node("c:plotArea", margins.plot(frame), *groups, *axes, shape(None))


def _scale(panel: Monthly, frame: Frame) -> Scale:
    limits = [value for run in panel.band.runs() for _, *pair in run for value in pair] if panel.band else []
    known = [value for one in panel.lines for value in one.values if value is not None] + limits
    low, high = axis_start(panel), max(known, default=1.0) or 1.0
    above = high if panel.kind == "share" and high > 0.9 else high + 0.04 * (high - low)
    return round_scale(low, above, panel.kind, 5 if frame.height > 200 else 3)


def _expected(panel: Monthly, sheet: Sheet) -> Element:
    """Return the range month by month: columns without a gap, pale from the lower to the upper limit.

    Areas would slope to zero where a month has no range; columns beside lines are drawn alike everywhere.
    """
    first = 1 + len(panel.lines)
    looks = (shape(None), shape(LIGHT.band, line(LIGHT.band, 0.5)))
    series = [
        node(
            "c:ser",
            node("c:idx", val=column - 1),
            node("c:order", val=place),
            sheet.name(column),
            look,
            node("c:invertIfNegative", val=0),
            sheet.points("c:cat", 0),
            sheet.points("c:val", column),
        )
        for place, (column, look) in enumerate(zip((first, first + 1), looks, strict=True))
    ]
    return node(
        "c:barChart",
        node("c:barDir", val="col"),
        node("c:grouping", val="stacked"),
        node("c:varyColors", val=0),
        *series,
        node("c:gapWidth", val=0),
        node("c:overlap", val=100),
        *axis_ids(),
    )


def _columns(panel: Monthly, sheet: Sheet, frame: Frame) -> Element:
    told, settled = panel.lines[0], len(panel.months) - panel.provisional
    open_months = [
        column_point(place, shape(LIGHT.card, line(LIGHT.ghost, 1.0)))
        for place in range(settled, len(panel.months))
        if told.values[place] is not None
    ]
    last = last_known(told.values)
    aside = (0.5 * text_width(words_of(told.label)) * frame.text + 12) / frame.width  # or it lies on higher columns
    end = None if last is None else point_label(panel, told, last, "outEnd", LIGHT.ink, frame, told.label, (aside, 0))
    series = node(
        "c:ser",
        node("c:idx", val=0),
        node("c:order", val=0),
        sheet.name(1),
        shape(LIGHT.ghost, line(LIGHT.ghost, 1.0)),
        node("c:invertIfNegative", val=0),
        *open_months,
        labels([] if end is None else [end]),
        sheet.points("c:cat", 0),
        sheet.points("c:val", 1),
    )
    grouping = node("c:grouping", val="clustered")
    head = (node("c:barDir", val="col"), grouping, node("c:varyColors", val=0))
    return node("c:barChart", *head, series, node("c:gapWidth", val=40), *axis_ids())


def _lines(panel: Monthly, sheet: Sheet, frame: Frame, margins: Margins, scale: Scale) -> Element:
    shifts = label_shifts(panel, frame, margins, scale)
    order = sorted(range(len(panel.lines)), key=lambda place: panel.lines[place].role == "main")
    series = [_line(panel, place, drawn + 2, sheet, frame, shifts.get(place, 0.0)) for drawn, place in enumerate(order)]
    head = (node("c:grouping", val="standard"), node("c:varyColors", val=0))
    return node("c:lineChart", *head, *series, node("c:marker", val=1), *axis_ids())


def _line(panel: Monthly, place: int, order: int, sheet: Sheet, frame: Frame, shift: float) -> Element:
    told = panel.lines[place]
    is_main = told.role == "main"
    width = 2.25 if is_main else 1.25 if told.is_grey else 1.75
    return node(
        "c:ser",
        node("c:idx", val=place),
        node("c:order", val=order),
        sheet.name(1 + place),
        curve(line_colour(told, LIGHT), width),
        marker(),
        *_points(panel, told, width),
        labels(line_labels(panel, told, frame, shift)),
        sheet.points("c:cat", 0),
        sheet.points("c:val", 1 + place),
        node("c:smooth", val=0),
    )


def _points(panel: Monthly, told: Line, width: float) -> list[Element]:
    """Return the points that look other than their line: provisional, marked, the last, and those that stand alone."""
    colour, last = line_colour(told, LIGHT), last_known(told.values)
    marked = dict(panel.marked) if told is panel.lines[0] else {}
    settled = len(panel.months) - (panel.provisional if told.role == "main" else 0)
    around = (None, *told.values, None)
    found = []
    for place, value in enumerate(told.values):
        if value is None:
            continue
        is_open, is_end = place >= settled, place == last and told.role == "main"
        if is_open or is_end or place in marked:
            edge = verdict_colour(marked.get(place, ""), LIGHT) if place in marked else colour
            dot = marker("circle", 8, LIGHT.card if is_open else edge, edge)
        elif around[place] is None and around[place + 2] is None:
            dot = marker("circle", 4, colour)
        else:
            continue
        look = curve(colour, width, "sysDot" if is_open else "")
        found.append(node("c:dPt", node("c:idx", val=place), dot, node("c:bubble3D", val=0), look))
    return found
