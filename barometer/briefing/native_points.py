"""Dot plots and funnels as native charts of points: rows and units between the limits of chance."""

from __future__ import annotations

from barometer.briefing.chart_axes import ACROSS, UP, Frame, Margins, Scale, axis_ids, plain_axis, text_width
from barometer.briefing.chart_axes import round_scale as rounded
from barometer.briefing.chart_data import Column, Sheet
from barometer.briefing.chart_elements import (
    Element,
    curve,
    label,
    labels,
    marker,
    node,
    rich_text,
    shape,
    text_style,
)
from barometer.briefing.number_formats import axis_format, cell_format
from barometer.charts.axes import WIDEST_NAME
from barometer.charts.expected_range import verdict_colour
from barometer.charts.marks import Dot, Dots
from barometer.charts.palette import LIGHT
from barometer.language import say
from barometer.phrases import capital, shortened
from barometer.wording import number

SIGNS = {1: "▲ ", -1: "▼ "}

NEAR = 0.15  # of the width of a plot: what a figure beside a dot takes


def dots_sheet(panel: Dots) -> Sheet:
    """Return the figures: row, value, range, base; then the places that only the drawing needs."""
    shown, rows = cell_format(panel.kind), panel.rows
    low, high, _ = _span(panel)
    heights = tuple(float(len(rows) - place) for place in range(len(rows)))
    return Sheet(
        (
            Column(say("name"), tuple(capital(row.name) for row in rows)),
            Column(panel.measured_in, tuple(row.value for row in rows), shown),
            Column(say("range from"), tuple(row.low for row in rows), shown),
            Column(say("range to"), tuple(row.high for row in rows), shown),
            Column(panel.base_name, tuple(row.base for row in rows), cell_format("count")),
            Column(say("row"), heights),
            Column(say("row"), heights),
            Column(say("place of the name"), (low,) * len(rows), shown),
            Column(say("place of the base"), (high,) * len(rows), shown),
            Column(panel.whole_label, (panel.whole, panel.whole), shown),
            Column(say("height"), (0.5, len(rows) + 0.5)),
        )
    )


def dots_plot(panel: Dots, sheet: Sheet, frame: Frame) -> Element:
    """Return one dot a row on the pale range of its base, the whole as an upright line."""
    low, high, step = _span(panel)
    across, up = Scale(low, high, step), Scale(0.0, len(panel.rows) + 1.0, 1.0)
    small = Frame(frame.width, frame.height, max(7.0, min(frame.text, 0.6 * frame.height / (len(panel.rows) + 2))))
    names = max((text_width(shortened(row.name, WIDEST_NAME)) for row in panel.rows), default=0.0)
    margins = Margins(names * small.text + 16, 4, 4.0 * small.text + 20, 2 * small.text)
    scatter = node(
        "c:scatterChart",
        node("c:scatterStyle", val="lineMarker"),
        node("c:varyColors", val=0),
        *_rows(panel, sheet, small),
        *axis_ids(),
    )
    axes = (
        plain_axis(ACROSS, UP, across, axis_format(panel.kind, step), frame),
        plain_axis(UP, ACROSS, up, "General", frame, is_hidden=True),
    )
    return node("c:plotArea", margins.plot(frame), scatter, *axes, shape(None))


