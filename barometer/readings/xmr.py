"""Is the last value within the ordinary variation of its own series? Individuals and moving range (XmR) charts.

Source: NHS England, Making Data Count; rules and names as the R package NHSRplotthedots 0.2.2. Limits stand at mean ±
2.66 mean moving ranges (Wheeler, Understanding Variation, 2000). Never for raw seasonal counts: divide by the expected
value first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from barometer.faults import UnreadableSeries
from barometer.readings.numbers_in import finite

TO_LIMIT = 2.66
TO_NEAR_LIMIT = 2 * TO_LIMIT / 3
LARGEST_RANGE = 3.267  # upper limit of a moving range, in mean moving ranges
RUN = 7
SHORTEST = 13
COMMON = "Common Cause"
BETTER = {"higher": 1, "lower": -1, "neutral": 0}

Floats = NDArray[np.float64]
Signs = NDArray[np.int64]


@dataclass(frozen=True)
class Xmr:
    """An XmR chart, one entry a point in the order of the series.

    `mean`, `lower` and `upper` are in the unit of the values; `lower` and `upper` are NaN where a segment has no
    variation to draw limits from (one point, or constant). `special_cause` and `point_type` hold the reference's
    labels; `segment` the number of the segment from 0; `is_short` says that it has fewer than 13 points.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    special_cause: list[str]
    point_type: list[str]
    segment: NDArray[np.int64]
    is_short: NDArray[np.bool_]


def read_segments(
    values: ArrayLike,
    starts: ArrayLike = (),
    *,
    better: str = "neutral",
    fix_after: int | None = None,
    screen: bool = True,
) -> Xmr:
    """Return the chart of one series in the order of time.

    `values` has shape (n,); `starts` the positions (0 … n − 1) at which the limits are drawn anew and no rule looks
    back beyond; `better` is "higher", "lower" or "neutral"; `fix_after` the number of points of each segment that
    its limits are drawn from (None: all); `screen` leaves moving ranges of 3.267 means and more out of the limits.
    Raises UnreadableSeries for missing or too large values and for an unknown `better` or a `fix_after` below 2.
    """
    held = finite(values, "y")
    _check(better, fix_after)
    segment = np.cumsum(np.isin(np.arange(held.size), np.asarray(starts, dtype=np.int64)))
    segment = segment - segment[0]
    mean, lower, upper = np.empty_like(held), np.empty_like(held), np.empty_like(held)
    causes: list[str] = []
    for number in range(int(segment[-1]) + 1):
        own = segment == number
        centre, spread = mean_and_range(held[own], fix_after, screen)
        mean[own], lower[own], upper[own] = centre, centre - TO_LIMIT * spread, centre + TO_LIMIT * spread
        causes += special_causes(held[own], centre, spread)
    types = [point_type(cause, better) for cause in causes]
    return Xmr(mean, lower, upper, causes, types, segment, np.bincount(segment)[segment] < SHORTEST)


def mean_and_range(values: Floats, fix_after: int | None = None, screen: bool = True) -> tuple[float, float]:
    """Return mean and mean moving range of one segment; the range is NaN where nothing varies.

    Both are those of the first `fix_after` values (None: all). With `screen`, ranges not below 3.267 times their mean
    are left out once and the mean range taken again.
    """
    base = values[:fix_after]
    ranges = np.abs(np.diff(base))
    typical = float(ranges.mean()) if ranges.size else 0.0
    kept = ranges[ranges < LARGEST_RANGE * typical] if screen else ranges
    typical = float(kept.mean()) if kept.size else 0.0
    return float(base.mean()), typical if typical > 0 else np.nan


