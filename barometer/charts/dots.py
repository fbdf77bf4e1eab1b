"""Dot plots: each row against the whole, with the range its own base leads one to expect."""

from __future__ import annotations

from barometer.charts.axes import Drawing, class_axis, escape, layout, note, row_name, value_axis
from barometer.charts.marks import Dot, Dots
from barometer.charts.palette import TICK_SIZE, Palette
from barometer.charts.spec import ChartSpec
from barometer.phrases import bracketed, capital
from barometer.wording import number

_MARKS = {1: "▲", -1: "▼"}


def draw_dots(spec: ChartSpec, panel: Dots, colours: Palette) -> Drawing:
    """Return pale range bars, one dot a row, the whole as a line; only dots outside their range have colour."""
    drawing = layout(spec, colours, left=16, right=72, top=30)
    places = list(range(len(panel.rows)))
    edges = [value for row in panel.rows for value in (row.low, row.high, row.value)] or [0.0, 1.0]
    span = max(edges) - min(edges) or 1.0
    below = 0.3 if any(row.verdict < 0 for row in panel.rows) else 0.05  # room for the labels left of low dots
    drawing |= {
        "barmode": "overlay",
        "xaxis": value_axis(
            colours,
            panel.kind,
            range=[max(-below * span, min(edges) - below * span), max(edges) + 0.25 * span],
        ),
        "yaxis": class_axis(
            colours,
            tickvals=places,
            ticktext=[row_name(row.name) for row in panel.rows],
            range=[len(places) - 0.5, -0.5],
            showline=False,
            ticks="",
            automargin=True,
        ),
    }
    drawing["yaxis"]["tickfont"] = {"size": TICK_SIZE, "color": colours.ink}
    drawing["shapes"].append(
        {
            "type": "line",
            "yref": "paper",
            "x0": panel.whole,
            "x1": panel.whole,
            "y0": 0,
            "y1": 1,
            "line": {"color": colours.muted, "width": 1.2},
        }
    )
    drawing["annotations"] = _notes(panel, colours)
    return {"data": [_ranges(panel, places, colours), _values(panel, places, colours)], "layout": drawing}


def _ranges(panel: Dots, places: list[int], colours: Palette) -> Drawing:
    return {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "base": [row.low for row in panel.rows],
        "x": [row.high - row.low for row in panel.rows],
        "width": 0.46,
        "marker": {"color": colours.band},
        "hoverinfo": "skip",
    }


def _values(panel: Dots, places: list[int], colours: Palette) -> Drawing:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value for row in panel.rows],
        "y": places,
        "marker": {"size": 11, "color": [_colour(row, panel, colours, is_text=False) for row in panel.rows]},
        "customdata": [
            f"{escape(row.name)}<br>"
            f"{bracketed(f'<b>{number(row.value, panel.kind, row.base)}</b>', _range(row, panel.kind))}<br>"
            f"{escape(capital(panel.base_name))} {number(row.base, 'count')}"
            for row in panel.rows
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }


def _range(row: Dot, kind: str) -> str:
    return f"{number(row.low, kind)}–{number(row.high, kind)}"


def _colour(row: Dot, panel: Dots, colours: Palette, is_text: bool) -> str:
    if not row.verdict or panel.better == "neutral":
        return colours.muted
    is_better = (row.verdict > 0) == (panel.better == "higher")
    if is_better:
        return colours.better_text if is_text else colours.better
    return colours.worse_text if is_text else colours.worse


def _notes(panel: Dots, colours: Palette) -> list[Drawing]:
    marks = [
        note(escape(panel.whole_label), panel.whole, 1, colours.ink, yref="paper", yanchor="bottom", yshift=2),
        note(
            escape(capital(panel.base_name)),
            1,
            1,
            colours.muted,
            xref="paper",
            yref="paper",
            xanchor="right",
            yanchor="bottom",
            xshift=64,
            yshift=2,
        ),
    ]
    for place, row in enumerate(panel.rows):
        marks.append(note(number(row.base, "count"), 1, place, colours.muted, xref="paper", xanchor="right", xshift=64))
        if row.verdict:
            text = f"<b>{_MARKS[row.verdict]} {number(row.value, panel.kind, row.base)}</b>"
            side = {"xanchor": "left", "xshift": 10} if row.verdict > 0 else {"xanchor": "right", "xshift": -10}
            marks.append(note(text, row.value, place, _colour(row, panel, colours, is_text=True), **side))
    return marks
