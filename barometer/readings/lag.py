"""How much of a recent month has been reported yet? Chain ladder over a triangle of reports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import nbinom

from barometer.faults import UnreadableSeries
from barometer.readings.counts import batch_of
from barometer.readings.loglinear import Floats

FINAL, ESTIMATE, AT_LEAST = "final", "estimate", "at_least"
_FINAL_FROM, _ESTIMATE_FROM = 0.95, 0.5
_LEVEL = 0.8


@dataclass(frozen=True)
class Lag:
    """What a triangle of t months and d delays says.

    `factors` (d − 1,) cumulated reports of the next delay ÷ of this one; `reported_by` (d,) the share reported by each
    delay, the last one 1; `reported`, `completeness` and `estimate` (t,): reports so far, the share they are, and the
    count once all are in; `lower`, `upper` (t,) hold it with 80 %, NaN but where `state` is estimate. `state` (t,) is
    final from a completeness of .95, estimate from .5, at_least below: there only "at least so many" may be said.
    """

    factors: Floats
    reported_by: Floats
    reported: Floats
    completeness: Floats
    estimate: Floats
    lower: Floats
    upper: Floats
    state: NDArray[np.str_]


def read_triangle(reports: ArrayLike) -> Lag:
    """Return completeness and estimate of each month of a triangle.

    `reports` (t, d): new reports of month t at delay d, NaN where that delay has not come; a row is known from delay 0
    up to some delay, the delays are whole numbers of one step. The interval takes the reports to come as negative
    binomial round their estimate, with the dispersion of the triangle; the error of the factors is left out.
    Raises UnreadableSeries where a row has a gap, no row knows every delay, or no case is known to follow a delay.
    Source: Mack, ASTIN Bulletin 23 (1993), factors; Renshaw and Verrall, British Actuarial Journal 4 (1998),
    dispersion; the shares are those of R's baselinenowcast.
    """
    triangle = batch_of(reports)
    known = ~np.isnan(triangle)
    _refuse_gaps(known)
    cumulated = np.where(known, np.cumsum(np.nan_to_num(triangle), axis=1), np.nan)
    factors = development_factors(cumulated)
    reported_by = np.append(1 / np.cumprod(factors[::-1])[::-1], 1.0)
    latest = known.sum(axis=1) - 1
    reported = cumulated[np.arange(len(triangle)), latest]
    completeness = reported_by[latest]
    estimate = _divided(reported, completeness)
    state = np.where(completeness >= _FINAL_FROM, FINAL, np.where(completeness >= _ESTIMATE_FROM, ESTIMATE, AT_LEAST))
    dispersion = _dispersion(triangle, known, estimate, reported_by)
    lower, upper = _to_come(reported, completeness, dispersion)
    lower, upper = (np.where(state == ESTIMATE, reported + more, np.nan) for more in (lower, upper))
    return Lag(factors, reported_by, reported, completeness, estimate, lower, upper, state)


def development_factors(cumulated: Floats) -> Floats:
    """Return the factors (d − 1,) by which cumulated reports (t, d) grow from one delay to the next.

    Each is a ratio of sums over the rows that know the next delay; infinite where none was reported by this delay.
    Raises UnreadableSeries where these rows hold no case at all, so that nothing is known of the delay.
    """
    knows_next = ~np.isnan(cumulated[:, 1:])
    now = np.where(knows_next, cumulated[:, :-1], 0.0).sum(axis=0)
    after = np.where(knows_next, cumulated[:, 1:], 0.0).sum(axis=0)
    ever = np.append(np.maximum.accumulate(after[::-1])[::-1], 0.0)[:-1]
    if (ever == 0).any():
        raise UnreadableSeries(
            "No case is known at a delay",
            expected="a case in the months that are old enough",
            found=f"none in the months that know delay {int(np.argmax(ever == 0)) + 1}",
            remedy="give more months or fewer delays",
        )
    factors: Floats = np.where(now > 0, after / np.where(now > 0, now, 1.0), np.inf)
    return factors


def triangle_of(months: ArrayLike, reported: ArrayLike, as_of: int, delays: int) -> Floats:
    """Return the reports (t, d) of cases that came in `months` and were `reported` in later ones, up to `as_of`.

    Months are whole numbers in a row (year × 12 + month); rows run from the first month to `as_of`. Reports beyond the
    last delay count at it. Raises UnreadableSeries for a report before its month or after `as_of`.
    """
    came, told = np.asarray(months, dtype=np.int64), np.asarray(reported, dtype=np.int64)
    if not came.size or delays < 1 or (told < came).any() or (told > as_of).any():
        raise UnreadableSeries(
            "The reports make no triangle", expected="cases reported not before their month and not after the last"
        )
    triangle = np.zeros((as_of - came.min() + 1, delays))
    np.add.at(triangle, (came - came.min(), np.minimum(told - came, delays - 1)), 1)
    is_to_come = np.arange(len(triangle))[:, None] + np.arange(delays) >= len(triangle)
    triangle[is_to_come] = np.nan
    return triangle


def _divided(reported: Floats, completeness: Floats) -> Floats:
    """Return the estimates: 0 where none is reported, NaN where one came at a delay that had none before."""
    unknowable = np.where(reported > 0, np.nan, 0.0)
    estimate: Floats = np.where(completeness > 0, reported / np.where(completeness > 0, completeness, 1.0), unknowable)
    return estimate


def _dispersion(triangle: Floats, known: NDArray[np.bool_], estimate: Floats, reported_by: Floats) -> Floats:
    """Return variance ÷ mean of the reports round the triangle that the chain ladder fits, at least 1."""
    fitted = estimate[:, None] * np.diff(reported_by, prepend=0.0)
    used = known & (fitted > 0)
    squares = (np.nan_to_num(triangle) - fitted) ** 2 / np.where(used, fitted, 1.0)
    freedom = used.sum() - used.any(axis=1).sum() - used.any(axis=0).sum() + 1
    return np.asarray(max(1.0, float(squares[used].sum()) / max(int(freedom), 1)))


def _to_come(reported: Floats, completeness: Floats, dispersion: Floats) -> tuple[Floats, Floats]:
    """Return how many reports may still come, lower and upper: a month without any is taken as half a case."""
    is_open = (completeness > 0) & (completeness < 1)
    share = np.where(is_open, completeness, 0.5)
    mean = np.maximum(reported, 0.5) * (1 - share) / share
    spread = dispersion / share
    chance = nbinom(mean / (spread - 1), 1 / spread)
    lower, upper = (np.where(is_open, chance.ppf(tail), 0.0) for tail in ((1 - _LEVEL) / 2, (1 + _LEVEL) / 2))
    return lower, upper


def _refuse_gaps(known: NDArray[np.bool_]) -> None:
    has_gap = (known[:, 1:] & ~known[:, :-1]).any(axis=1) | ~known[:, 0]
    if has_gap.any():
        raise UnreadableSeries(
            "A row of the triangle has a gap",
            expected="reports from the first delay on, then none",
            found=f"row {int(np.argmax(has_gap)) + 1}",
            remedy="write 0 where none was reported, leave empty only delays that have not come",
        )
    if not known.all(axis=1).any() or known.shape[1] < 2:
        raise UnreadableSeries(
            "The triangle is too short",
            expected="two delays or more and at least one row that knows them all",
            found=f"{known.shape[0]} rows, {known.shape[1]} delays, at most {int(known.sum(axis=1).max())} known",
            remedy="give more months or fewer delays",
        )
