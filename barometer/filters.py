"""What a reader has chosen, as a frozen value, and the one way it is written in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from barometer.counting import CODED, Only
from barometer.faults import Fault, UnknownCode, UnknownPeriod
from barometer.periods import (
    COMPARISONS,
    MODES,
    Period,
    add_months,
    base_of,
    last_month_of,
    monthly,
    parse_month,
    period_ending,
)
from barometer.session import Session

SERIES_MONTHS = 36
T = TypeVar("T")
DEFAULT_MODE = "ytd"
DEFAULT_COMPARISON = "year"
UNCODED = "-"  # how the address writes the empty code of rows without one


@dataclass(frozen=True)
class Filters:
    """Period, comparison, units and codes of every figure on a page.

    No unit means all the scope holds, no code of a kind all of them; the empty code stands for rows without one.
    `month` ends the period, `first` begins it where the mode is a free range.
    """

    month: dt.date
    mode: str = DEFAULT_MODE
    comparison: str = DEFAULT_COMPARISON
    units: tuple[str, ...] = ()
    first: dt.date | None = None
    only: Only = ()

    @property
    def period(self) -> Period:
        """Return the period that cards and sentences speak of."""
        return period_ending(self.month, self.mode, self.first)

    def codes_of(self, column: str) -> tuple[str, ...]:
        """Return the chosen codes of `column`; none means all of them."""
        return dict(self.only).get(column, ())

    def with_codes(self, column: str, codes: tuple[str, ...]) -> Filters:
        """Return the filters with `codes` chosen in `column`, in the order of CODED, so that equals are equal."""
        chosen = {**dict(self.only), column: codes}
        return replace(self, only=tuple((name, chosen[name]) for name in CODED if chosen.get(name)))

    def base(self, session: Session) -> Period:
        """Return what the period is compared with, to the same cut-off."""
        cut = frozenset(row["month"] for row in session.months if row["month"] and row["cut_on"])
        return base_of(self.period, self.comparison, session.last_month, cut)

    @property
    def months(self) -> list[Period]:
        """Return the 36 months of a trend chart, the last one the chosen month."""
        return monthly(add_months(self.month, 1 - SERIES_MONTHS), self.month)


@dataclass(frozen=True)
class Pick:
    """What a mark of a chart stands for: a click on it narrows the filters to that.

    `codes` holds column and code; `own` what the page itself shows then, by the keys of its address.
    """

    month: dt.date | None = None
    unit: str | None = None
    codes: tuple[tuple[str, str], ...] = ()
    own: tuple[tuple[str, str], ...] = ()

    def narrowed(self, filters: Filters) -> Filters:
        """Return `filters` with whatever the mark names in place of what was chosen."""
        if self.month is not None:
            filters = replace(filters, month=self.month, mode="month", first=None)
        if self.unit is not None:
            filters = replace(filters, units=(self.unit,))
        for column, code in self.codes:
            filters = filters.with_codes(column, (code,))
        return filters


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
    first = attempt(lambda: _first(address, session, mode), None)
    units: tuple[str, ...] = attempt(lambda: session.tree.in_order(address.get("unit", ())), fallback.units)
    if mode == "range" and first is None:
        mode = fallback.mode
    if first is not None:
        first, month = sorted((first, month))
    filters = Filters(last_month_of(month, mode, session.last_month), mode, comparison, units, first)
    for column in CODED:
        codes = attempt(partial(chosen_codes, address, column, session), filters.codes_of(column))
        filters = filters.with_codes(column, codes)
    return Reading(filters, tuple(refused))


def write_address(filters: Filters) -> dict[str, list[str]]:
    """Return the address of `filters`, complete, so that a kept link shows the same figures after the next delivery."""
    pairs = {
        "period": [f"{filters.month:%Y-%m}"],
        "mode": [filters.mode],
        "compare": [filters.comparison],
        "from": [f"{filters.first:%Y-%m}"] if filters.first else [],
        "unit": list(filters.units),
        **{column: [code or UNCODED for code in codes] for column, codes in filters.only},
    }
    return {key: values for key, values in pairs.items() if values}


def _month(address: Mapping[str, Sequence[str]], session: Session) -> dt.date:
    given = address.get("period", ())
    return _covered(given[-1], session) if given else session.last_month


def _first(address: Mapping[str, Sequence[str]], session: Session, mode: str) -> dt.date | None:
    """Return the first month of a free range; None for every other mode."""
    if mode != "range":
        return None
    given = address.get("from", ())
    return _covered(given[-1] if given else "", session)


def _covered(text: str, session: Session) -> dt.date:
    month = parse_month(text)
    if not session.first_month <= month <= session.last_month:
        raise UnknownPeriod(
            f"No data for {month:%Y-%m}",
            expected=f"{session.first_month:%Y-%m} to {session.last_month:%Y-%m}",
            remedy="choose a covered month",
        )
    return month


def chosen_codes(address: Mapping[str, Sequence[str]], column: str, session: Session) -> tuple[str, ...]:
    """Return the codes of `column` an address names, in the order of its list, the empty one ("-") last.

    Raises UnknownCode.
    """
    asked = set(address.get(column, ()))
    known = [*session.labels(column, "en"), UNCODED]
    if unknown := asked - set(known):
        raise UnknownCode(
            f"Unknown {column} '{min(unknown)[:64]}'",
            column=column,
            expected=", ".join(known[:20]),
            remedy="choose one of these codes",
        )
    return tuple("" if code == UNCODED else code for code in known if code in asked)


def _choice(address: Mapping[str, Sequence[str]], key: str, choices: Sequence[str], fallback: str) -> str:
    given = address.get(key, ())
    if not given:
        return fallback
    if given[-1] not in choices:
        raise UnknownPeriod(
            f"Unknown {key} '{given[-1][:20]}'", expected=", ".join(choices), remedy="choose one of these"
        )
    return given[-1]
