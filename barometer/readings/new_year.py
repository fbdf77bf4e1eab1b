"""How much of the Chinese New Year falls into a month: the two regressors of a monthly series."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

HOLIDAY = (-1, 6)  # days from New Year's day on: the eve to the sixth day after
REBOUND = (7, 21)


def days_in_spans(
    spans: Iterable[tuple[date, date]], new_years: Iterable[date], window: tuple[int, int]
) -> NDArray[np.float64]:
    """Return how many days of a window around each New Year's day fall into each span of days, both ends included."""
    festival = [new_year + timedelta(days=day) for new_year in new_years for day in range(window[0], window[1] + 1)]
    return np.array([sum(first <= day <= last for day in festival) for first, last in spans], dtype=float)


def festival_days(months: NDArray[np.int64], new_years: Iterable[date], window: tuple[int, int]) -> NDArray[np.float64]:
    """Return how many days of a window around each New Year's day fall into each month, shape of `months`.

    `months` are whole numbers, year × 12 + month − 1; `window` the first and last day, counted from New Year's day.
    """
    days: dict[int, int] = {}
    for new_year in new_years:
        for offset in range(window[0], window[1] + 1):
            day = new_year + timedelta(days=offset)
            days[day.year * 12 + day.month - 1] = days.get(day.year * 12 + day.month - 1, 0) + 1
    return np.array([days.get(int(month), 0) for month in months], dtype=float)
