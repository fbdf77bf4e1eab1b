"""Does a series rise over the years? One annual ratio with its interval.

Sources: quasi-Poisson regression, McCullagh and Nelder, Generalized Linear Models (1989); Newey and West, Econometrica
55 (1987).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from barometer.faults import UnreadableSeries
from barometer.readings.numbers_in import counts
from barometer.readings.quasi_poisson import Fit, fit
from barometer.readings.rank_tests import LEVEL, YEAR

SHORTEST = 24
LAG = 3
CORRELATED = 0.3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AnnualRatio:
    """By what factor a series changes a year (1.1: plus 10 %), with its interval and the p of no change.

    `scale` is the dispersion, `lag_one` the correlation of a month's residual with the next one's, `is_correlated`
    whether it exceeds .3, so that the interval is Newey and West's over 3 months.
    """

    ratio: float
    low: float
    high: float
    p: float
    scale: float
    lag_one: float
    is_correlated: bool

    @property
    def direction(self) -> str:
        """Return "rising" or "falling" where the interval leaves out 1 and p < .05, else "no clear direction"."""
        if self.p >= 1 - LEVEL or self.low <= 1 <= self.high:
            return "no clear direction"
        return "rising" if self.ratio > 1 else "falling"


def annual_ratio(values: ArrayLike, months: ArrayLike | None = None, level: float = LEVEL) -> AnnualRatio:
    """Return the yearly factor of a monthly series by a quasi-Poisson model of month effects and linear time.

    `values` are counts (n,); `months` their months in a row as whole numbers (year × 12 + month − 1), each once, gaps
    allowed; None: one month after another. A calendar month in which nothing ever happened says nothing of the trend
    and is left out. The interval is Student's with n − months of the year − 1 degrees of freedom; where neighbouring
    residuals correlate it is the wider one of this and Newey and West's.
    Raises UnreadableSeries for missing or negative counts, fewer than 24 months, and where all counts are 0 or stand
    at one end only: then no factor is finite.
    """
    held, at = _readable(counts(values, "y"), months)
    years, year_month = (at - at.mean()) / YEAR, np.unique(at % YEAR)
    columns = np.column_stack([at[:, None] % YEAR == year_month, years]).astype(float)
    found = fit(held, columns)
    lag_one = _lag_one((held - found.mean) / np.sqrt(found.mean), at)
    variance = found.scale * float(found.bread[-1, -1])
    if lag_one > CORRELATED:
        variance = max(variance, _newey_west(found, columns, held, at))
    slope, error = float(found.beta[-1]), float(np.sqrt(variance))
    reach = float(stats.t.ppf((1 + level) / 2, found.df)) * error
    p = float(2 * stats.t.sf(abs(slope) / error, found.df))
    with np.errstate(over="ignore"):
        ratio, low, high = (float(np.exp(value)) for value in (slope, slope - reach, slope + reach))
    return AnnualRatio(ratio, low, high, p, found.scale, lag_one, lag_one > CORRELATED)


def _readable(held: Floats, months: ArrayLike | None) -> tuple[Floats, NDArray[np.int64]]:
    """Return counts and months in order, without calendar months in which nothing ever happened."""
    at = np.arange(held.size) if months is None else np.asarray(months, dtype=np.int64)
    if held.size < SHORTEST:
        raise UnreadableSeries(
            "The history is too short for a trend", expected=f"{SHORTEST} months", found=f"{held.size} months"
        )
    order = np.argsort(at)
    held, at = held[order], at[order]
    alive = np.unique(at[held > 0] % YEAR)
    if not alive.size:
        raise UnreadableSeries("A trend cannot be read: all counts are 0", column="y")
    seasons = [(held[at % YEAR == month]) for month in alive]
    for end, name in ((0, "first"), (-1, "last")):
        if all(season.sum() == season[end] for season in seasons):
            problem = f"A trend cannot be read: each calendar month has counts in its {name} year only"
            raise UnreadableSeries(problem, column="y", remedy="ask whether the series was reported throughout")
    is_alive = np.isin(at % YEAR, alive)
    return held[is_alive], at[is_alive]


def _lag_one(residual: Floats, at: NDArray[np.int64]) -> float:
    """Return the correlation of residuals one month apart, 0 where nothing is left over."""
    follows = np.diff(at) == 1
    power = float((residual**2).sum())
    return float((residual[1:] * residual[:-1])[follows].sum()) / power if power > 0 else 0.0


def _newey_west(found: Fit, columns: Floats, held: Floats, at: NDArray[np.int64]) -> float:
    """Return the variance of the slope where neighbouring months go together: Bartlett weights over 3 months."""
    scores = np.zeros((int(at[-1] - at[0]) + 1, columns.shape[1]))
    scores[at - at[0]] = columns * (held - found.mean)[:, None]
    meat = scores.T @ scores
    for lag in range(1, LAG + 1):
        shared = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (LAG + 1)) * (shared + shared.T)
    n = columns.shape[0]
    return float((found.bread @ meat @ found.bread)[-1, -1] * n / found.df)
