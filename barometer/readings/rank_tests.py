"""Tests of a trend that ask nothing of the numbers but their order, and the slope that goes with them.

Sources: Mann, Econometrica 13 (1945); Hirsch, Slack and Smith, Water Resources Research 18 (1982), seasonal test; Sen,
JASA 63 (1968). Not Hamed and Rao's correction: it rejects 23–25 % of series without a trend at 36 months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from barometer.faults import UnreadableSeries
from barometer.readings.numbers_in import LARGEST

YEAR = 12
LEVEL = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MannKendall:
    """A Mann–Kendall test: `s` rises minus falls over all pairs, its variance, z with continuity correction, p."""

    s: float
    var: float
    z: float
    p: float


@dataclass(frozen=True)
class TheilSen:
    """The median slope a step and its intercept at step 0, in the unit of the values; `low` and `high` its interval."""

    slope: float
    intercept: float
    low: float
    high: float


def mann_kendall(values: ArrayLike) -> MannKendall:
    """Return the Mann–Kendall test of a series (n,) in order; NaN is a missing value and is passed over.

    Raises UnreadableSeries for fewer than two values.
    """
    held = _present(values)
    if held.size < 2:
        raise UnreadableSeries("A test of a trend needs two values", column="y", found=str(held.size))
    return _test(*_score(held))


def seasonal_mann_kendall(values: ArrayLike, period: int = YEAR) -> MannKendall:
    """Return the seasonal Mann–Kendall test: pairs of the same season only, S and variance added over seasons.

    `values` (n,) are in order without gaps; NaN is a missing value and is passed over in its season.
    Raises UnreadableSeries where no season has two values.
    """
    held = np.asarray(values, dtype=float).ravel()
    seasons = [_present(held[season::period]) for season in range(min(period, held.size))]
    if not any(season.size > 1 for season in seasons):
        raise UnreadableSeries("No season has two values", column="y", expected=f"more than {period} values")
    scores = [_score(season) for season in seasons if season.size > 1]
    return _test(sum(score for score, _ in scores), sum(variance for _, variance in scores))


def theil_sen(values: ArrayLike, level: float = LEVEL) -> TheilSen:
    """Return the median of the slopes between all pairs of a series (n,) at steps 0, 1, 2 …; NaN is passed over.

    Raises UnreadableSeries for fewer than two values.
    """
    held = np.asarray(values, dtype=float).ravel()
    steps = np.flatnonzero(~np.isnan(held))
    if steps.size < 2:
        raise UnreadableSeries("A slope needs two values", column="y", found=str(steps.size))
    found = stats.theilslopes(_present(held), steps, alpha=level)
    return TheilSen(*(float(part) for part in (found.slope, found.intercept, found.low_slope, found.high_slope)))


def seasonal_slope(values: ArrayLike, period: int = YEAR) -> float:
    """Return the median of the slopes a period between all pairs of the same season; NaN is passed over.

    `values` (n,) are in order without gaps; the slope is in their unit a period (12 months: a year).
    Raises UnreadableSeries where no season has two values.
    """
    held = np.asarray(values, dtype=float).ravel()
    years = range(1, -(-held.size // period))
    slopes = _present(
        np.concatenate([[np.nan], *((held[year * period :] - held[: -year * period]) / year for year in years)])
    )
    if not slopes.size:
        raise UnreadableSeries("No season has two values", column="y", expected=f"more than {period} values")
    return float(np.median(slopes))


def _present(values: ArrayLike) -> Floats:
    """Return the values that are not missing; raises UnreadableSeries for one beyond what can be read."""
    given = np.asarray(values, dtype=float).ravel()
    held: Floats = given[~np.isnan(given)]
    if held.size and np.abs(held).max() > LARGEST:
        raise UnreadableSeries("A value is too large to be read", column="y", expected=f"at most {LARGEST:g}")
    return held


def _score(values: Floats) -> tuple[float, float]:
    """Return S and its variance, corrected for ties."""
    later = np.triu(np.ones((values.size, values.size), dtype=bool), 1)
    s = float(np.sign(values[None, :] - values[:, None])[later].sum())
    ties = np.unique(values, return_counts=True)[1].astype(float)
    n = float(values.size)
    return s, (n * (n - 1) * (2 * n + 5) - float((ties * (ties - 1) * (2 * ties + 5)).sum())) / 18


def _test(s: float, variance: float) -> MannKendall:
    """Return the test of a score; a constant series has no variance, z 0 and p 1."""
    z = (s - np.sign(s)) / np.sqrt(variance) if variance > 0 else 0.0
    return MannKendall(s, variance, float(z), float(2 * stats.norm.sf(abs(z))))
