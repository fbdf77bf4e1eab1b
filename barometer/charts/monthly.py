"""Trends by month: an ink line, last year as a thin grey one, event bands, labels at the end; or columns."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from barometer.charts.axes import Drawing, class_axis, escape, few_ticks, layout, value_axis
from barometer.charts.bands import add_events
from barometer.charts.end_labels import end_labels, last_known, line_colour, middle
from barometer.charts.expected_range import draw_band, draw_marked, mark_labels, verdict_colour
from barometer.charts.marks import Line, Monthly, Value
from barometer.charts.palette import Palette
from barometer.charts.picking import HIDDEN_MARKS
from barometer.charts.run_label import run_label
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import month_name, short_month
from barometer.language import say
from barometer.periods import add_months
from barometer.wording import number

RIGHT, RIGHT_OF_DAYS, RIGHT_OF_PARTS = 124, 150, 176  # room for "9,862 provisional", for days and for names
_DOMAINS = {1: [[0.0, 1.0]], 2: [[0.4, 1.0], [0.0, 0.27]]}
_LINES = {1: [[0.0, 1.0]], 2: [[0.56, 1.0], [0.0, 0.42]]}  # a second line needs the height of the first


def draw_monthly(spec: ChartSpec, colours: Palette) -> Drawing:
    """Return the figure of one or two panels over the same months, the first on top."""
    panels = [panel for panel in spec.panels if isinstance(panel, Monthly)]
    right = RIGHT_OF_DAYS if any(panel.kind == "days" for panel in panels) else RIGHT
    if any(line.role.startswith("part") for line in panels[0].lines):
        right = RIGHT_OF_PARTS
    drawing = layout(spec, colours, right=right, top=30)
    domains = _DOMAINS[len(panels)] if panels[-1].is_columns else _LINES[len(panels)]
    traces: list[Drawing] = []
    for number_of, (panel, domain) in enumerate(zip(panels, domains, strict=True), start=1):
        axis = "" if number_of == 1 else str(number_of)
        drawing[f"yaxis{axis}"] = _values(panel, colours, domain)
        traces += _traces(panel, colours, f"y{axis}")
        height = (spec.height - 62) * (domain[1] - domain[0])
        scale = drawing[f"yaxis{axis}"]["range"]
        drawing["annotations"] += end_labels(panel, scale, colours, f"y{axis}", height)
        labels = [run_label(panel, scale, colours, f"y{axis}", height)] if panel.marked_as else []
        drawing["annotations"] += labels or mark_labels(panel, scale, colours, f"y{axis}", height)
    drawing["xaxis"] = _months(panels[-1], colours, "y" if len(panels) == 1 else "y2")
    add_events(drawing, spec.events, panels[0].months, colours)
    return {"data": traces, "layout": drawing}


def axis_start(panel: Monthly) -> float:
    """Return where the panel's axis starts: 0, or a tick below the smallest value if all lie far from 0."""
    known = _known(panel)
    if panel.is_columns or panel.starts_at_zero or len(known) < 12 or min(known) < 0.6 * max(known):
        return 0.0
    return max(0.0, _step(panel) * math.floor((min(known) - 0.2 * _span(known)) / _step(panel)))


def _step(panel: Monthly) -> float:
    """Return the round distance of the ticks of an axis that does not start at 0: about five of them."""
    rough = max(0.25 * _span(_known(panel)), 0.01 if panel.kind == "share" else 1.0)
    size = 10.0 ** math.floor(math.log10(rough) + 1e-9)
    return next(factor * size for factor in (1, 2, 5, 10) if factor * size >= rough - 1e-9)


def _span(known: list[float]) -> float:
    return (max(known) - min(known)) or 0.1 * max(known)


def _known(panel: Monthly) -> list[float]:
    limits = [value for run in panel.band.runs() for _, *pair in run for value in pair] if panel.band else []
    return [value for line in panel.lines for value in line.values if value is not None] + limits


def _values(panel: Monthly, colours: Palette, domain: list[float]) -> Drawing:
    top = max(_known(panel), default=1.0) or 1.0
    start = axis_start(panel)
    ticks = 3 if domain[1] - domain[0] < 0.5 else 7
    steps = {"tick0": start, "dtick": _step(panel)} if start else few_ticks(top, panel.kind)
    return value_axis(
        colours,
        panel.kind,
        domain=domain,
        range=[start, top + 0.08 * (top - start)],
        nticks=ticks,
        automargin=False,
        **steps,
    )


