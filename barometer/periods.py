"""Runs of statistics months: what a reader asks for, and what it is compared with."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from barometer.faults import UnknownPeriod

GRAINS = ("month", "quarter", "year", "ytd")
MODES = ("month", "quarter", "year", "ytd", "rolling", "range")
COMPARISONS = ("year", "previous")
CUT = " cut"  # ends the label of a base that stops at the day the data has reached


@dataclass(frozen=True)
class Period:
    """A run of statistics months, both ends included, each named by its first natural day.

    `cut_month`, where set, is read only up to the day that data_as_of has reached in its own month.
    """

    label: str
    first_month: dt.date
    last_month: dt.date
    cut_month: dt.date | None = None

    @property
    def length(self) -> int:
        """Return the number of months."""
        return months_apart(self.first_month, self.last_month) + 1

    def written(self, key: str) -> str:
        """Return the period as queries/asked_periods.sql reads it, under `key`."""
        return f"{key}/{self.first_month}/{self.last_month}/{self.cut_month or ''}"

    def shifted(self, months: int) -> Period:
        """Return the period `months` later (negative: earlier), uncut."""
        return run_of(add_months(self.first_month, months), add_months(self.last_month, months))


def run_of(first: dt.date, last: dt.date) -> Period:
    """Return the period from month `first` to month `last`, both included, named 2026-10 or 2026-01/2026-10."""
    return Period(f"{first:%Y-%m}" if first == last else f"{first:%Y-%m}/{last:%Y-%m}", first, last)


def parse_month(text: str) -> dt.date:
    """Return the first day of a month written 2026-10. Raises UnknownPeriod."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text) and int(text[:4]) > 0:
        return dt.date(int(text[:4]), int(text[5:]), 1)
    raise UnknownPeriod(
        f"Unknown period '{text[:20]}'",
        expected="a month such as 2026-10",
        remedy="write the year, a dash, the month",
    )


def months_named(label: str) -> tuple[dt.date, ...]:
    """Return the months of a period named 2026-10 or 2026-01/2026-10, all of one that is cut. Raises UnknownPeriod."""
    first, _, last = label.removesuffix(CUT).partition("/")
    return tuple(month_run(parse_month(first), parse_month(last or first)))


def add_months(month: dt.date, count: int) -> dt.date:
    """Return the first day of the month `count` months after `month`."""
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    if not 1 <= years <= dt.MAXYEAR:
        raise UnknownPeriod(f"No such month: {count} months from {month:%Y-%m}", remedy="choose a nearer period")
    return dt.date(years, index + 1, 1)


def months_apart(earlier: dt.date, later: dt.date) -> int:
    """Return how many months `later` lies after `earlier`."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def month_run(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return every month from `first` to `last`, both included."""
    return [add_months(first, step) for step in range(months_apart(first, last) + 1)]


def monthly(first: dt.date, last: dt.date) -> list[Period]:
    """Return one period a month, both ends included."""
    return [run_of(month, month) for month in month_run(first, last)]


def periods_between(first: dt.date, last: dt.date, by: str) -> list[Period]:
    """Return the periods of grain `by` from month `first` to month `last`, both included.

    A quarter or year that the range cuts holds only its months inside the range; "ytd" gives, for each month, the
    run from January to it. Raises UnknownPeriod for an unknown grain or an end before its start.
    """
    if by not in GRAINS:
        raise UnknownPeriod(f"Unknown grain '{by[:20]}'", expected=", ".join(GRAINS), remedy="choose one of these")
    if last < first:
        raise UnknownPeriod(
            "The period ends before it starts",
            found=f"{first:%Y-%m} to {last:%Y-%m}",
            remedy="swap the two months",
        )
    if by == "month":
        return monthly(first, last)
    if by == "ytd":
        return [Period(f"{m:%Y-%m}", m.replace(month=1), m) for m in month_run(first, last)]
    runs: dict[str, list[dt.date]] = {}
    for month in month_run(first, last):
        label = f"{month.year}" if by == "year" else f"{month.year}-Q{(month.month + 2) // 3}"
        runs.setdefault(label, []).append(month)
    return [Period(label, months[0], months[-1]) for label, months in runs.items()]


def period_ending(last: dt.date, mode: str, first: dt.date | None = None) -> Period:
    """Return the period of `mode` that ends with month `last`; a free range begins with month `first`.

    A quarter or year that the data does not cover to its end ends with `last` like any other.
    """
    january = last.replace(month=1)
    starts = {
        "month": last,
        "quarter": last.replace(month=last.month - (last.month - 1) % 3),
        "year": january,
        "ytd": january,
        "rolling": add_months(last, -11),
        "range": first or last,
    }
    if mode not in starts:
        raise UnknownPeriod(f"Unknown mode '{mode[:20]}'", expected=", ".join(MODES), remedy="choose one of these")
    return run_of(starts[mode], last)


def last_month_of(month: dt.date, mode: str, last_covered: dt.date) -> dt.date:
    """Return the month that ends the quarter or year of `month`, no later than the data; else `month` itself."""
    ends = {"quarter": month.replace(month=month.month + (-month.month) % 3), "year": month.replace(month=12)}
    return min(ends.get(mode, month), last_covered)


def base_of(period: Period, comparison: str, last_covered: dt.date, cut_months: frozenset[dt.date]) -> Period:
    """Return what `period` is compared with: the same months a year earlier, or the run just before.

    A period that reaches into the last covered month, while that month is not over, is compared to the same
    cut-off. Months named `cut_months` have such a cut.
    """
    steps = {"year": -12, "previous": -period.length}
    if comparison not in steps:
        raise UnknownPeriod(
            f"Unknown comparison '{comparison[:20]}'",
            expected=", ".join(COMPARISONS),
            remedy="choose one of these",
        )
    base = period.shifted(steps[comparison])
    is_cut = period.last_month == last_covered and base.last_month in cut_months
    return replace(base, label=f"{base.label}{CUT}", cut_month=base.last_month) if is_cut else base
