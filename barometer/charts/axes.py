"""Axes, layout and text marks shared by all kinds of panel, as plain Plotly dicts."""

from __future__ import annotations

from typing import Any

from barometer.charts.palette import FONT, TICK_SIZE, Palette
from barometer.charts.spec import ChartSpec
from barometer.phrases import capital, shortened

Drawing = dict[str, Any]
WIDEST_NAME = 32
_TICKS = {"share": ",.0%", "days": ",~f", "density": ",~f"}


def layout(spec: ChartSpec, colours: Palette, right: int = 24, left: int = 56, top: int = 24) -> Drawing:
    """Return the layout all charts start from; margins in px leave room for direct labels."""
    return {
        "height": spec.height,
        "margin": {"l": left, "r": right, "t": top, "b": 32},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": TICK_SIZE, "color": colours.ink},
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": -1,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": colours.card,
            "bordercolor": colours.axis,
            "align": "left",
            "font": {"family": FONT, "size": TICK_SIZE, "color": colours.ink},
        },
        "annotations": [],
        "shapes": [],
    }


def few_ticks(span: float, kind: str) -> Drawing:
    """Return whole steps for an axis of few counts, where halves would be labelled as the same number twice."""
    return {"dtick": 1} if kind in ("count", "days") and span < 6 else {}


def value_axis(colours: Palette, kind: str, **more: Any) -> Drawing:
    """Return the axis of values: pale grid, about five ticks, shares as per cent."""
    return {
        "showgrid": True,
        "gridcolor": colours.grid,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        "nticks": 5,
        "tickformat": _TICKS.get(kind, ",~d"),
        "exponentformat": "none",
        "tickfont": {"size": TICK_SIZE, "color": colours.muted},
        **more,
    }


def class_axis(colours: Palette, **more: Any) -> Drawing:
    """Return the axis of months or classes: a base line with short ticks, no grid."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": colours.axis,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": colours.axis,
        "fixedrange": True,
        "tickfont": {"size": TICK_SIZE, "color": colours.muted},
        **more,
    }


def note(text: str, x: object, y: object, colour: str, **more: Any) -> Drawing:
    """Return a text mark without arrow; `xref` and `yref` default to the first axes."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"family": FONT, "size": TICK_SIZE, "color": colour},
        **more,
    }


def row_name(name: str) -> str:
    """Return the name left of a row, cut where it would leave no room for the row; the whole name tells the pointer."""
    return escape(capital(shortened(name, WIDEST_NAME))) + " "


def escape(text: str) -> str:
    """Return `text` so that Plotly shows it as it is instead of reading it as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