def _months(panel: Monthly, colours: Palette, anchor: str) -> Drawing:
    marks = [month for month in panel.months if month.month in (1, 7)]
    names = [_year(month) if month.month == 1 else short_month(month) for month in marks]
    end = add_months(panel.months[-1], 1)
    return class_axis(
        colours,
        type="date",
        range=[panel.months[0].isoformat(), end.isoformat()],
        tickvals=[middle(month) for month in marks],
        ticktext=names,
        anchor=anchor,
        showspikes=True,
        spikemode="across",
        spikethickness=1,
        spikedash="solid",
        spikecolor=colours.axis,
    )


def _year(month: dt.date) -> str:
    return say("{year}", year=month.year)


def _traces(panel: Monthly, colours: Palette, axis: str) -> list[Drawing]:
    hover = _hover_texts(panel)
    if panel.is_columns:
        values = list(panel.lines[0].values)
        tops = _scatter(panel, values, axis, hover, mode="markers", **HIDDEN_MARKS)
        return [_columns(panel, panel.lines[0], colours, axis), tops]
    ordered = sorted(panel.lines, key=lambda line: line.role == "main")
    lines = [trace for line in ordered for trace in _line(panel, line, colours, axis, hover)]
    return draw_band(panel, colours, axis) + lines


def _hover_texts(panel: Monthly) -> list[str]:
    texts = []
    for index, month in enumerate(panel.months):
        shown = [
            f"{escape(line.name)} <b>{number(line.values[index], panel.kind, line.base(index))}</b>"
            for line in panel.lines
        ]
        texts.append("<br>".join([month_name(month), *shown, *_expected(panel, index)]))
    return texts


def _expected(panel: Monthly, place: int) -> list[str]:
    limits = panel.band.limits(place) if panel.band else None
    if not limits:
        return []
    low, high = (number(limit, panel.kind) for limit in limits)
    if panel.band and panel.band.name:
        return [f"{escape(panel.band.name)} {low}–{high}"]
    return [say("expected {low}–{high}", low=low, high=high)]


def _line(panel: Monthly, line: Line, colours: Palette, axis: str, hover: list[str]) -> list[Drawing]:
    is_main = line.role == "main"
    style = {"color": line_colour(line, colours), "width": 2.2 if is_main else 1.2 if line.is_grey else 1.8}
    last = last_known(line.values)
    first_open = max(len(line.values) - panel.provisional, 1)
    is_open = is_main and last is not None and first_open <= last
    settled = first_open if is_open else len(line.values)
    values = [value if index < settled else None for index, value in enumerate(line.values)]
    marks = {"mode": "lines+markers", **HIDDEN_MARKS} if is_main else {"mode": "lines"}
    traces = [_scatter(panel, values, axis, hover if is_main else None, line=style, **marks)]
    if any(alone := _alone(values)):
        lone = [value if is_alone else None for value, is_alone in zip(values, alone, strict=True)]
        traces.append(_scatter(panel, lone, axis, None, mode="markers", marker={"size": 5, "color": style["color"]}))
    if last is None or not is_main:
        return traces
    if is_open:
        dotted: list[Value] = [None] * len(line.values)
        dotted[settled - 1 : last + 1] = line.values[settled - 1 : last + 1]
        traces.append(_scatter(panel, dotted, axis, None, mode="lines", line={**style, "dash": "dot"}))
    rings = range(settled, last + 1) if is_open else (last,)
    ends: list[Value] = [value if index in rings else None for index, value in enumerate(line.values)]
    edge = verdict_colour(dict(panel.marked).get(last, ""), colours)
    marker = {"size": 9, "color": colours.card if is_open else edge, "line": {"color": edge, "width": 2.2}}
    traces += draw_marked(panel, colours, axis)
    traces.append(_scatter(panel, ends, axis, hover, mode="markers", marker=marker))
    return traces


def _scatter(panel: Monthly, values: list[Value], axis: str, hover: list[str] | None, **style: Any) -> Drawing:
    told = {"hoverinfo": "skip"} if hover is None else {"text": hover, "hovertemplate": "%{text}<extra></extra>"}
    return {
        "type": "scatter",
        "x": [middle(month) for month in panel.months],
        "y": values,
        "yaxis": axis,
        "cliponaxis": False,
        **told,
        **style,
    }


def _columns(panel: Monthly, line: Line, colours: Palette, axis: str) -> Drawing:
    settled = len(line.values) - panel.provisional
    fills = [colours.card if index >= settled else colours.ghost for index in range(len(line.values))]
    return {
        "type": "bar",
        "x": [middle(month) for month in panel.months],
        "y": list(line.values),
        "yaxis": axis,
        "marker": {"color": fills, "line": {"color": colours.ghost, "width": 1}},
        "hoverinfo": "skip",
    }


def _alone(values: list[Value]) -> list[bool]:
    """Return which values have none beside them: no line reaches them, they need a point."""
    around = [None, *values, None]
    return [
        value is not None and before is None and after is None
        for before, value, after in zip(around, values, around[2:], strict=False)
    ]
