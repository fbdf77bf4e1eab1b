"""The forecast once more: one series, no batch, written from the formulas."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom


def twin(
    series: Sequence[float], days: NDArray[np.float64] | None = None, bases: Sequence[float] | None = None
) -> tuple[float, float, float]:
    """Return mean, dispersion and mid-p of the last month: one series, numbered steps as the design writes them.

    `bases` are what the counts are parts of: their logs are added to the log mean of the months that have one, the
    others weigh nothing.
    """
    k = len(series) - 1
    y, ds = np.array(series[: k - 1], dtype=float), np.arange(k - 1) - k
    parts = [1.0] * len(series) if bases is None else [float(base) for base in bases]
    typical = sum(parts[: k - 1]) / (k - 1)
    told = np.array([1.0 if base > 0 else 0.0 for base in parts[: k - 1]])
    offset = np.array([math.log(base / typical) if base > 0 else 0.0 for base in parts[: k - 1]])
    rows = [[1.0] for _ in [*ds, 0]]
    deviations = [math.inf]

    def add(values: list[float], deviation: float, *, is_centred: bool) -> None:
        mean = sum(values[:-1]) / len(values[:-1]) if is_centred else 0.0
        for row, value in zip(rows, values, strict=True):
            row.append(value - mean)
        deviations.append(deviation)

    every = [*(int(d) for d in ds), 0]
    add([d / 12 for d in every], 0.2, is_centred=True)
    for h, deviation in enumerate([0.5, 0.3, 0.2, 0.15, 0.1, 0.07], 1):
        add([math.cos(2 * math.pi * h * d / 12) for d in every], deviation, is_centred=False)
        if h < 6:
            add([math.sin(2 * math.pi * h * d / 12) for d in every], deviation, is_centred=False)
    if days is not None:
        add([days[d + k, 0] / 10 for d in every], 0.7, is_centred=True)
        add([days[d + k, 1] / 15 for d in every], 0.5, is_centred=True)
    c = -7
    while c > every[0] + 6:
        add([max(c - d, 0) / 12 for d in every], 0.05, is_centred=True)
        c -= 12
    x, x0 = np.array(rows[:-1]), np.array(rows[-1])
    prior = 1.5 if sum(base > 0 for base in parts[:k]) >= 60 else 2.0
    phi, w = prior, told.copy()
    for _ in range(3):
        penalty = phi * np.diag([1 / deviation**2 for deviation in deviations])
        eta = np.log((y + y.mean()) / 2 + 0.1)
        for _ in range(60):
            mu = np.exp(eta)
            beta = np.linalg.solve(x.T @ np.diag(w * mu) @ x + penalty, x.T @ (w * mu * (eta - offset) + w * (y - mu)))
            eta = np.clip(x @ beta + offset, -12, 14)
        mu = np.exp(eta)
        a = x.T @ np.diag(w * mu) @ x
        v = np.linalg.inv(a + penalty)
        df = max(w.sum() - np.trace(v @ a), 5)
        phi = max(1.0, (float((w * (y - mu) ** 2 / mu).sum()) + 10 * prior) / (df + 10))
        hat = w * mu * np.array([row @ v @ row for row in x])
        s = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - np.sqrt(mu)) / np.sqrt(phi * np.maximum(1 - hat, 0.05))
        w = np.array([1 / value**2 if value > 2.58 else 1.0 for value in s]) * told
        w *= told.sum() / w.sum()
    mean = math.exp(x0 @ beta + math.log(parts[k] / typical))
    psi = max(phi + mean * phi * float(x0 @ v @ x0), 1.0001)
    chance = nbinom(mean / (psi - 1), 1 / psi)
    return mean, psi, 0.5 * chance.sf(series[-1] - 1) + 0.5 * chance.sf(series[-1])
