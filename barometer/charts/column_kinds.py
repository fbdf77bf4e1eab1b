"""What the columns of a chart's figures are: shares, counts, days, amounts; so that each is written as what it is."""

from __future__ import annotations

from barometer.charts.funnel_mark import Funnel
from barometer.charts.marks import Dots, Panel


def column_kinds(panel: Panel) -> tuple[str, ...]:
    """Return the kind of each column of a panel's table but the first, which names the row."""
    header = next(iter(panel.table()))
    kinds = [panel.kind] * (len(header) - 1)
    if isinstance(panel, Dots):
        kinds[-1] = "count"  # the base
    if isinstance(panel, Funnel):
        kinds[-2:] = ["count", "count"]
    return tuple(kinds)
