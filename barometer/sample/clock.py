"""The rhythm of registrations: which days are busy, and how long a gap is in working rhythm.

Days are whole numbers since 1970-01-01, as Parquet stores them.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]
Floats = NDArray[np.float64]

NONE = int(np.iinfo(np.int32).min)  # stands for null in every whole-number column of the sample


def day(text: str) -> int:
    """Return the day number of an ISO date."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


FIRST_DAY = day("2021-01-01")
AS_OF = day("2026-10-31")
BURN_IN = day("2019-01-01")  # matters older than the extract, so that early months have repeats too
MONTHS = 70
BURN_IN_MONTHS = 24

_START = day("2018-01-01")
_END = day("2030-01-01")
_WEEKDAYS = np.array([1.25, 1.15, 1.1, 1.05, 0.95, 0.1, 0.06])  # Monday first
_SEASON = np.array([0.98, 0.96, 1.12, 1.05, 1.0, 1.03, 1.02, 0.98, 1.05, 0.97, 1.0, 0.94])
_NEW_YEARS = (
    "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22",
    "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13",
)  # fmt: skip
# Days before and after the first day of the lunar year, and how busy they are.
_FESTIVAL = [(-10, -2, 0.85), (-1, 6, 0.1), (7, 21, 1.22)]


@cache
def elapsed() -> Floats:
    """Return the registrations expected up to the start of each day from 2018 on, one a day on average."""
    days = np.arange(_START, _END)
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]").astype(int) % 12
    of_month = (dates - dates.astype("datetime64[M]")).astype(int)
    busy = _WEEKDAYS[(days + 3) % 7] * _SEASON[month]
    busy *= np.where((month == 9) & (of_month < 7), 0.12, 1.0) * np.where((month == 4) & (of_month < 3), 0.2, 1.0)
    for new_year in map(day, _NEW_YEARS):
        for first, last, factor in _FESTIVAL:
            busy[new_year + first - _START : new_year + last + 1 - _START] *= factor
    return np.concatenate([[0.0], np.cumsum(busy / busy.mean())])


def elapsed_at(days: Days | int) -> Floats:
    """Return the rhythm's reading in the middle of the given days."""
    reading = elapsed()
    place = np.clip(np.asarray(days) - _START, 0, len(reading) - 2)
    return np.asarray((reading[place] + reading[place + 1]) / 2)


def day_at(readings: Floats) -> Days:
    """Return the day on which the rhythm reaches each reading; the inverse of `elapsed_at`."""
    return _START - 1 + np.searchsorted(elapsed(), readings, side="right").astype(np.int64)


def spread(rng: np.random.Generator, first: int, last: int, n: int) -> Days:
    """Return `n` days between `first` and `last`, busy days more often."""
    reading = elapsed()
    low, high = reading[first - _START], reading[last + 1 - _START]
    return day_at(low + (high - low) * rng.random(n) * 0.999999)


def month_starts() -> Days:
    """Return the first day of each month from the burn-in to the month after the last, in order."""
    months = np.arange(np.datetime64("2019-01"), np.datetime64("2026-12"))
    return months.astype("datetime64[D]").astype(np.int64)


def month_of(days: Days) -> Days:
    """Return the month's place counted from the first month of the burn-in."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months - (2019 - 1970) * 12)


def year_of(days: Days) -> Days:
    """Return the calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def is_before_festival(days: Days, within: int = 40) -> NDArray[np.bool_]:
    """Return whether the Spring Festival begins within the next days: wages are claimed then."""
    new_years = np.array([day(text) for text in _NEW_YEARS])
    following = new_years[np.searchsorted(new_years, days)]
    return np.asarray(following - days <= within)


def to_workday(days: Days) -> Days:
    """Return the same days, Saturdays and Sundays moved back to the Friday before."""
    weekday = (days + 3) % 7
    return days - np.maximum(weekday - 4, 0)


def isoformat(number: int) -> str:
    """Return a day number as an ISO date."""
    return str(np.datetime64(number, "D"))


def new_years() -> list[int]:
    """Return the first days of the lunar years known here."""
    return [day(text) for text in _NEW_YEARS]
