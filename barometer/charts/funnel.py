"""Funnels: shares of units against their bases, inside the limits that chance and what all units share explain."""

from __future__ import annotations

import math

from barometer.charts.axes import Drawing, class_axis, escape, layout, note, value_axis
from barometer.charts.end_labels import pushed_apart
from barometer.charts.funnel_labels import is_better, name_labels
from barometer.charts.funnel_mark import Curve, Funnel, FunnelDot
from barometer.charts.palette import TICK_SIZE, Palette
from barometer.charts.spec import ChartSpec
from barometer.phrases import bracketed, capital, listed
from barometer.wording import number

RIGHT, TOP, BOTTOM = 118, 16, 50
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)  # between ticks
WIDE = 0.04  # of the axis left free beyond the outermost


def draw_funnel(spec: ChartSpec, panel: Funnel, colours: Palette) -> Drawing:
    """Return the units as dots between limit lines; only those outside the 99.8 % limits have colour and a name."""
    low, high, step = value_range(panel)
    drawing = layout(spec, colours, right=RIGHT, top=TOP)
    drawing["margin"]["b"] = BOTTOM
    most, font = max(panel.grid), {"size": TICK_SIZE, "color": colours.muted}
    drawing["xaxis"] = class_axis(
        colours,
        range=[0, most],
        nticks=6,
        tickformat=",~d",
        title={"text": escape(capital(panel.base_name)), "standoff": 6, "font": font},
    )
    drawing["yaxis"] = value_axis(colours, panel.kind, range=[low, high], tick0=low, dtick=step, automargin=False)
    height = spec.height - TOP - BOTTOM
    drawing["annotations"] = _curve_names(panel, [low, high], colours, height)
    drawing["annotations"] += name_labels(panel, (most, low, high), height, colours)
    lines = [_curve(panel.grid, curve, colours, "dash") for curve in panel.near]
    lines += [_curve(panel.grid, curve, colours, "solid") for curve in panel.far]
    whole = _curve((0.0, most), (panel.target, panel.target), colours, "solid")
    whole["line"] = {"color": colours.muted, "width": 1.2}
    return {"data": [*lines, whole, _dots(panel, colours)], "layout": drawing}


def value_range(panel: Funnel) -> tuple[float, float, float]:
    """Return first and last value of the axis of shares and the distance of its ticks: wide enough for every unit.

    It holds the limits of the units of larger bases; at the smallest they run to 0 and 1 and leave it.
    """
    larger = sorted(panel.rows, key=lambda row: row.denominator)[len(panel.rows) // 2 :]
    known = [row.value for row in panel.rows] + [panel.target] + [limit for row in larger for limit in row.far]
    low, high = min(known), max(known)
    span = (high - low) or 0.1
    low, high = low - WIDE * span, high + WIDE * span
    step = next((size for size in STEPS if (high - low) / size <= 6), STEPS[-1])
    start = max(0.0, round(step * math.floor(low / step + 1e-9), 4))
    return start, min(high, 1 + WIDE * (1 - start)), step


def _curve(places: Curve, values: Curve, colours: Palette, dash: str) -> Drawing:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(places),
        "y": list(values),
        "line": {"color": colours.ghost, "width": 1, "dash": dash},
        "hoverinfo": "skip",
    }


def _dots(panel: Funnel, colours: Palette) -> Drawing:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.denominator for row in panel.rows],
        "y": [row.value for row in panel.rows],
        "marker": {
            "size": [11 if row.verdict else 8 for row in panel.rows],
            "color": [_colour(row, panel, colours) for row in panel.rows],
            "line": {"color": colours.card, "width": 1},
            "opacity": 1,
        },
        "customdata": [_hover(row, panel) for row in panel.rows],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }


def _colour(row: FunnelDot, panel: Funnel, colours: Palette) -> str:
    if not row.verdict or panel.better == "neutral":
        return colours.ink if row.verdict else colours.muted
    return colours.better if is_better(row, panel) else colours.worse


def _hover(row: FunnelDot, panel: Funnel) -> str:
    share = f"<b>{number(row.value, panel.kind, row.denominator)}</b>"
    return "<br>".join(
        [
            escape(listed([other.name for other in panel.rows if _is_at(other, row)])),
            bracketed(share, "99.8%: " + "–".join(number(limit, panel.kind) for limit in row.far)),
            f"{escape(capital(panel.part_name))} {number(row.numerator, 'count')}",
            f"{escape(capital(panel.base_name))} {number(row.denominator, 'count')}",
        ]
    )


def _is_at(one: FunnelDot, other: FunnelDot) -> bool:
    """Return whether two units lie in the same place, one dot over the other."""
    return (one.numerator, one.denominator) == (other.numerator, other.denominator)


def _curve_names(panel: Funnel, scale: list[float], colours: Palette, height: float) -> list[Drawing]:
    """Return what stands at the right end of each line, pushed apart around the share of all."""
    ends = [(panel.target, escape(panel.target_label), colours.ink)]
    for curves, name in ((panel.near, "95%"), (panel.far, "99.8%")):
        ends += [(curve[-1], name, colours.muted) for curve in curves]
    ends.sort(key=lambda end: end[0])
    places = [(value - scale[0]) / (scale[1] - scale[0]) * height for value, *_ in ends]
    shifts = pushed_apart(places, [colour == colours.ink for *_, colour in ends])
    return [
        note(text, 1, value, colour, xref="paper", xanchor="left", xshift=8, yshift=shift)
        for (value, text, colour), shift in zip(ends, shifts, strict=True)
    ]