def _span(panel: Dots) -> tuple[float, float, float]:
    """Return first and last value of the axis and the distance of its ticks, with room for labels beside dots."""
    edges = [value for row in panel.rows for value in (row.low, row.high, row.value)] or [0.0, 1.0]
    span = (max(edges) - min(edges)) or 1.0
    room = 0.2 if any(row.verdict < 0 for row in panel.rows) else 0.05
    start = max(0.0, min(edges) - room * span)
    end = max(edges) + 0.15 * span
    end = min(end, 1.0) if panel.kind == "share" and max(edges) <= 1 else end
    step = rounded(start, end, panel.kind).step
    scale = rounded(step * (start // step), end, panel.kind)
    return scale.low, scale.high, scale.step


def _rows(panel: Dots, sheet: Sheet, frame: Frame) -> list[Element]:
    low, high, _ = _span(panel)
    names = [
        label(place, "l", text_style(frame.text, LIGHT.ink), "", _plain(_name(row, low + 0.02 * (high - low)), frame))
        for place, row in enumerate(panel.rows)
    ]
    bases = [
        label(place, "r", text_style(frame.text, LIGHT.muted), "", _plain(number(row.base, "count"), frame))
        for place, row in enumerate(panel.rows)
    ]
    values = [_value(place, row, panel, frame) for place, row in enumerate(panel.rows) if row.verdict]
    top = label(1, "t", text_style(frame.text, LIGHT.ink), "", _plain(panel.whole_label, frame))
    dots = [
        node("c:dPt", node("c:idx", val=place), marker("circle", 10, colour, LIGHT.card), node("c:bubble3D", val=0))
        for place, row in enumerate(panel.rows)
        if (colour := _colour(row, panel)) != LIGHT.muted
    ]
    count = len(panel.rows)
    drawn = series(sheet, count + 3, (1, 1, 6), curve(None), marker("circle", 9, LIGHT.muted, LIGHT.card), dots, values)
    return [
        drawn,  # first in the file, last to be drawn: some programs take the number of points from the first
        *[_range(sheet, place, 0.5 * _pitch(panel, frame)) for place in range(count)],
        series(sheet, count, (0, 7, 6), curve(None), told=names),
        series(sheet, count + 1, (4, 8, 6), curve(None), told=bases),
        series(sheet, count + 2, (9, 9, 10), curve(LIGHT.muted, 1.25), told=[top]),
    ]


def _name(row: Dot, edge: float) -> str:
    """Return the name of a row, farther from the plot where a dot stands at its edge."""
    return shortened(capital(row.name), WIDEST_NAME) + ("\N{NO-BREAK SPACE}" * 3 if row.value < edge else "")


def series(
    sheet: Sheet,
    order: int,
    columns: tuple[int, int, int],
    look: Element,
    dot: Element | None = None,
    points: list[Element] | None = None,
    told: list[Element] | None = None,
) -> Element:
    """Return a series of points: `columns` are those of its name, its places across and its heights."""
    name, across, up = columns
    return node(
        "c:ser",
        node("c:idx", val=order),
        node("c:order", val=order),
        sheet.name(name),
        look,
        marker() if dot is None else dot,
        *(points or []),
        labels(told or []),
        sheet.points("c:xVal", across),
        sheet.points("c:yVal", up),
        node("c:smooth", val=0),
    )


def _range(sheet: Sheet, place: int, width: float) -> Element:
    """Return the range of one row as a broad pale line, as every program draws it; not all draw error bars."""
    return node(
        "c:ser",
        node("c:idx", val=place),
        node("c:order", val=place),
        sheet.name(2),
        curve(LIGHT.band, width, cap="flat"),
        marker(),
        labels([]),
        sheet.pair("c:xVal", place, 2),
        sheet.pair("c:yVal", place, 5),
        node("c:smooth", val=0),
    )


def _pitch(panel: Dots, frame: Frame) -> float:
    return 0.85 * frame.height / (len(panel.rows) + 1)


def _value(place: int, row: Dot, panel: Dots, frame: Frame) -> Element:
    colour = verdict_colour(_verdict(row, panel), LIGHT, is_text=True)
    words = SIGNS[row.verdict] + number(row.value, panel.kind, row.base)
    told = rich_text(words, frame.text, colour, bold=True)
    low, high, _ = _span(panel)
    room = NEAR * (high - low)  # names stand left of the plot, bases right of it
    is_near_names, is_near_bases = row.value - low < room, high - row.value < room
    side = "r" if is_near_names or (row.verdict > 0 and not is_near_bases) else "l"
    return label(place, side, text_style(frame.text, colour, True), "", told)


def _verdict(row: Dot, panel: Dots) -> str:
    if not row.verdict or panel.better == "neutral":
        return ""
    return "better" if (row.verdict > 0) == (panel.better == "higher") else "worse"


def _colour(row: Dot, panel: Dots) -> str:
    verdict = _verdict(row, panel)
    return verdict_colour(verdict, LIGHT) if verdict else LIGHT.muted


def _plain(text: str, frame: Frame) -> Element:
    return rich_text(text, frame.text, LIGHT.ink)
