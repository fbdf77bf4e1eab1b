"""What a reader has chosen, as a frozen value, and the one way it is written in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from barometer.faults import Fault, UnknownPeriod
from barometer.periods import (
    COMPARISONS,
    MODES,
    Period,
    add_months,
    base_of,
    monthly,
    parse_month,
    period_ending,
)
from barometer.session import Session

SERIES_MONTHS = 36
T = TypeVar("T")
DEFAULT_MODE = "ytd"
DEFAULT_COMPARISON = "year"


@dataclass(frozen=True)
class Filters:
    """Period, comparison and units of every figure on a page; no unit means all the scope holds."""

    month: dt.date
    mode: str = DEFAULT_MODE
    comparison: str = DEFAULT_COMPARISON
    units: tuple[str, ...] = ()

    @property
    def period(self) -> Period:
        """Return the period that cards and sentences speak of."""
        return period_ending(self.month, self.mode)

    def base(self, session: Session) -> Period:
        """Return what the period is compared with, to the same cut-off."""
        cut = frozenset(row["month"] for row in session.months if row["month"] and row["cut_on"])
        return base_of(self.period, self.comparison, session.last_month, cut)

    @property
    def months(self) -> list[Period]:
        """Return the 36 months of a trend chart, the last one the chosen month."""
        return monthly(add_months(self.month, 1 - SERIES_MONTHS), self.month)


@dataclass(frozen=True)
class Reading:
    """Filters read from an address, and what had to be set aside with the reason."""

    filters: Filters
    refused: tuple[Fault, ...] = field(default=())


def default_filters(session: Session) -> Filters:
    """Return the year to date against the same cut-off of last year, for all units."""
    return Filters(month=session.last_month)


def read_address(address: Mapping[str, Sequence[str]], session: Session) -> Reading:
    """Return the filters an address holds. What cannot be read falls back to its default and is reported."""
    fallback = default_filters(session)
    refused: list[Fault] = []

    def attempt(read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except Fault as fault:
            refused.append(fault)
            return otherwise

    month = attempt(lambda: _month(address, session), fallback.month)
    mode = attempt(lambda: _choice(address, "mode", MODES, fallback.mode), fallback.mode)
    comparison = attempt(lambda: _choice(address, "compare", COMPARISONS, fallback.comparison), fallback.comparison)
    units: tuple[str, ...] = attempt(lambda: session.tree.topmost(address.get("unit", ())), fallback.units)
    return Reading(Filters(month, mode, comparison, units), tuple(refused))


def write_address(filters: Filters) -> dict[str, list[str]]:
    """Return the address of `filters`, complete, so that a kept link shows the same figures after the next delivery."""
    pairs = {
        "period": [f"{filters.month:%Y-%m}"],
        "mode": [filters.mode],
        "compare": [filters.comparison],
        "unit": list(filters.units),
    }
    return {key: values for key, values in pairs.items() if values}


def _month(address: Mapping[str, Sequence[str]], session: Session) -> dt.date:
    given = address.get("period", ())
    if not given:
        return session.last_month
    month = parse_month(given[-1])
    if not session.first_month <= month <= session.last_month:
        raise UnknownPeriod(
            f"No data for {month:%Y-%m}",
            expected=f"{session.first_month:%Y-%m} to {session.last_month:%Y-%m}",
            remedy="choose a covered month",
        )
    return month


def _choice(address: Mapping[str, Sequence[str]], key: str, choices: Sequence[str], fallback: str) -> str:
    given = address.get(key, ())
    if not given:
        return fallback
    if given[-1] not in choices:
        raise UnknownPeriod(
            f"Unknown {key} '{given[-1][:20]}'", expected=", ".join(choices), remedy="choose one of these"
        )
    return given[-1]
