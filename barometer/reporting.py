"""Who has delivered: units reporting ÷ units expected, without which no fall can be read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.periods import Period, month_run
from barometer.query_files import query_text

KEPT = 512


@dataclass(frozen=True)
class Reporting:
    """How many of the units expected to report have registered anything in a period."""

    label: str
    reported: int
    expected: int


def reporting(audience: Audience, period: Period, units: tuple[str, ...]) -> Reporting:
    """Return units reporting ÷ expected among the chosen units and all below."""
    return reporting_over(audience, (period,), units)[0]


@lru_cache(maxsize=KEPT)
def reporting_over(audience: Audience, periods: tuple[Period, ...], units: tuple[str, ...]) -> tuple[Reporting, ...]:
    """Return units reporting ÷ expected for each of `periods`."""
    tree = audience.session.tree
    below = [unit for top in units or tree.roots for unit in tree.below(top)]
    expected = {unit for unit in below if tree.units[unit].is_reporting}
    delivered = _delivered(audience)
    told = []
    for period in periods:
        months = month_run(period.first_month, period.last_month)
        reported = frozenset().union(*(delivered.get(month, frozenset()) for month in months))
        told.append(Reporting(period.label, len(expected & reported), len(expected)))
    return tuple(told)


@lru_cache(maxsize=16)
def _delivered(audience: Audience) -> dict[dt.date, frozenset[str]]:
    """Return the units that registered anything, month by month."""
    rows = gate(
        audience.session.frame(query_text("units_delivering")),
        audience.scope,
    )
    return {month: frozenset(units) for month, units in rows.itertuples(index=False, name=None)}
