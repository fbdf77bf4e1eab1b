"""Ways of warning of a month, each from the series alone: the house's own beside what is in use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.stats import nbinom, poisson

from barometer.readings.farrington import Rules, farrington
from barometer.readings.forecast import forecast
from barometer.readings.xmr import LARGEST_RANGE, TO_LIMIT

Floats = NDArray[np.float64]
_RISE = 1.2
_XMR_MONTHS = 24


class Warned(NamedTuple):
    """What a method says of months (units, judged): `alarm`, and `score`, higher for stranger months.

    A score of −inf can give no alarm at any level; a method held to another level alarms above a score.
    """

    alarm: NDArray[np.bool_]
    score: Floats


#: (counts (units, months), how many last months to judge, New Year days (months, 2) or None) → what is warned of.
Method = Callable[[NDArray[np.int64], int, Floats | None], Warned]


def ours(counts: NDArray[np.int64], judged: int, new_year: Floats | None) -> Warned:
    """Warn by the shrunk harmonic forecast."""
    length = counts.shape[1]
    told = forecast(counts, range(length - judged, length), new_year)
    is_known = ~np.isnan(told.chance) & (counts[:, -judged:] > 0)
    return Warned(told.alarm, np.where(is_known, -told.chance, -np.inf))


def by_farrington(counts: NDArray[np.int64], judged: int, new_year: Floats | None, *, rules: Rules) -> Warned:
    """Warn by Farrington's flexible rules; the score is the chance of as many, under the same bound."""
    length = counts.shape[1]
    told = farrington(counts, rules, range(length - judged, length))
    now = counts[:, -judged:]
    excess = np.where(told.dispersion > 1, told.dispersion - 1, 1.0)
    widened = nbinom.sf(now - 1, told.expected / excess, 1 / (1 + excess))
    chance = np.where(told.dispersion > 1, widened, poisson.sf(now - 1, told.expected))
    is_known = ~np.isnan(told.upperbound) & (now > 0)
    return Warned(told.alarm, np.where(is_known, -chance, -np.inf))


def by_rise(counts: NDArray[np.int64], judged: int, new_year: Floats | None, *, months_before: int) -> Warned:
    """Warn of a month more than 20 % above one before it; anything is more than 20 % above nothing."""
    length = counts.shape[1]
    now, before = counts[:, -judged:], counts[:, length - judged - months_before : length - months_before]
    ratio = np.where(now > 0, now / np.maximum(before, 0.5), -np.inf)
    return Warned(ratio > _RISE, ratio)


def by_xmr(counts: NDArray[np.int64], judged: int, new_year: Floats | None) -> Warned:
    """Warn of a month above the upper limit that the 24 months before it draw; no limit where they do not vary."""
    windows = sliding_window_view(counts, _XMR_MONTHS + 1, axis=1)[:, -judged:]
    past, now = windows[..., :-1], windows[..., -1]
    ranges = np.abs(np.diff(past, axis=2))
    kept = ranges < LARGEST_RANGE * ranges.mean(axis=2, keepdims=True)
    spread = (ranges * kept).sum(axis=2) / np.maximum(kept.sum(axis=2), 1)
    score = np.where(spread > 0, (now - past.mean(axis=2)) / np.where(spread > 0, spread, 1.0), -np.inf)
    return Warned(score > TO_LIMIT, score)


OURS = "sh"
METHODS: dict[str, Method] = {
    OURS: ours,
    "month_on_month_20": partial(by_rise, months_before=1),
    "year_on_year_20": partial(by_rise, months_before=12),
    "xmr_24": by_xmr,
    "farrington_b5": partial(by_farrington, rules=Rules(years=5)),
    "farrington_b3": partial(by_farrington, rules=Rules(years=3)),
}
#: Months before the first one judged that a method needs: 96-month series serve all, 60-month ones not all.
NEEDS = {"farrington_b5": 61, "farrington_b3": 37}
