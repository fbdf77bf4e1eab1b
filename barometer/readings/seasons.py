"""Which earlier months stand beside the one judged, and which season each belongs to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from barometer.faults import UnreadableSeries
from barometer.readings.loglinear import Floats


def first_usable(a_year: int, years: int, window: int) -> int:
    """Return the position from 0 of the first month whose earliest reference window lies within the series."""
    return a_year * years + window


def baseline(
    month: int, a_year: int, years: int, window: int, levels: int, skipped: int
) -> tuple[NDArray[np.intp], Floats]:
    """Return the positions (n,) of the baseline of `month` and their seasons as 0/1 columns (n, seasons present).

    The months within `window` of the same month of each year are the season without a column; the others of a year
    are cut into `levels` − 1 blocks in a row, the first ones a month longer where it does not come out even. With one
    level only the windows are kept. The `skipped` months before `month` are left out.
    """
    if a_year <= 2 * window + 1 and levels > 1:
        raise UnreadableSeries(
            "The windows fill the year",
            expected="2 w + 1 below freq, or noPeriods = 1",
            found=f"w = {window}",
            remedy="take a smaller window (w) or one season (noPeriods = 1)",
        )
    positions = np.arange(month - a_year * years - window, month - skipped)
    season = _seasons(a_year, window, levels)[(positions - month) % a_year]
    kept = season >= 0
    present = np.unique(season[kept & (season > 0)])
    return positions[kept], (season[kept][:, None] == present).astype(float)


def _seasons(a_year: int, window: int, levels: int) -> NDArray[np.intp]:
    """Return the season of each place in a year counted from the month judged: 0 its windows, −1 not used."""
    seasons = np.full(a_year, -1, dtype=np.intp)
    if levels > 1:
        between = a_year - 2 * window - 1
        length, longer = divmod(between, levels - 1)
        lengths = length + (np.arange(levels - 1) < longer)
        seasons[window + 1 : a_year - window] = np.repeat(np.arange(1, levels), lengths)
    seasons[np.arange(-window, window + 1) % a_year] = 0
    return seasons
