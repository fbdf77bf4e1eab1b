"""What a sentence claims of one month after the other: rising each month, a change that narrows."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from barometer.charts.marks import Line, Monthly
from barometer.charts.spec import ChartSpec

_RUN = 3  # months that "month by month" speaks of at least


def main_line(spec: ChartSpec | None) -> tuple[tuple[dt.date, ...], Line, int] | None:
    """Return months, main line and the number of provisional months of a chart over months; None for another."""
    first = spec.panels[0] if spec else None
    return (first.months, first.lines[0], first.provisional) if isinstance(first, Monthly) else None


def is_run(sign: int, spec: ChartSpec | None) -> bool:
    """Return whether the last final months rose, or fell, one after the other."""
    steps = _steps(spec)[-_RUN:]
    return len(steps) == _RUN and all((step > 0) - (step < 0) == sign for step in steps)


def _steps(spec: ChartSpec | None) -> list[float]:
    if not (line := main_line(spec)):
        return []
    months, shown, provisional = line
    values = shown.values[: len(months) - provisional]
    return [(now or 0) - (before or 0) for before, now in pairwise(values)]


def _year_changes(spec: ChartSpec | None) -> list[float]:
    if not (line := main_line(spec)):
        return []
    months, shown, provisional = line
    values = shown.values[: len(months) - provisional]
    return [now / before - 1 for before, now in zip(values, values[12:], strict=False) if now is not None and before]


def is_narrowing(piece: str, spec: ChartSpec | None) -> bool:
    """Return whether the changes against the year before shrink, or as `piece` says grow, over the last months."""
    changes = [abs(change) for change in _year_changes(spec)[-_RUN:]]
    is_wider = piece.endswith(("扩大", "放大"))
    steps = [(now > before) if is_wider else (now < before) for before, now in pairwise(changes)]
    return len(changes) == _RUN and all(steps)
