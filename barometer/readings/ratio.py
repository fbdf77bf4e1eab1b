"""Did one count rise against another by more than chance? The ratio of two Poisson rates, exactly.

Given c1 + c0, the first count is binomial with the share t1 ÷ (t1 + t0) of the exposure if the rates are equal.
Source: Przyborowski and Wilenski, Biometrika 31 (1940); interval of Clopper and Pearson; mid-p of Lancaster (1961).
scipy's `binomtest` is not used: its two-sided p can contradict its own interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv, gammaln, xlogy

from barometer.faults import UnreadableSeries
from barometer.readings.numbers_in import finite, whole_counts

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ratio:
    """Ratios of rates (c1 ÷ t1) ÷ (c0 ÷ t0), one entry a pair of counts.

    `ratio` is infinite where only the second count is 0; `low` and `high` the exact interval (0 and infinite at the
    edges); `p` the central two-sided probability of equal rates, twice the smaller tail and at most 1; `mid_p` the
    same with half of the observed count's own probability. All are NaN where both counts are 0: nothing was seen.
    """

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    mid_p: Floats


def rate_ratio(c1: ArrayLike, c0: ArrayLike, t1: ArrayLike = 1.0, t0: ArrayLike = 1.0, level: float = 0.95) -> Ratio:
    """Return the ratio of two rates with its exact interval for each pair of counts.

    `c1` and `c0` are whole counts, `t1` and `t0` their exposures (months, persons; the same unit, above 0), all of
    one shape (n,) or single numbers; `level` is the probability of the interval.
    Raises UnreadableSeries for missing, negative or broken counts and for exposures of 0 or less.
    """
    first, second = whole_counts(c1, "c1"), whole_counts(c0, "c0")
    first, second, one, two = np.broadcast_arrays(first, second, _exposure(t1, "t1"), _exposure(t0, "t0"))
    both, share = first + second, one / (one + two)
    known = both > 0
    tail = (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(first > 0, betaincinv(first, second + 1, tail), 0.0)
        high = np.where(second > 0, betaincinv(first + 1, second, 1 - tail), 1.0)
        ratio = (first / one) / (second / two)
        limits = [shared / (1 - shared) * (two / one) for shared in (low, high)]
    at_least = np.where(first > 0, betainc(first, second + 1, share), 1.0)
    at_most = np.where(second > 0, betainc(second, first + 1, 1 - share), 1.0)
    own = np.exp(
        gammaln(both + 1) - gammaln(first + 1) - gammaln(second + 1) + xlogy(first, share) + xlogy(second, 1 - share)
    )
    p = np.minimum(1, 2 * np.minimum(at_least, at_most))
    mid_p = np.minimum(1, 2 * np.minimum(at_least - own / 2, at_most - own / 2))
    return Ratio(*(np.where(known, part, np.nan) for part in (ratio, *limits, p, mid_p)))


def _exposure(values: ArrayLike, name: str) -> Floats:
    """Return exposures, all above 0."""
    held = finite(values, name)
    if (held <= 0).any():
        raise UnreadableSeries("An exposure must be above 0", column=name, expected="above 0", found=f"{held.min():g}")
    return held
