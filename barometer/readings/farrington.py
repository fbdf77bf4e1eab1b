"""Is this month above what the same season of earlier years leads to expect? Farrington's early warning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr

from barometer.faults import UnreadableSeries
from barometer.readings.bounds import Bound, upper_bounds
from barometer.readings.counts import batch_of
from barometer.readings.loglinear import Fit, Floats, fit
from barometer.readings.seasons import baseline, first_usable


@dataclass(frozen=True)
class Rules:
    """How a month is compared with its past; the defaults are the house's, the names in brackets R's.

    `a_year` months or weeks a year [freq]; `years` looked back [b]; `window` months either side of the same month
    [w]; `levels` of season [noPeriods], 1 uses the windows alone; `skipped` latest months left out before the one
    judged [pastWeeksNotIncluded]; `outlying` Anscombe residual above which a month weighs less [weightsThreshold];
    `trend_p` below which a trend is kept [pThresholdTrend], 1 keeps it always; `alpha` one-sided chance of an alarm;
    `bound` [thresholdMethod]; `cases` needed in the last `in_months` [limit54].
    """

    a_year: int = 12
    years: int = 5
    window: int = 1
    levels: int = 10
    skipped: int = 3
    outlying: float = 2.58
    trend_p: float = 1.0
    alpha: float = 0.01
    bound: Bound = "nbPlugin"
    cases: int = 5
    in_months: int = 4

    def __post_init__(self) -> None:
        """Refuse rules under which nothing could be compared."""
        least = {"a_year": 2, "years": 1, "window": 0, "levels": 1, "skipped": 0, "in_months": 1}
        wrong = [f"{name} {getattr(self, name)}" for name, value in least.items() if getattr(self, name) < value]
        wrong += [f"alpha {self.alpha}"] if not 0 < self.alpha < 1 else []
        if wrong:
            raise UnreadableSeries("The rules of the warning cannot be kept", found=", ".join(wrong))


#: The Farrington of 1996: the windows alone, a trend only where it is clear, every residual above 1 weighs less.
OLDER = Rules(levels=1, outlying=1.0, trend_p=0.05, bound="delta")


@dataclass(frozen=True)
class Judged:
    """A batch judged: every array is (units, months judged); what could not be read is NaN, never an alarm.

    `expected` and `upperbound` in counts; `alarm` true where the count is above the bound; `trend` change of the log
    mean a month (0 where none is kept); `dispersion` at least 1. A month with fewer cases than `Rules.cases` in the
    last `Rules.in_months` has an expected count but no bound.
    """

    expected: Floats
    upperbound: Floats
    alarm: NDArray[np.bool_]
    trend: Floats
    dispersion: Floats


def farrington(counts: ArrayLike, rules: Rules | None = None, months: Sequence[int] | None = None) -> Judged:
    """Return what is expected of each month and whether it gives an alarm, for all units in one batch.

    `counts` (units, months), NaN where not known; `months` positions from 0 to judge (default: all that have enough
    past). A unit with an unknown month in its baseline, or nothing but zeros there, gets NaN: it cannot be read.
    Raises UnreadableSeries for a position without enough past, counts that are none, or rules that cannot be kept.
    Source: Noufaily et al., Statistics in Medicine 32 (2013); Farrington et al., JRSS A 159 (1996).
    """
    batch, rules = batch_of(counts), rules or Rules()
    first, length = first_usable(rules.a_year, rules.years, rules.window), batch.shape[1]
    judged = range(first, length) if months is None else months
    outside = [month for month in judged if not first <= month < length]
    if outside or not len(judged):
        raise UnreadableSeries(
            "A month has too short a past to be judged",
            expected=f"positions {first + 1} to {length}, at least {first + 1} months in all",
            found=f"position {outside[0] + 1}" if outside else f"{length} months",
            remedy="ask for later months, fewer years back (b) or give a longer series",
        )
    told = [_judge(batch, month, rules) for month in judged]
    stacked = [np.stack(column, axis=1) for column in zip(*told, strict=True)]
    return Judged(stacked[0], stacked[1], stacked[2].astype(bool), stacked[3], stacked[4])


class _Read(NamedTuple):
    """One month of every unit: expected, bound, alarm, trend and dispersion, each (units,)."""

    expected: Floats
    upperbound: Floats
    alarm: NDArray[np.bool_] | Floats
    trend: Floats
    dispersion: Floats


def _judge(batch: Floats, month: int, rules: Rules) -> _Read:
    """Return what is read of one month for all units."""
    rows, seasons = baseline(month, rules.a_year, rules.years, rules.window, rules.levels, rules.skipped)
    since = (rows - month) / rules.a_year
    _refuse_too_little(np.column_stack([np.ones(len(rows)), seasons, since]))
    past, now = batch[:, rows], batch[:, month]
    readable = np.flatnonzero(~np.isnan(past).any(axis=1) & (past.sum(axis=1) > 0))
    told = [np.full(len(batch), np.nan) for _ in _Read._fields]
    if len(readable):
        read = _read(past[readable], since, seasons, rules)
        for column, values in zip(told, read, strict=True):
            column[readable] = values
    recent = batch[:, max(month - rules.in_months + 1, 0) : month + 1].sum(axis=1)
    bounds = np.where(recent >= rules.cases, told[1], np.nan)
    return _Read(told[0], bounds, (now > bounds) & (now > 0), told[3] / rules.a_year, told[4])


def _read(past: Floats, since: Floats, seasons: Floats, rules: Rules) -> _Read:
    """Return what is read of units whose whole baseline is known; `since` in years, 0 at the month judged."""
    flat = np.column_stack([np.ones(len(since)), seasons])
    design = np.column_stack([flat, since])
    risen, dispersion, error = _reweighted(past, design, rules)
    trend_p = _trend_p(risen, error, len(since) - design.shape[1])
    beyond = np.exp(risen.coefficients[:, 0]) > past.max(axis=1)
    dropped = np.flatnonzero(~(trend_p < rules.trend_p) | beyond | (rules.years < 3))
    if len(dropped):
        level, dispersion[dropped], error[dropped] = _reweighted(past[dropped], flat, rules)
        risen = risen.of(dropped, level)
    expected = np.exp(risen.coefficients[:, 0])
    relative = np.sqrt(error * risen.covariance[:, 0, 0])
    bounds = upper_bounds(rules.bound, expected, relative, dispersion, rules.alpha)
    return _Read(expected, bounds, bounds, risen.coefficients[:, design.shape[1] - 1], dispersion)


def _reweighted(past: Floats, design: Floats, rules: Rules) -> tuple[Fit, Floats, Floats]:
    """Return the regressions after outlying months were given less weight, their dispersions and that of errors.

    R's package measures the errors of the mean and of the trend with the months' weights alone, not with the
    working weights that the dispersion itself uses; kept so, because its outputs are the reference.
    """
    months, columns = design.shape
    first = fit(past, design, np.ones_like(past))
    spread = np.sqrt(_dispersion(past, first, columns)[:, None] * np.maximum(1 - first.leverages(design), 1e-12))
    residuals = 1.5 * (past ** (2 / 3) * first.means ** (-1 / 6) - np.sqrt(first.means)) / spread
    outlying = residuals > rules.outlying
    weights = np.where(outlying, 1 / np.where(outlying, residuals, 1.0) ** 2, 1.0)
    weights *= months / weights.sum(axis=1, keepdims=True)
    second = fit(past, design, weights)
    relative = (past - second.means) / second.means
    errors = (weights * relative**2).sum(axis=1) / (months - columns)
    return second, _dispersion(past, second, columns), errors


def _dispersion(past: Floats, read: Fit, columns: int) -> Floats:
    """Return variance ÷ mean as the working residuals have it, at least 1."""
    squares = read.working * ((past - read.means) / read.means) ** 2
    dispersion: Floats = np.maximum(squares.sum(axis=1) / (past.shape[1] - columns), 1.0)
    return dispersion


def _trend_p(read: Fit, error: Floats, freedom: int) -> Floats:
    """Return the two-sided chance of such a trend where there is none (t distribution)."""
    deviation = np.sqrt(np.maximum(error * read.covariance[:, -1, -1], np.finfo(float).tiny))
    chance: Floats = 2 * stdtr(freedom, -np.abs(read.coefficients[:, -1]) / deviation)
    return chance


def _refuse_too_little(design: Floats) -> None:
    months, columns = design.shape
    if months <= columns or np.linalg.matrix_rank(design) < columns:
        raise UnreadableSeries(
            "The baseline holds too few months for its seasons and trend",
            expected=f"more than {columns} months, more than one a season",
            found=f"{months} months",
            remedy="look back more years (b), take fewer seasons (noPeriods) or leave out fewer months",
        )
