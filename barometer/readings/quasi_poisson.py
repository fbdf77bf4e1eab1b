"""A log-linear model of one series of counts whose variance is a multiple of its mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barometer.faults import UnreadableSeries

STEPS = 50
CONVERGED = 1e-10
VANISHED = 1e-8

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """A fitted model over n counts and q columns.

    `beta` are the coefficients on the log scale, `mean` the fitted counts, `bread` the inverse of X'WX (q, q),
    `scale` the dispersion max(1, X² ÷ df) and `df` the residual degrees of freedom n − q.
    """

    beta: Floats
    mean: Floats
    bread: Floats
    scale: float
    df: int


def fit(counts: Floats, columns: Floats) -> Fit:
    """Return the quasi-Poisson fit of `counts` (n,) on `columns` (n, q) by iteratively reweighted least squares.

    Raises UnreadableSeries where the counts do not determine the columns or leave no degree of freedom. The caller
    leaves out columns whose counts are all 0: their coefficient has no finite value.
    """
    n, width = columns.shape
    if n <= width:
        raise UnreadableSeries("The history is too short", expected=f"more than {width} values", found=f"{n} values")
    if np.linalg.matrix_rank(columns) < width:
        raise UnreadableSeries("The history does not determine the model", remedy="read a longer history")
    mean = counts + 0.1 + 0.1 * counts.mean()
    beta = np.zeros(width)
    for _ in range(STEPS):
        eta = np.log(mean)
        root = np.sqrt(mean)
        target = root * (eta + (counts - mean) / mean)
        new = np.linalg.lstsq(root[:, None] * columns, target, rcond=None)[0]
        mean = np.exp(np.clip(columns @ new, -30, 230))
        is_done = np.abs(new - beta).max() < CONVERGED * (1 + np.abs(new).max())
        beta = new
        if is_done:
            break
    else:
        raise _unsettled()
    if mean.min() < VANISHED * counts.mean():  # a slope on its way to infinity: the steps only look small
        raise _unsettled()
    bread = np.linalg.inv(columns.T @ (mean[:, None] * columns))
    pearson = float(((counts - mean) ** 2 / mean).sum())
    return Fit(beta, mean, bread, max(1.0, pearson / (n - width)), n - width)


def _unsettled() -> UnreadableSeries:
    """Return the fault of a history whose best slope or season is infinite."""
    return UnreadableSeries(
        "The model does not settle on this history",
        expected="counts in more than one year",
        remedy="ask whether the series was reported throughout",
    )
