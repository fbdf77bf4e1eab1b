"""What share a part may show by chance alone, given its base and the share of the whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

LEVEL = 0.99


def proportion_limits(
    whole: float, bases: ArrayLike, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lower and upper exact binomial limits of a share for each base.

    `whole` is the share of the whole (0–1), `bases` the denominators; `level` the probability between the limits.
    The limits are the continuous binomial quantiles (regularised incomplete beta), shape of `bases`, between 0 and 1;
    a base of 0 gives 0 and 1. Source: Spiegelhalter, Statistics in Medicine 24 (2005), exact limits.
    """
    n = np.asarray(bases, dtype=float)
    tail = (1 - level) / 2
    expected = whole * n
    with np.errstate(invalid="ignore", divide="ignore"):
        low = np.where(expected > 0, betaincinv(np.maximum(expected, 1e-9), n - expected + 1, tail), 0.0)
        high = np.where(n - expected > 0, betaincinv(expected + 1, np.maximum(n - expected, 1e-9), 1 - tail), 1.0)
    return np.where(n > 0, low, 0.0), np.where(n > 0, high, 1.0)
