"""What the calendar alone says of a month: its place in time, its season, the moving New Year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from barometer.faults import UnreadableSeries
from barometer.readings.loglinear import Floats
from barometer.readings.new_year import HOLIDAY, REBOUND, festival_days

_SEASON_DEVIATIONS = (0.5, 0.3, 0.2, 0.15, 0.1, 0.07)
_FLAT = 1e6  # an intercept is not drawn anywhere


class Columns(NamedTuple):
    """Columns of the months before a month (n, p) and of the month itself (p,), with prior deviations (p,)."""

    baseline: Floats
    month: Floats
    deviations: Floats


def columns_for(month: int, new_year: Floats | None = None) -> Columns:
    """Return the columns by which position `month` is forecast from all before it but the last one.

    Intercept, years, harmonics of the year, New Year where `new_year` (months, 2) is given, and bends of the growth at
    7, 19, 31 … months before. A deviation is the standard deviation a coefficient is thought to have, per unit of log
    mean. Raises UnreadableSeries where `new_year` does not reach the month.
    """
    since = np.append(np.arange(month - 1), month) - float(month)
    parts = [(np.ones_like(since), _FLAT), (_centred(since / 12), 0.2), *_season(since)]
    if new_year is not None:
        if new_year.ndim != 2 or new_year.shape[1] != 2 or len(new_year) <= month or np.isnan(new_year).any():
            raise UnreadableSeries(
                "The New Year days do not cover the series",
                expected="two numbers for every month",
                found=str(new_year.shape),
            )
        days = new_year[np.append(np.arange(month - 1), month)]
        parts += [(_centred(days[:, 0] / 10), 0.7), (_centred(days[:, 1] / 15), 0.5)]
    parts += [(_centred(np.maximum(bend - since, 0) / 12), 0.05) for bend in range(-7, int(since[0]) + 6, -12)]
    design = np.column_stack([column for column, _ in parts])
    return Columns(design[:-1], design[-1], np.array([deviation for _, deviation in parts]))


def new_year_days(months: Sequence[int], new_years: Iterable[dt.date]) -> NDArray[np.float64]:
    """Return (months, 2): days of each month in the New Year's holiday (eve to the 7th day) and in the rebound after.

    `months` are whole numbers, year × 12 + month − 1; `new_years` the New Year's Days that may touch them.
    """
    days, wanted = list(new_years), np.asarray(months, dtype=np.int64)
    return np.column_stack([festival_days(wanted, days, window) for window in (HOLIDAY, REBOUND)])


def _season(since: Floats) -> list[tuple[Floats, float]]:
    turns = 2 * np.pi * since / 12
    cosines = [(np.cos(h * turns), _SEASON_DEVIATIONS[h - 1]) for h in range(1, 7)]
    return cosines + [(np.sin(h * turns), _SEASON_DEVIATIONS[h - 1]) for h in range(1, 6)]


def _centred(column: Floats) -> Floats:
    """Return a column less its mean over the baseline, which is all but its last row."""
    centred: Floats = column - column[:-1].mean()
    return centred
