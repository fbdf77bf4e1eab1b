"""What a click on a mark says: the one place that reads a chart's coordinates back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from barometer.charts.funnel_mark import Funnel
from barometer.charts.marks import Bars, Columns, Dots, Heat, Monthly
from barometer.charts.spec import ChartSpec
from barometer.filters import Pick

# Only marks can be clicked, not lines or cells: these are there and not seen, also while one of them is chosen.
HIDDEN_MARKS: dict[str, Any] = {
    "marker": {"size": 14, "opacity": 0},
    "selected": {"marker": {"opacity": 0}},
    "unselected": {"marker": {"opacity": 0}},
}


def can_be_picked(spec: ChartSpec) -> bool:
    """Return whether a click on a mark of the chart narrows anything."""
    first = spec.panels[0]
    return isinstance(first, Monthly) or (not isinstance(first, Columns) and bool(first.picks))


def picked(spec: ChartSpec, point: Mapping[str, Any]) -> Pick | None:
    """Return what the mark at `point` ("x", "y" and "point_index") stands for; None where it is none of ours."""
    panel = spec.panels[0]
    try:
        if isinstance(panel, Monthly):
            month = dt.date.fromisoformat(str(point["x"])[:10]).replace(day=1)
            return Pick(month=month) if month in panel.months else None
        if isinstance(panel, Heat):
            return panel.picks[int(point["y"])][int(point["x"])]
        if isinstance(panel, Bars | Dots):
            return panel.picks[int(point["y"])]
        if isinstance(panel, Funnel):
            return panel.picks[int(point["point_index"])]  # several units may share a place
    except (KeyError, IndexError, ValueError, TypeError):
        return None
    return None
