"""The count that an expected value lets through: bounds of an early warning."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from scipy.special import ndtri
from scipy.stats import nbinom, poisson

from barometer.faults import UnreadableSeries
from barometer.readings.loglinear import Floats

Bound = Literal["delta", "nbPlugin", "muan"]
BOUNDS: tuple[Bound, ...] = get_args(Bound)


def upper_bounds(bound: Bound, expected: Floats, relative_error: Floats, dispersion: Floats, alpha: float) -> Floats:
    """Return the upper bounds of counts (u,), one-sided at `alpha`.

    `expected` counts; `relative_error` the standard error of the log mean; `dispersion` variance ÷ mean, at least 1.
    delta: normal on the ⅔ power, with the error of the mean; nbPlugin: quantile of a negative binomial (Poisson at
    dispersion 1) as if the mean were known; muan: the same at the mean's own upper limit. The last two are whole.
    Source: Farrington et al. (1996) 3.8; Noufaily et al. (2013); Salmon et al., Journal of Statistical Software 70.
    """
    if bound not in BOUNDS:
        raise UnreadableSeries("There is no such bound", expected=", ".join(BOUNDS), found=str(bound))
    z = ndtri(1 - alpha)
    if bound == "delta":
        spread = dispersion + expected * relative_error**2
        raised = expected ** (2 / 3) + z * np.sqrt(4 / 9 * expected ** (1 / 3) * spread)
        return np.asarray(raised**1.5)
    mean = expected * np.exp(z * relative_error) if bound == "muan" else expected
    is_wider = dispersion > 1
    excess = np.where(is_wider, dispersion - 1, 1.0)
    widened = nbinom.ppf(1 - alpha, mean / excess, 1 / np.where(is_wider, dispersion, 2.0))
    return np.asarray(np.where(is_wider, widened, poisson.ppf(1 - alpha, mean)))
