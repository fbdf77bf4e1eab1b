"""What a sentence calls the highest or the lowest: the month or the class it names has to be it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from barometer.briefing.month_runs import main_line
from barometer.charts.marks import Bars, Columns, Heat
from barometer.charts.spec import ChartSpec
from barometer.periods import add_months

_MOST = re.compile(r"最高|最多|新高|峰值|居首|首位|\bpeak\b|\bhighest\b|\bmost\b|\bcomes? first\b|\blargest\b", re.I)
_LEAST = re.compile(r"最低|最少|新低|\blowest\b|\bfewest\b|\bleast\b|\bsmallest\b", re.I)
_FALLS = re.compile(r"减少最多|下降最多|降幅最大|fell most|fewer|most in", re.I)

Month = tuple[int, int]


def wrong_superlative(clause: str, months: list[Month], spec: ChartSpec | None) -> str:
    """Return the word that a clause wrongly gives to what it names, "" where it is right or names nothing we know.

    `months` are the months named last, each with its year.
    """
    if _FALLS.search(clause):
        return ""
    for words, is_highest in ((_MOST, True), (_LEAST, False)):
        found = words.search(clause)
        if found and any(_is_other(values, named, is_highest) for values, named in _named(clause, months, spec)):
            return found[0]
    return ""


def _named(clause: str, months: list[Month], spec: ChartSpec | None) -> list[tuple[Mapping[object, float], object]]:
    """Return what a clause names, each with the values among which it stands."""
    if line := main_line(spec):
        known = {month: value for month, value in zip(line[0], line[1].values, strict=True) if value is not None}
        in_full = re.search(r"[三3]年|\b(?:three|3) years\b", clause)
        first = line[0][0] if in_full else add_months(line[0][-1], -11)
        among: dict[object, float] = {(m.year, m.month): v for m, v in known.items() if m >= first}
        covered = {(month.year, month.month) for month in known}
        return [(among, month) for month in months[-1:] if month in covered]
    classes = _classes(spec)
    return [(classes, name) for name in classes if str(name) in clause]


def _classes(spec: ChartSpec | None) -> dict[object, float]:
    panel = spec.panels[0] if spec else None
    if isinstance(panel, Bars | Columns):
        return {name: value for name, value in zip(panel.names, panel.values, strict=True) if value is not None}
    if isinstance(panel, Heat):
        rows = zip(panel.rows, panel.values, strict=True)
        return {name: sum(v for v in row if v is not None and not math.isnan(v)) for name, row in rows}
    return {}


def _is_other(values: Mapping[object, float], named: object, is_highest: bool) -> bool:
    """Return whether another has more, or less, than what is named; what lies outside `values` is another."""
    extreme = (max if is_highest else min)(values.values(), default=None)
    return extreme is None or values.get(named) != extreme
