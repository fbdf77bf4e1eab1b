"""Columns by ordered class and lying bars: both start at 0."""

from __future__ import annotations

from barometer.charts.axes import Drawing, class_axis, escape, few_ticks, layout, note, row_name, value_axis
from barometer.charts.marks import Bars, Columns
from barometer.charts.palette import TICK_SIZE, Palette
from barometer.charts.spec import ChartSpec
from barometer.wording import number

HOVER_INSIDE = {"hoverdistance": 1}  # of bars at any distance Plotly finds the shortest one, wherever the pointer is


def draw_columns(spec: ChartSpec, panel: Columns, colours: Palette) -> Drawing:
    """Return upright columns; the base, where there is one, stands as a thin grey outline beside each."""
    drawing = layout(spec, colours) | HOVER_INSIDE
    places = list(range(len(panel.names)))
    top = max([*(v or 0 for v in panel.values), *(v or 0 for v in panel.earlier), 0]) or 1
    fills = [colours.bar if index in panel.marked else colours.ghost for index in places]
    traces = [_column(places, panel, panel.values, fills, panel.measured_in, colours)]
    if panel.earlier:
        outline = [colours.card] * len(places)
        traces.insert(0, _column(places, panel, panel.earlier, outline, panel.earlier_name, colours))
        traces[0]["text"] = None
    drawing |= {
        "bargap": 0.08 if not panel.earlier else 0.3,
        "bargroupgap": 0.05,
        "xaxis": class_axis(colours, tickangle=0, **_class_names(panel, places)),
        "yaxis": value_axis(colours, panel.kind, range=[0, top * 1.14], **few_ticks(top, panel.kind)),
    }
    if panel.rule:
        place, text = panel.rule
        drawing["shapes"].append(_upright(place, colours))
        drawing["annotations"].append(
            note(escape(text), place, 1, colours.ink, yref="paper", yanchor="bottom", yshift=2)
        )
    return {"data": traces, "layout": drawing}


def _class_names(panel: Columns, places: list[int]) -> Drawing:
    """Return the name under the middle of each column, or the first value of some classes under their left edge."""
    if panel.edges:
        told = [place for place in places if panel.edges[place]]
        return {"tickvals": [place - 0.5 for place in told], "ticktext": [escape(panel.edges[place]) for place in told]}
    return {"tickvals": places, "ticktext": [escape(name) for name in panel.names]}


def draw_bars(spec: ChartSpec, panel: Bars, colours: Palette) -> Drawing:
    """Return lying bars in the order given, first on top, names left and labels at their ends."""
    drawing = layout(spec, colours, right=96, left=16) | HOVER_INSIDE
    places = list(range(len(panel.names)))
    known = [value or 0 for value in panel.values] or [0]
    top, bottom = max(*known, 0) or 1, min(*known, 0)
    room = 0.2 * (top - bottom) if bottom else 0.0  # for the labels left of negative bars
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": list(panel.values),
        "y": places,
        "width": 0.6,
        "marker": {"color": [colours.bar if index in panel.marked else colours.ghost for index in places]},
        "text": [escape(label) for label in panel.labels],
        "textposition": "outside",
        "textfont": {"size": TICK_SIZE, "color": colours.ink},
        "constraintext": "none",
        "cliponaxis": False,
        "hovertemplate": [f"{escape(name)}<br><b>{escape(label)}</b><extra></extra>" for name, label in _pairs(panel)],
    }
    drawing |= {
        "xaxis": value_axis(
            colours, panel.kind, range=[bottom - room, top * 1.05], nticks=4, **few_ticks(top - bottom, panel.kind)
        ),
        "yaxis": class_axis(
            colours,
            tickvals=places,
            ticktext=[row_name(name) for name in panel.names],
            range=[len(places) - 0.5, -0.5],
            ticks="",
            automargin=True,
            showline=not bottom,  # bars to both sides stand on a line at 0, not on the frame
        ),
    }
    if bottom:
        drawing["xaxis"] |= {"zeroline": True, "zerolinecolor": colours.axis, "zerolinewidth": 1}
    drawing["yaxis"]["tickfont"] = {"size": TICK_SIZE, "color": colours.ink}
    return {"data": [trace], "layout": drawing}


def _pairs(panel: Bars) -> list[tuple[str, str]]:
    return list(zip(panel.names, panel.labels, strict=True))


def _column(
    places: list[int],
    panel: Columns,
    values: tuple[float | None, ...],
    fills: list[str],
    name: str,
    colours: Palette,
) -> Drawing:
    shown = [
        f"{escape(c)}<br>{escape(name)} <b>{number(v, panel.kind)}</b>"
        for c, v in zip(panel.names, values, strict=True)
    ]
    return {
        "type": "bar",
        "x": places,
        "y": list(values),
        "marker": {"color": fills, "line": {"color": colours.ghost, "width": 1}},
        "text": [escape(label) for label in panel.labels] or None,
        "textposition": "outside",
        "textfont": {"size": TICK_SIZE, "color": colours.ink},
        "constraintext": "none",
        "cliponaxis": False,
        "customdata": shown,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _upright(place: float, colours: Palette) -> Drawing:
    line = {"color": colours.muted, "width": 1, "dash": "dash"}
    return {"type": "line", "yref": "paper", "x0": place, "x1": place, "y0": 0, "y1": 1, "line": line}
