"""What share a part may show by chance alone, given its base and the share of the whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, bdtrik

LEVEL = 0.99


def proportion_limits(
    whole: float, bases: ArrayLike, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lower and upper exact binomial limits of a share for each base.

    `whole` is the share of the whole (0–1), `bases` the denominators; `level` the probability between the limits.
    Both limits are shares that can occur (whole numbers of cases ÷ base), shape of `bases`: a share beyond one has,
    by chance, at most half of 1 − `level`. A base of 0 gives 0 and 1.
    Source: Spiegelhalter, Statistics in Medicine 24 (2005), exact binomial limits.
    """
    n = np.asarray(bases, dtype=float)
    tail = (1 - level) / 2
    held = np.where(n > 0, n, 1.0)
    low, high = _quantile(tail, held, whole) / held, _quantile(1 - tail, held, whole) / held
    return np.where(n > 0, low, 0.0), np.where(n > 0, high, 1.0)


def _quantile(probability: float, n: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return the smallest number of cases whose cumulated probability reaches `probability`."""
    if share <= 0 or share >= 1:
        return n * float(share >= 1)
    cases = np.ceil(np.clip(bdtrik(probability, n, share), 0, n))
    one_less = np.maximum(cases - 1, 0)
    quantile: NDArray[np.float64] = np.where(bdtr(one_less, n.astype(int), share) >= probability, one_less, cases)
    return quantile
