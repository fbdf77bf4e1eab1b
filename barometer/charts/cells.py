"""Heat maps: coloured cells with their digits, gaps of 2 px, an em dash where nothing can be computed."""

from __future__ import annotations

import math

from barometer.charts.axes import Drawing, class_axis, escape, layout, note, row_name
from barometer.charts.marks import Heat, Value
from barometer.charts.palette import TICK_SIZE, Palette, ink_on
from barometer.charts.picking import HIDDEN_MARKS
from barometer.charts.spec import ChartSpec
from barometer.phrases import capital
from barometer.wording import number


def draw_heat(spec: ChartSpec, panel: Heat, colours: Palette) -> Drawing:
    """Return the table of cells, first row on top, column names above."""
    drawing = layout(spec, colours, left=16, right=8, top=26)
    shades = panel.shades or panel.values
    top = panel.top or max(
        (value for row in shades for value in row if value is not None and not math.isnan(value)),
        default=0.0,
    )
    steps = [[_step(value, top, panel, colours) for value in row] for row in shades]
    trace = {
        "type": "heatmap",
        "z": steps,
        "x": list(range(len(panel.columns))),
        "y": list(range(len(panel.rows))),
        "xgap": 2,
        "ygap": 2,
        "zmin": -1,
        "zmax": len(colours.ramp) - 1,
        "showscale": False,
        "colorscale": _scale(colours),
        "hoverinfo": "skip",
    }
    named = [index for index, name in enumerate(panel.columns) if name]
    drawing |= {
        "xaxis": _names(colours, [escape(capital(panel.columns[i])) for i in named], named, side="top", tickangle=0),
        "yaxis": _names(
            colours,
            [row_name(name) for name in panel.rows],
            list(range(len(panel.rows))),
            range=[len(panel.rows) - 0.5, -0.5],
            automargin=True,
        ),
    }
    drawing["margin"]["b"] = 12
    drawing["annotations"] = _digits(panel, steps, colours)
    return {"data": [trace, _marks(panel, steps)], "layout": drawing}


def _marks(panel: Heat, steps: list[list[float | None]]) -> Drawing:
    """Return an unseen mark on each cell, which tells its value and can be clicked."""
    cells = [(x, y) for y, row in enumerate(steps) for x, step in enumerate(row) if step is not None]
    texts = _hover_texts(panel)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in cells],
        "y": [y for _, y in cells],
        "customdata": [texts[y][x] for x, y in cells],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        **HIDDEN_MARKS,
    }


def _step(value: Value, top: float, panel: Heat, colours: Palette) -> float | None:
    if value is None:
        return -1.0
    if math.isnan(value):
        return None
    last = len(colours.ramp) - 1
    part = value / top if top else 0.0
    return float(round(last * (1 - part if panel.shades_gaps else part)))


def _scale(colours: Palette) -> list[list[object]]:
    fills = (colours.unknown, *colours.ramp)
    return [[place / (len(fills) - 1), fill] for place, fill in enumerate(fills)]


def _names(colours: Palette, names: list[str], places: list[int], **more: object) -> Drawing:
    return class_axis(
        colours,
        **{
            "tickvals": places,
            "ticktext": names,
            "showline": False,
            "ticks": "",
            **more,
        },
    )


def _hover_texts(panel: Heat) -> list[list[str]]:
    return [
        [
            f"{escape(row)} · {escape(column)}<br><b>{number(value, panel.kind, panel.base(y, x))}</b> "
            f"{escape(panel.measured_in)}"
            for x, (column, value) in enumerate(zip(panel.columns, values, strict=True))
        ]
        for y, (row, values) in enumerate(zip(panel.rows, panel.values, strict=True))
    ]


def _digits(panel: Heat, steps: list[list[float | None]], colours: Palette) -> list[Drawing]:
    marks = []
    for y, values in enumerate(panel.values):
        for x, value in enumerate(values):
            step = steps[y][x]
            if step is None or not (value or panel.has_zeros or panel.words_at(y, x)):
                continue
            ink = colours.muted if step < 0 else ink_on(colours.ramp[int(step)])
            text = panel.words_at(y, x) or number(value, panel.kind, panel.base(y, x)).removesuffix("%")
            marks.append(note(escape(text), x, y, ink, font={"size": TICK_SIZE, "color": ink}))
    return marks
