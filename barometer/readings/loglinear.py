"""Weighted Poisson regressions with a log link: every unit of a batch in one run of matrix products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

Floats = NDArray[np.float64]

_STEPS = 25
_TOLERANCE = 1e-8
_FURTHEST = 36.0  # the largest |log mean|: beyond the largest count that is a whole number in double precision
_UNSHARED = 200_000  # multiplications in a product that the library still does in one thread
_RIDGE = 1e-12  # of a matrix scaled to a unit diagonal: keeps a level that holds nothing but zeros solvable


class Fit(NamedTuple):
    """Regressions of u units on the same n rows and p columns.

    `coefficients` (u, p); `means` (u, n), expected counts; `working` (u, n), the working weights the last step solved
    with; `covariance` (u, p, p), the inverse of X'WX, not yet multiplied by a dispersion.
    """

    coefficients: Floats
    means: Floats
    working: Floats
    covariance: Floats

    def relative_errors(self, row: Floats) -> Floats:
        """Return the standard error of the log mean at a row of p columns, dispersion 1, for each unit."""
        errors: Floats = np.sqrt(np.einsum("p,upq,q->u", row, self.covariance, row))
        return errors

    def leverages(self, design: Floats) -> Floats:
        """Return each row's pull on its own fitted value (u, n), between 0 and 1."""
        held: Floats = self.working * times(self.covariance.reshape(len(self.covariance), -1), products_of(design).T)
        return held

    def of(self, units: NDArray[np.intp], better: Fit) -> Fit:
        """Return these regressions with those of `units` replaced by `better`, which may lack the last columns."""
        p = better.coefficients.shape[1]
        coefficients, covariance = self.coefficients.copy(), self.covariance.copy()
        coefficients[units], covariance[units] = 0.0, 0.0
        coefficients[units, :p] = better.coefficients
        covariance[units, :p, :p] = better.covariance
        means, working = self.means.copy(), self.working.copy()
        means[units], working[units] = better.means, better.working
        return Fit(coefficients, means, working, covariance)


@dataclass
class _Steps:
    """What a batch has reached: log means, working weights, deviances, coefficients."""

    log_means: Floats
    working: Floats
    deviances: Floats
    coefficients: Floats


def fit(counts: Floats, design: Floats, weights: Floats) -> Fit:
    """Return the log-linear Poisson regressions of `counts` (u, n) on `design` (n, p) under `weights` (u, n).

    Iteratively reweighted least squares; a unit stops as R's glm does, when its deviance moves by less than 1e-8 of
    itself, after at most 25 steps, so that a level with nothing but zeros ends at the same very small mean. The
    columns must be independent; counts known and not negative; weights not negative.
    Source: McCullagh and Nelder, Generalized Linear Models (1989), 2.5.
    """
    products = products_of(design)
    start = np.log(counts + 0.1)
    deviances = _deviances(counts, np.exp(start), weights)
    reached = _Steps(start, np.zeros_like(counts), deviances, np.zeros((len(counts), design.shape[1])))
    moving = np.arange(len(counts))
    for _ in range(_STEPS):
        still = _step(reached, moving, counts[moving], design, products, weights[moving])
        moving = moving[still]
        if not len(moving):
            break
    covariance = _inverses(grams_of(reached.working, products))
    return Fit(reached.coefficients, np.exp(reached.log_means), reached.working, covariance)


def _step(
    reached: _Steps, moving: NDArray[np.intp], counts: Floats, design: Floats, products: Floats, weights: Floats
) -> NDArray[np.bool_]:
    """Take one step for the units still moving; return which of them still move."""
    log_means = reached.log_means[moving]
    means = np.exp(log_means)
    working = weights * means
    told = working * log_means + weights * (counts - means)
    coefficients = _solutions(grams_of(working, products), times(told, design))
    log_means = np.clip(times(coefficients, design.T), -_FURTHEST, _FURTHEST)
    deviances = _deviances(counts, np.exp(log_means), weights)
    before = reached.deviances[moving]
    reached.log_means[moving], reached.working[moving] = log_means, working
    reached.deviances[moving], reached.coefficients[moving] = deviances, coefficients
    still: NDArray[np.bool_] = np.abs(deviances - before) >= _TOLERANCE * (np.abs(deviances) + 0.1)
    return still


def products_of(design: Floats) -> Floats:
    """Return each row's columns times each other, so that a batch of X'WX is one matrix product: (n, p*p)."""
    products: Floats = np.einsum("np,nq->npq", design, design).reshape(len(design), -1)
    return products


def grams_of(working: Floats, products: Floats) -> Floats:
    """Return X'WX of each unit (u, p, p) from its working weights (u, n) and the products of the rows."""
    p = round(products.shape[1] ** 0.5)
    return times(working, products).reshape(-1, p, p)


def times(left: Floats, right: Floats) -> Floats:
    """Return the matrix product of a tall `left` (u, n) and a small `right` (n, p), a few rows at a time.

    In one piece the linear algebra library shares these small products out to threads that mostly wait for each
    other: three times the processor time on two cores.
    """
    rows = max(1, _UNSHARED // max(right.size, 1))
    missing = -len(left) % rows
    padded = np.concatenate([left, np.zeros((missing, left.shape[1]))]) if missing else left
    product: Floats = (padded.reshape(-1, rows, left.shape[1]) @ right).reshape(-1, right.shape[1])
    return product[: len(left)]


def _scaled(grams: Floats) -> tuple[Floats, Floats]:
    """Return the matrices with a unit diagonal and what they were divided by: levels differ by many powers of ten."""
    scale = np.sqrt(np.maximum(np.einsum("upp->up", grams), np.finfo(float).tiny))
    scaled = grams / scale[:, :, None] / scale[:, None, :]
    return scaled + _RIDGE * np.eye(grams.shape[1]), scale


def _solutions(grams: Floats, told: Floats) -> Floats:
    scaled, scale = _scaled(grams)
    solved: Floats = np.linalg.solve(scaled, (told / scale)[:, :, None])[:, :, 0] / scale
    return solved


def _inverses(grams: Floats) -> Floats:
    scaled, scale = _scaled(grams)
    inverted: Floats = np.linalg.inv(scaled) / scale[:, :, None] / scale[:, None, :]
    return inverted


def _deviances(counts: Floats, means: Floats, weights: Floats) -> Floats:
    parts = xlogy(counts, counts) - xlogy(counts, means) - counts + means
    deviances: Floats = 2 * (weights * parts).sum(axis=1)
    return deviances
