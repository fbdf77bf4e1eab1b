"""Log-linear Poisson regressions whose coefficients are drawn towards zero, every unit of a batch at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from barometer.readings.loglinear import Floats, grams_of, products_of, times

_STEPS = 25
_TOLERANCE = 1e-5
_LOWEST, _HIGHEST = -12.0, 14.0


class Shrunk(NamedTuple):
    """Regressions of u units on the same n rows and p columns.

    `coefficients` (u, p); `means` (u, n); `spread` (u, p, p), the inverse of X'WX + P; `used` (u,), the columns'
    worth of freedom taken up, between 0 and p.
    """

    coefficients: Floats
    means: Floats
    spread: Floats
    used: Floats


def fit_shrunk(counts: Floats, design: Floats, weights: Floats, penalty: Floats, offsets: Floats) -> Shrunk:
    """Return regressions of `counts` (u, n) on `design` (n, p) under `weights` (u, n) and `penalty` (u, p).

    `offsets` (u, n) are the logs of what the counts are taken from, 0 where they stand for themselves.
    Penalised iteratively reweighted least squares; a unit stops when no coefficient moves by 1e-5, after at most 25
    steps. Log means stay from −12 to 14, or to one above the unit's largest count where that is more.
    """
    products = products_of(design)
    highest = np.maximum(_HIGHEST, np.log(np.maximum(counts.max(axis=1), 1)) + 1)[:, None]
    log_means = np.log((counts + counts.mean(axis=1, keepdims=True)) / 2 + 0.1)
    coefficients = np.full((len(counts), design.shape[1]), np.inf)
    moving = np.arange(len(counts))
    for _ in range(_STEPS):
        held = (counts[moving], log_means[moving], weights[moving], penalty[moving], offsets[moving])
        found = _step(*held, design, products)
        still = np.abs(found - coefficients[moving]).max(axis=1) >= _TOLERANCE
        coefficients[moving] = found
        log_means[moving] = np.clip(times(found, design.T) + offsets[moving], _LOWEST, highest[moving])
        moving = moving[still]
        if not len(moving):
            break
    means = np.exp(log_means)
    grams = grams_of(weights * means, products)
    spread = np.asarray(np.linalg.inv(_penalised(grams.copy(), penalty)), dtype=np.float64)
    return Shrunk(coefficients, means, spread, np.einsum("upq,uqp->u", spread, grams))


def _step(
    counts: Floats,
    log_means: Floats,
    weights: Floats,
    penalty: Floats,
    offsets: Floats,
    design: Floats,
    products: Floats,
) -> Floats:
    means = np.exp(log_means)
    working = weights * means
    told = times(working * (log_means - offsets) + weights * (counts - means), design)
    held = _penalised(grams_of(working, products), penalty)
    return np.asarray(np.linalg.solve(held, told[:, :, None])[:, :, 0], dtype=np.float64)


def _penalised(grams: Floats, penalty: Floats) -> Floats:
    """Add the penalty to the diagonals in place: whole matrices of it took as long as a product."""
    np.einsum("upp->up", grams)[:] += penalty
    return grams
