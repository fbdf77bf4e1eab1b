"""What a month should come to: the shrunk harmonic forecast, the house's own early warning."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, ndtri
from scipy.stats import nbinom

from barometer.faults import UnreadableSeries
from barometer.readings.calendar_columns import Columns, columns_for
from barometer.readings.counts import batch_of
from barometer.readings.loglinear import Floats, products_of, times
from barometer.readings.penalised import Shrunk, fit_shrunk

ALARM, WATCH, WEAK_ALARM = 0.02, 0.05, 0.01
USED_FROM, LINE_FROM, LIST_FROM = 24, 36, 48
_LONG_FROM, _LONG_DISPERSION, _SHORT_DISPERSION = 60, 1.5, 2.0
_PRIOR_MONTHS = 10
_OUTLYING = 2.58
_ROUNDS = 3
_LEAST_CASES = 5
_LEAST_RARE = 3
_THREADS = min(4, os.cpu_count() or 1)


@dataclass(frozen=True)
class Forecast:
    """A batch judged: every array is (units, months judged); what cannot be read is NaN, never an alarm.

    `expected` in counts; `lower`, `upper` the counts that are still usual at the alarm level of that history;
    `chance` the mid-p of a count as high or higher, `strength` its normal score (orders the list); `zero_chance` that
    of a month without any case; `dispersion` variance ÷ mean of the forecast. `alarm` and `watch` are one-sided.
    `history` (months judged,) counts the months before each.
    """

    expected: Floats
    lower: Floats
    upper: Floats
    chance: Floats
    strength: Floats
    zero_chance: Floats
    dispersion: Floats
    alarm: NDArray[np.bool_]
    watch: NDArray[np.bool_]
    history: NDArray[np.intp]


def forecast(
    counts: ArrayLike,
    months: Sequence[int] | None = None,
    new_year: ArrayLike | None = None,
    alarm_below: float = ALARM,
    bases: ArrayLike | None = None,
) -> Forecast:
    """Return what months are expected to hold and how unusual they are, for all units in one batch.

    `counts` (units, months), NaN where not known; `months` positions from 0 to judge (default: all with 24 months
    before them, the least that is used); `new_year` (months, 2) the days of each month in the New Year's holiday and
    in the rebound after it (see `calendar_columns.new_year_days`), None for a series without; `alarm_below` the chance
    that gives an alarm (at most .01 below 36 months). A month is judged on what came before it, its neighbour left
    out. `bases` (units, months) are what the counts are parts of (items due, ratings given; not below 0): the counts
    are then expected in proportion, and a month without base tells nothing and is not judged. A unit with an unknown
    month in the baseline, or with fewer than 23 months there that have a base, cannot be read; one with fewer than
    five cases there is read by a Gamma–Poisson rate, and needs three cases in the month for an alarm.
    Raises UnreadableSeries for a position without enough past, for counts that are none and bases of another shape.
    Source: 4 of the project's statistics; penalised quasi-likelihood, Green (1987); weights as Noufaily et al. (2013).
    """
    batch = batch_of(counts)
    held = np.ones_like(batch) if bases is None else batch_of(bases)
    if held.shape != batch.shape:
        fitting, found = (f"{shape[0]} series of {shape[1]} months" for shape in (batch.shape, held.shape))
        raise UnreadableSeries("Counts and bases do not fit", expected=fitting, found=found)
    judged = _positions(batch.shape[1], months)
    days = None if new_year is None else np.asarray(new_year, dtype=float)

    def judge(month: int) -> list[Floats]:
        return _judge(batch, held, month, columns_for(month, days), alarm_below)

    with ThreadPoolExecutor(_THREADS) as pool:  # numpy lets other threads run; a month knows nothing of the others
        told = list(pool.map(judge, judged))
    expected, lower, upper, chance, strength, zero, dispersion, least, level = (
        np.stack(column, axis=1) for column in zip(*told, strict=True)
    )
    history = np.array(judged)
    enough = batch[:, history] >= least
    alarm, watch = (chance < level) & enough, (chance < WATCH) & enough
    return Forecast(expected, lower, upper, chance, strength, zero, dispersion, alarm, watch, history)


def _positions(length: int, months: Sequence[int] | None) -> Sequence[int]:
    """Return the positions to judge; raises UnreadableSeries for one without enough past."""
    judged = range(USED_FROM, length) if months is None else months
    outside = [month for month in judged if not USED_FROM <= month < length]
    if outside or not len(judged):
        raise UnreadableSeries(
            "A month has too short a past to be judged",
            expected=f"at least {USED_FROM} months before it",
            found=f"position {outside[0] + 1}" if outside else f"{length} months",
            remedy="wait until the history is long enough",
        )
    return judged


def _judge(batch: Floats, bases: Floats, month: int, columns: Columns, alarm_below: float) -> list[Floats]:
    """Return the numbers of `Forecast`, in its order, for one month of all units, least count and level of an alarm.

    A unit's own months with a base are its history: they set the level and how far its scatter is known.
    """
    past, now = batch[:, : month - 1], batch[:, month]
    base = np.nan_to_num(bases[:, : month - 1])
    typical = base.mean(axis=1)
    typical[typical == 0] = 1.0
    share, share_now = base / typical[:, None], np.nan_to_num(bases[:, month]) / typical
    is_known = ~np.isnan(past).any(axis=1) & ((share > 0).sum(axis=1) >= USED_FROM - 1) & (share_now > 0)
    mean, dispersion = (np.full(len(batch), np.nan) for _ in range(2))
    is_rare = np.nansum(past, axis=1) < _LEAST_CASES
    fitted, rare = np.flatnonzero(is_known & ~is_rare), np.flatnonzero(is_known & is_rare)
    history = (np.nan_to_num(bases[:, :month]) > 0).sum(axis=1)
    level = np.where(history >= LINE_FROM, alarm_below, min(alarm_below, WEAK_ALARM))
    prior = np.where(history >= _LONG_FROM, _LONG_DISPERSION, _SHORT_DISPERSION)
    if len(fitted):
        parts = (past[fitted], share[fitted], share_now[fitted], prior[fitted])
        mean[fitted], dispersion[fitted] = _predicted(*parts, columns)
    part = share_now[rare] / share[rare].sum(axis=1)
    mean[rare] = (past[rare].sum(axis=1) + 0.5) * part
    dispersion[rare] = 1 + part
    least = np.where(is_rare, _LEAST_RARE, 1.0)
    expected, lower, upper, *others = _unusual(now, mean, dispersion, level)
    return [expected, lower, np.maximum(upper, least - 1), *others, least, level]


def _predicted(
    past: Floats, share: Floats, share_now: Floats, prior: Floats, columns: Columns
) -> tuple[Floats, Floats]:
    """Return the mean and the dispersion of the month's count, the error of the mean included.

    `share` (units, n) and `share_now` (units,) are the bases in parts of their mean, `prior` (units,) the dispersions
    thought likely before anything is seen.
    """
    has_base = (share > 0).astype(float)
    offsets = np.log(np.where(share > 0, share, 1.0))
    weights, dispersion = has_base, prior
    for this_round in range(_ROUNDS):
        read = fit_shrunk(past, columns.baseline, weights, dispersion[:, None] / columns.deviations**2, offsets)
        dispersion = _dispersion(past, read, weights, prior)
        if this_round < _ROUNDS - 1:
            weights = _weights(past, read, weights, dispersion, columns.baseline) * has_base
            weights *= (has_base.sum(axis=1) / weights.sum(axis=1))[:, None]
    mean = np.exp(np.minimum(read.coefficients @ columns.month + np.log(share_now), 36.0))
    error = dispersion * np.einsum("p,upq,q->u", columns.month, read.spread, columns.month)
    return mean, np.maximum(dispersion + mean * error, 1.0001)


def _dispersion(past: Floats, read: Shrunk, weights: Floats, prior: Floats) -> Floats:
    """Return variance ÷ mean, at least 1: the squares over their freedom, and ten months of the prior value."""
    freedom = np.maximum(weights.sum(axis=1) - read.used, 5.0)
    squares = (weights * (past - read.means) ** 2 / read.means).sum(axis=1)
    dispersion: Floats = np.maximum((squares + _PRIOR_MONTHS * prior) / (freedom + _PRIOR_MONTHS), 1.0)
    return dispersion


def _weights(past: Floats, read: Shrunk, weights: Floats, dispersion: Floats, design: Floats) -> Floats:
    """Return less weight for months far above their fit, so that past outbreaks do not count as usual."""
    leverages = weights * read.means * times(read.spread.reshape(len(past), -1), products_of(design).T)
    scale = np.sqrt(dispersion[:, None] * np.maximum(1 - leverages, 0.05))
    residuals = 1.5 * (past ** (2 / 3) * read.means ** (-1 / 6) - np.sqrt(read.means)) / scale
    less: Floats = np.where(residuals > _OUTLYING, 1 / np.maximum(residuals, 1.0) ** 2, 1.0)
    return less


def _unusual(now: Floats, mean: Floats, dispersion: Floats, level: Floats) -> list[Floats]:
    """Return expected, lower, upper, chance, strength, chance of none and dispersion of a negative binomial."""
    size, share = mean / (dispersion - 1), 1 / dispersion
    chance = _mid_chance(now, size, share)
    last = nbinom.ppf(1 - level, size, share)
    upper = np.where(_mid_chance(last, size, share) < level, last - 1, last)
    lower = nbinom.ppf(level, size, share)
    strength = -ndtri(np.clip(chance, 1e-300, 1 - 1e-16))
    return [mean, lower, upper, chance, strength, share**size, dispersion]


def _mid_chance(count: Floats, size: Floats, share: Floats) -> Floats:
    """Return half the chance of `count` or more and half that of more, NaN for a count that is not known."""
    at_least = np.where(count > 0, betainc(np.maximum(count, 1.0), size, 1 - share), 1.0)
    chance: Floats = (at_least + betainc(count + 1, size, 1 - share)) / 2
    return np.where(np.isnan(count), np.nan, chance)
