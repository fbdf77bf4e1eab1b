"""Charts: `figure(spec)` is the only Plotly code, `sparkline` the only other drawing."""

from __future__ import annotations

from barometer.charts.axes import Drawing
from barometer.charts.cells import draw_heat
from barometer.charts.classes import draw_bars, draw_columns
from barometer.charts.dots import draw_dots
from barometer.charts.funnel import draw_funnel
from barometer.charts.funnel_mark import Funnel
from barometer.charts.marks import Bars, Columns, Dots, Heat
from barometer.charts.monthly import draw_monthly
from barometer.charts.palette import palette
from barometer.charts.picking import can_be_picked, picked
from barometer.charts.sparkline import sparkline
from barometer.charts.spec import ChartSpec

__all__ = ["ChartSpec", "can_be_picked", "figure", "picked", "sparkline"]


def figure(spec: ChartSpec, theme: str = "light") -> Drawing:
    """Return the Plotly figure of `spec` as a plain dict, for theme "light" or "dark".

    A dict costs a tenth of a figure object; titles and provenance stand around it, not in it.
    """
    colours, first = palette(theme), spec.panels[0]
    if isinstance(first, Heat):
        return draw_heat(spec, first, colours)
    if isinstance(first, Columns):
        return draw_columns(spec, first, colours)
    if isinstance(first, Bars):
        return draw_bars(spec, first, colours)
    if isinstance(first, Dots):
        return draw_dots(spec, first, colours)
    if isinstance(first, Funnel):
        return draw_funnel(spec, first, colours)
    return draw_monthly(spec, colours)
