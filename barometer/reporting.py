"""Who has delivered: units reporting ÷ units expected, without which no fall can be read.

Nothing in the data says that a unit has delivered. Months without any registration may have had no petition: only
where by the unit's usual number at least FEWEST_MISSED were to be expected is it counted as missing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.periods import Period, month_run
from barometer.query_files import query_text

KEPT = 512
ENOUGH = 0.8  # of the expected units, below which figures are not called complete
FEWEST_MISSED = 5.0  # so many expected and none there: less than one in a hundred by chance


@dataclass(frozen=True)
class Reporting:
    """How many of the units expected to report have registered anything in a period, and how many seem missing."""

    label: str
    reported: int
    expected: int
    missing: int

    @property
    def is_enough(self) -> bool:
        """Return whether so few units are missing that the period may be called complete."""
        return self.expected - self.missing >= ENOUGH * self.expected

    @property
    def is_told(self) -> bool:
        """Return whether so many have registered something that nobody needs to trust that the others are quiet."""
        return self.reported >= ENOUGH * self.expected


def reporting(audience: Audience, period: Period, units: tuple[str, ...]) -> Reporting:
    """Return units reporting ÷ expected among the chosen units and all below."""
    return reporting_over(audience, (period,), units)[0]


@lru_cache(maxsize=KEPT)
def reporting_over(audience: Audience, periods: tuple[Period, ...], units: tuple[str, ...]) -> tuple[Reporting, ...]:
    """Return units reporting ÷ expected for each of `periods`."""
    tree = audience.session.tree
    below = [unit for top in units or tree.roots for unit in tree.below(top)]
    expected = {unit for unit in below if tree.units[unit].is_reporting}
    delivered, silent = _delivered(audience), _silent(audience)
    told = []
    for period in periods:
        months = month_run(period.first_month, period.last_month)
        reported = expected & frozenset().union(*(delivered.get(month, frozenset()) for month in months))
        missing = [unit for unit in expected if _most_missed(months, silent.get(unit, {})) >= FEWEST_MISSED]
        told.append(Reporting(period.label, len(reported), len(expected), len(missing)))
    return tuple(told)


def _most_missed(months: list[dt.date], silent: dict[dt.date, float]) -> float:
    """Return how many registrations the longest run of silent months would usually hold."""
    most = missed = 0.0
    for month in months:
        missed = missed + silent[month] if month in silent else 0.0
        most = max(most, missed)
    return most


@lru_cache(maxsize=16)
def _delivered(audience: Audience) -> dict[dt.date, frozenset[str]]:
    """Return the units that registered anything, month by month."""
    months: dict[dt.date, set[str]] = {}
    for month, unit, _ in _unit_months(audience):
        months.setdefault(month, set()).add(unit)
    return {month: frozenset(units) for month, units in months.items()}


@lru_cache(maxsize=16)
def _silent(audience: Audience) -> dict[str, dict[dt.date, float]]:
    """Return, for each unit, the months since its first without any registration, and what is usual in them."""
    days = {
        row["month"]: (row["last_day"] - row["first_day"]).days + 1
        for row in audience.session.months
        if row["month"] and row["first_day"] and row["last_day"]
    }
    items: dict[str, dict[dt.date, int]] = {}
    for month, unit, count in _unit_months(audience):
        items.setdefault(unit, {})[month] = count
    ends = {unit: last for unit, _, last in audience.session.rows(query_text("unit_validity")) if last}
    found = {}
    for unit, counts in items.items():
        since = [month for month in days if min(counts) <= month <= ends.get(unit, dt.date.max)]
        a_day = sum(counts.values()) / max(1, sum(days[month] for month in since))
        found[unit] = {month: a_day * days[month] for month in since if month not in counts}
    return found


@lru_cache(maxsize=16)
def _unit_months(audience: Audience) -> tuple[tuple[dt.date, str, int], ...]:
    rows = gate(audience.session.frame(query_text("units_delivering")), audience.scope)
    return tuple(rows.itertuples(index=False, name=None))
