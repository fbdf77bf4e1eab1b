"""Which unit differs from the others by more than chance? Funnels of ratios and shares, in place of league tables.

Source: Spiegelhalter, Statistics in Medicine 24 (2005): exact limits, and limits widened by the variance between units
(overdispersion) where units differ more than chance for reasons no single unit is to answer for. The widened limits
are squared back to the scale of the ratio.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, bdtrik, chdtri

from barometer.faults import UnreadableSeries
from barometer.readings.numbers_in import counts, whole_counts

LEVEL = 0.99
LEVELS = (0.95, 0.998)
QUANTILES = ((-1.959964, 1.959964), (-3.090232, 3.090232))  # of the levels, rounded as in the reference
WINSORISED = 0.1
METHODS = ("sqrt", "SHMI")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Funnel:
    """A funnel over n units, in the order of its input.

    `ratio` is the value of each unit (O/E, or a share 0–1), `target` the value of all together; `limits` has shape
    (2 levels, lower and upper, n) without, `wide` the same with overdispersion, levels 95 % and 99.8 %. `phi` is the
    mean squared z of the units (1: chance alone), `tau2` the variance between units on the transformed scale. A unit
    without a denominator has NaN everywhere and takes no part.
    """

    ratio: Floats
    target: float
    limits: Floats
    wide: Floats
    phi: float
    tau2: float


@dataclass(frozen=True)
class Spread:
    """How far units differ: values, standard errors and z on the transformed scale, and what follows from them."""

    error: Floats
    phi: float
    tau2: float


def read_ratios(observed: ArrayLike, expected: ArrayLike, method: str = "sqrt") -> Funnel:
    """Return the funnel of observed over expected counts, target 1, with exact Poisson limits.

    `observed` are whole counts, `expected` what each unit would have at the rate of all (see `expected_at_rate`),
    both of shape (n,). `method` "sqrt" takes differences on the square-root scale and winsorises z at 10 % and 90 %;
    "SHMI" is the log scale with z outside 10 % and 90 % left out (NHS, Summary Hospital-level Mortality Indicator).
    Raises UnreadableSeries for missing or negative counts and for fewer than two units with an expected count.
    """
    seen, due = whole_counts(observed, "numerator"), counts(expected, "denominator")
    known = _units_with(due, least=2 if method == "sqrt" else 4)
    ratio, base = seen[known] / due[known], due[known]
    if method == "sqrt":
        spread = spread_of((np.sqrt(ratio) - 1) * 2 * np.sqrt(base), 1 / (2 * np.sqrt(base)))
        wide = np.array([[np.maximum(1 + z * spread.error, 0) ** 2 for z in pair] for pair in QUANTILES])
    else:
        logs = np.log(np.maximum(seen[known], 0.5) / base)
        spread = spread_of(logs * np.sqrt(base), 1 / np.sqrt(base), is_trimmed=True)
        wide = np.array([[np.exp(z * spread.error) for z in pair] for pair in QUANTILES])
    exact = np.array([poisson_limits(base, level) for level in LEVELS])
    return _spread_out(known, ratio, 1.0, exact, wide, spread)


def read_shares(numerators: ArrayLike, denominators: ArrayLike, method: str = "sqrt") -> Funnel:
    """Return the funnel of shares around the share of all units, z on the arcsine scale, winsorised.

    Both are whole counts of shape (n,), no numerator above its denominator. The limits are exact binomial ones;
    `method` "SHMI" draws them on the arcsine scale, as the reference does.
    Raises UnreadableSeries for missing or negative counts, shares above 1 and fewer than two units with a base.
    """
    part, base = whole_counts(numerators, "numerator"), whole_counts(denominators, "denominator")
    if (part > base).any():
        raise UnreadableSeries(
            "A part is larger than its whole", column="numerator", expected="at most the denominator"
        )
    known = _units_with(base, least=2)
    part, base = part[known], base[known]
    pooled = float(part.sum() / base.sum())
    centre, error = np.arcsin(np.sqrt(pooled)), 1 / (2 * np.sqrt(base))
    spread = spread_of((np.arcsin(np.sqrt(part / base)) - centre) / error, error)
    wide = wide_share_limits(pooled, spread.tau2, base)
    narrow = np.array([[_share(centre + z * error) for z in pair] for pair in QUANTILES])
    if method == "sqrt":
        narrow = np.array([proportion_limits(pooled, base, level) for level in LEVELS])
    return _spread_out(known, part / base, pooled, narrow, wide, spread)


def wide_share_limits(target: float, tau2: float, bases: ArrayLike) -> Floats:
    """Return the limits of shares with overdispersion at any bases above 0, shape (2 levels, lower and upper, n).

    `target` is the share of all units, `tau2` the variance between units on the arcsine scale.
    """
    centre, error = np.arcsin(np.sqrt(target)), np.sqrt(1 / (4 * np.asarray(bases, dtype=float)) + tau2)
    return np.array([[_share(centre + z * error) for z in pair] for pair in QUANTILES])


def share_limits(target: float, tau2: float, bases: ArrayLike) -> Floats:
    """Return the limits a unit is held against at any bases above 0, shape (2 levels, lower and upper, n).

    Exact binomial ones where units differ by chance alone (`tau2` 0), else whichever is further out of these and the
    widened ones, whose normal scale is too narrow for a handful of items.
    """
    exact = np.array([proportion_limits(target, bases, level) for level in LEVELS])
    if tau2 <= 0:
        return exact
    wide = wide_share_limits(target, tau2, bases)
    return np.stack([np.minimum(exact[:, 0], wide[:, 0]), np.maximum(exact[:, 1], wide[:, 1])], axis=1)


def expected_at_rate(observed: ArrayLike, exposure: ArrayLike) -> Floats:
    """Return what each unit would have at the rate of all units together: exposure × pooled rate, shape (n,).

    Multiplying all exposures by one number changes nothing. Raises UnreadableSeries where no unit has exposure.
    """
    seen, base = counts(observed, "numerator"), counts(exposure, "exposure")
    if base.sum() <= 0:
        raise UnreadableSeries("No unit has exposure", column="exposure", expected="above 0 in at least one unit")
    due: Floats = base * (seen.sum() / base.sum())
    return due


def poisson_limits(expected: ArrayLike, level: float) -> tuple[Floats, Floats]:
    """Return the exact lower and upper limit of O/E for each expected count above 0, `level` between them."""
    due, tail = np.asarray(expected, dtype=float), (1 - level) / 2
    return chdtri(2 * due, 1 - tail) / (2 * due), chdtri(2 * (due + 1), tail) / (2 * due)


def spread_of(z: Floats, error: Floats, is_trimmed: bool = False) -> Spread:
    """Return phi, tau² and the widened standard errors of units with the scores `z` and standard errors `error`.

    z beyond its 10 % and 90 % quantiles is drawn in to them, with `is_trimmed` left out instead.
    """
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    kept = (z >= low) & (z <= high) if is_trimmed else np.ones(z.size, dtype=bool)
    phi = float(np.mean(np.clip(z, low, high)[kept] ** 2))
    weight, n = 1 / error[kept] ** 2, int(kept.sum())
    tau2 = max(0.0, float((n * phi - (n - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())))
    return Spread(np.sqrt(error**2 + tau2), phi, tau2)


def _share(angle: Floats) -> Floats:
    """Return the share at an angle of the arcsine scale, no further than 0 and 1."""
    share: Floats = np.sin(np.clip(angle, 0, np.pi / 2)) ** 2
    return share


def _units_with(base: Floats, least: int) -> NDArray[np.bool_]:
    """Return which units have a base; raises UnreadableSeries where too few have."""
    known = base > 0
    if known.sum() < least:
        raise UnreadableSeries(
            "Too few units to compare", column="denominator", expected=f"{least} above 0", found=str(int(known.sum()))
        )
    return known


def _spread_out(
    known: NDArray[np.bool_], ratio: Floats, target: float, limits: Floats, wide: Floats, spread: Spread
) -> Funnel:
    """Return the funnel with a place for every unit, NaN where it has no base."""
    places = [np.full((*part.shape[:-1], known.size), np.nan) for part in (ratio, limits, wide)]
    for held, part in zip(places, (ratio, limits, wide), strict=True):
        held[..., known] = part
    return Funnel(places[0], target, places[1], places[2], spread.phi, spread.tau2)


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