def special_causes(values: Floats, mean: float, spread: float) -> list[str]:
    """Return one label a point of a segment: the first rule that holds, of outside, trend, two of three, shift.

    `spread` is the mean moving range; where it is NaN no point is outside, and runs are still runs.
    """
    rounding = 4 * np.finfo(float).eps * float(np.abs(values).max())  # a constant .1 must not lie above its own mean
    side = np.where(np.abs(values - mean) <= rounding, 0, np.sign(values - mean)).astype(np.int64)
    outside = (values > mean + TO_LIMIT * spread) | (values < mean - TO_LIMIT * spread)
    close = ~outside & ((values > mean + TO_NEAR_LIMIT * spread) | (values < mean - TO_NEAR_LIMIT * spread))
    trend, pair, shift = _trend(values), _two_of_three(close, side), _shift(side)
    place = np.where(side > 0, "Above", "Below")
    way = np.where(trend > 0, "Increasing", "Decreasing")
    labels = np.select(
        [outside, trend != 0, pair, shift],
        [
            np.where(side > 0, "Above UCL", "Below LCL"),
            np.char.add(np.char.add("7 Point Trend (", way), ")"),
            np.char.add(np.char.add("2 in 3 ", place), " CL"),
            np.char.add(np.char.add("7 Points ", place), " CL"),
        ],
        COMMON,
    )
    return [str(label) for label in labels]


def point_type(cause: str, better: str) -> str:
    """Return what a special cause means for a series of which more is `better` ("higher", "lower", "neutral").

    A trend counts by its direction, also on the other side of the mean.
    """
    if cause == COMMON:
        return "common_cause"
    direction = 1 if "Above" in cause or "Increasing" in cause else -1
    if not BETTER[better]:
        return "special_cause_neutral_high" if direction > 0 else "special_cause_neutral_low"
    return "special_cause_improvement" if direction == BETTER[better] else "special_cause_concern"


def assurance(target: float | None, lower: float, upper: float, better: str) -> str | None:
    """Return whether the process meets its target: "consistent_pass", "consistent_fail" or "inconsistent".

    `lower` and `upper` are the limits of the last point. None without a target, without limits, or where neither
    direction is better: then nothing can be said.
    """
    if target is None or not BETTER[better] or np.isnan(lower) or np.isnan(upper):
        return None
    if lower <= target <= upper:
        return "inconsistent"
    is_above = target > upper
    return "consistent_fail" if is_above == (BETTER[better] > 0) else "consistent_pass"


def _check(better: str, fix_after: int | None) -> None:
    """Refuse a direction that is none, and limits drawn from fewer than two points."""
    if better not in BETTER:
        raise UnreadableSeries("Better is a direction", column="better", expected=", ".join(BETTER), found=better)
    if fix_after is not None and fix_after < 2:
        raise UnreadableSeries("Limits need two points", column="fix_after", expected="2 or more", found=str(fix_after))


def _runs(flags: NDArray[np.bool_], length: int, size: int) -> NDArray[np.bool_]:
    """Return which of `size` points lie in a window that is flagged at its first point and `length` long."""
    covered = np.zeros(size, dtype=bool)
    for offset in range(length if flags.size else 0):
        covered[offset : offset + flags.size] |= flags
    return covered


def _trend(values: Floats) -> Signs:
    """Return 1 and −1 for points of 7 that rise or fall all the way, else 0; at a turn the later run counts."""
    steps = np.sign(np.diff(values)).astype(np.int64)
    found = np.zeros(values.size, dtype=np.int64)
    if values.size < RUN:
        return found
    windows = sliding_window_view(steps, RUN - 1).sum(axis=1)
    rising = _runs(windows == RUN - 1, RUN, values.size)
    falling = _runs(windows == 1 - RUN, RUN, values.size)
    found[rising], found[falling] = 1, -1
    turn = rising & falling
    found[turn] = np.append(steps, 0)[turn]
    return found


def _shift(side: Signs) -> NDArray[np.bool_]:
    """Return the points of 7 and more in a row that lie strictly on one side of the mean."""
    if side.size < RUN:
        return np.zeros(side.size, dtype=bool)
    return _runs(np.abs(sliding_window_view(side, RUN).sum(axis=1)) == RUN, RUN, side.size)


def _two_of_three(close: NDArray[np.bool_], side: Signs) -> NDArray[np.bool_]:
    """Return the points beyond the near limit that share three neighbouring points with another one, all one side."""
    if side.size < 3:
        return np.zeros(side.size, dtype=bool)
    is_one_side = np.abs(sliding_window_view(side, 3).sum(axis=1)) == 3
    has_pair = sliding_window_view(close, 3).sum(axis=1) >= 2
    return close & _runs(is_one_side & has_pair, 3, side.size)
