"""Does a series rise over the years? One annual ratio with its interval, and tests that ask nothing of the numbers.

Sources: quasi-Poisson regression, McCullagh and Nelder, Generalized Linear Models (1989); Mann, Econometrica 13 (1945);
Hirsch, Slack and Smith, Water Resources Research 18 (1982), seasonal test; Sen, JASA 63 (1968); Newey and West,
Econometrica 55 (1987). Not Hamed and Rao's correction: it rejects 23–25 % of series without a trend at 36 months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from barometer.faults import UnreadableSeries
from barometer.readings.numbers_in import LARGEST, counts
from barometer.readings.quasi_poisson import Fit, fit

YEAR = 12
SHORTEST = 24
LAG = 3
CORRELATED = 0.3
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
