"""Funnels as native charts of points: units against their bases between the limits of chance."""

from __future__ import annotations

from barometer.briefing.chart_axes import ACROSS, UP, Frame, Margins, Scale, axis_ids, plain_axis, round_scale
from barometer.briefing.chart_data import Column, Sheet
from barometer.briefing.chart_elements import (
    Element,
    curve,
    label,
    marker,
    node,
    rich_text,
    shape,
    text_style,
)
from barometer.briefing.native_points import series
from barometer.briefing.number_formats import axis_format, cell_format
from barometer.charts.funnel import value_range
from barometer.charts.funnel_labels import is_better, named
from barometer.charts.funnel_mark import Funnel, FunnelDot
from barometer.charts.palette import LIGHT
from barometer.language import say
from barometer.phrases import capital

LINE = 1.1  # of the size of text: what a name takes upwards
_SIDES = {"above": "t", "below": "b", "right": "r", "left": "l"}


def funnel_sheet(panel: Funnel) -> Sheet:
    """Return the figures of the units as on screen, then the curves of the limits."""
    shown, counts = cell_format(panel.kind), cell_format("count")
    head, *rows = panel.table()
    formats = ("General", *(shown,) * 5, counts, counts)
    columns = [
        Column(str(name), tuple(row[place] for row in rows), formats[place])  # type: ignore[misc]
        for place, name in enumerate(head)
    ]
    curves = (*panel.near, *panel.far)
    names = (say("95% from"), say("95% to"), say("99.8% from"), say("99.8% to"))
    columns.append(Column(capital(panel.base_name), panel.grid, counts))
    columns += [Column(name, values, shown) for name, values in zip(names, curves, strict=True)]
    columns.append(Column(say("ends"), (0.0, max(panel.grid)), counts))
    columns.append(Column(panel.target_label, (panel.target, panel.target), shown))
    return Sheet(tuple(columns))


def funnel_plot(panel: Funnel, sheet: Sheet, frame: Frame) -> Element:
    """Return the units as dots between limit lines; only those outside the 99.8 % limits have colour and a name."""
    low, high, step = value_range(panel)
    most = max(panel.grid)
    across = Scale(0.0, most, round_scale(0.0, most, "count").step)
    margins = Margins(4 * frame.text, 0.8 * frame.text, 8 * frame.text, 3.6 * frame.text)
    height = margins.inside(frame)[1]
    scatter = node(
        "c:scatterChart",
        node("c:scatterStyle", val="lineMarker"),
        node("c:varyColors", val=0),
        *_curves(panel, sheet, frame, _apart(panel, LINE * frame.text * (high - low) / height)),
        _units(panel, sheet, frame, (across.high, low, high), height),
        *axis_ids(),
    )
    foot = plain_axis(ACROSS, UP, across, cell_format("count"), frame, title=capital(panel.base_name))
    side = plain_axis(UP, ACROSS, Scale(low, high, step), axis_format(panel.kind, step), frame)
    return node("c:plotArea", margins.plot(frame), scatter, foot, side, shape(None))


def _ends(panel: Funnel) -> list[float]:
    """Return where the limits and the share of all end."""
    return [*(curve[-1] for curve in (*panel.near, *panel.far)), panel.target]


def _apart(panel: Funnel, least: float) -> set[int]:
    """Return the places of the lines whose names at the right stand `least` apart: first that of all, then 99.8 %."""
    told: dict[int, float] = {}
    for place, value in reversed(list(enumerate(_ends(panel)))):
        if all(abs(value - other) >= least for other in told.values()):
            told[place] = value
    return set(told)


def _curves(panel: Funnel, sheet: Sheet, frame: Frame, named_ones: set[int]) -> list[Element]:
    """Return the limits, named at their right ends, and the share of all."""
    last, drawn = len(panel.grid) - 1, []
    for place, (name, dash) in enumerate((("95%", "dash"), ("95%", "dash"), ("99.8%", ""), ("99.8%", ""))):
        told = [_end(last, name, frame, LIGHT.muted)] if place in named_ones else []
        drawn.append(series(sheet, place, (9 + place, 8, 9 + place), curve(LIGHT.ghost, 1.0, dash), told=told))
    whole = [_end(1, panel.target_label, frame, LIGHT.ink)]
    return [*drawn, series(sheet, 4, (14, 13, 14), curve(LIGHT.muted, 1.25), told=whole)]


def _end(place: int, name: str, frame: Frame, colour: str) -> Element:
    return label(place, "r", text_style(frame.text, colour), "", rich_text(name, frame.text, colour))


def _units(panel: Funnel, sheet: Sheet, frame: Frame, scale: tuple[float, float, float], height: float) -> Element:
    places = {row.code: place for place, row in enumerate(panel.rows)}
    told = {places[row.code]: (row, text, side) for row, text, side in named(panel, scale, height)}
    points = [
        node(
            "c:dPt",
            node("c:idx", val=place),
            marker("circle", 9, _colour(row, panel), LIGHT.card),
            node("c:bubble3D", val=0),
        )
        for place, row in enumerate(panel.rows)
        if row.verdict
    ]
    names = [_name(place, *told[place], panel, frame) for place in sorted(told)]
    dot = marker("circle", 7, LIGHT.muted, LIGHT.card)
    return series(sheet, 5, (1, 7, 1), curve(None), dot, points, names)


def _name(place: int, row: FunnelDot, text: str, side: str, panel: Funnel, frame: Frame) -> Element:
    colour = LIGHT.better_text if is_better(row, panel) else LIGHT.worse_text
    colour = LIGHT.ink if panel.better == "neutral" else colour
    words = rich_text(text, frame.text, colour, bold=True)
    return label(place, _SIDES[side], text_style(frame.text, colour, True), "", words)


def _colour(row: FunnelDot, panel: Funnel) -> str:
    if panel.better == "neutral":
        return LIGHT.ink
    return LIGHT.better if is_better(row, panel) else LIGHT.worse
