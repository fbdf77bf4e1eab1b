"""Early signals of many series at once: the list by strength, and what chance alone would put on it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from barometer.faults import UnreadableSeries
from barometer.readings.counts import batch_of
from barometer.readings.forecast import ALARM, LINE_FROM, LIST_FROM, USED_FROM, Forecast
from barometer.readings.loglinear import Floats

IS_ALARM, IS_WATCH, IS_FALL = "alarm", "watch", "fall_to_zero"
FALL_CHANCE = 0.001
COLUMNS = ("series", "kind", "value", "expected", "lower", "upper", "strength", "chance", "q", "since", "months")


def list_signals(
    counts: ArrayLike, told: Forecast, *, is_final: bool = True, least_history: int = LIST_FROM
) -> pd.DataFrame:
    """Return the signals of the last month judged, strongest first, one row a series.

    `counts` (series, months) and `told`, the forecast of their last months in a row. Columns: `series` and `since`
    (positions from 0; since when it has been at least on watch without a break), `kind` (alarm, watch, fall_to_zero: a
    month without any case where there are nearly always some, a question to the data, not a success), `value`,
    `expected`, `lower`, `upper`, `strength` (normal score), `chance` (mid-p), `q` (Benjamini–Hochberg over all series
    that were read) and `months` (length of the run: from two on, the month before confirms it). A month that is not
    final gives no fall: cases may still come; one already above the full month's bound counts. Empty where the
    history is shorter than `least_history`. Raises UnreadableSeries where counts and forecast do not fit.
    """
    batch = batch_of(counts)
    fits = told.expected.shape[0] == len(batch) and told.history[-1] < batch.shape[1]
    if not fits or (np.diff(told.history) != 1).any():
        expected = "the forecast of these series, months in a row"
        raise UnreadableSeries("Counts and forecast do not fit", expected=expected)
    last = int(told.history[-1])
    value, runs = batch[:, last], _runs(told.watch)
    is_fall = is_final & (value == 0) & (told.zero_chance[:, -1] < FALL_CHANCE)
    kind = np.select([told.alarm[:, -1], told.watch[:, -1], is_fall], [IS_ALARM, IS_WATCH, IS_FALL], "")
    held = (told.expected, told.lower, told.upper, told.strength, told.chance)
    columns = (
        np.arange(len(batch)),
        kind,
        value,
        *(column[:, -1] for column in held),
        false_discovery_rates(told.chance[:, -1]),
        last + 1 - np.maximum(runs, 1),
        runs,
    )
    frame = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
    listed = frame[(frame["kind"] != "") & (last >= least_history)]
    return listed.sort_values(["strength", "series"], ascending=[False, True], ignore_index=True)


def false_discovery_rates(chances: ArrayLike) -> Floats:
    """Return Benjamini and Hochberg's q of each chance, same shape: the share of false signals among those as strong.

    NaN stays NaN and counts as no test. Source: Benjamini and Hochberg, JRSS B 57 (1995), step-up.
    """
    tested = np.asarray(chances, dtype=float)
    known = ~np.isnan(tested)
    ordered = np.sort(tested[known])
    ranked = ordered * len(ordered) / np.arange(1, len(ordered) + 1)
    rates = np.minimum.accumulate(ranked[::-1])[::-1]
    q = np.full(tested.shape, np.nan)
    q[known] = rates[np.searchsorted(ordered, tested[known], side="right") - 1]
    return q


def expected_false_alarms(told: Forecast, rate: float = ALARM) -> float:
    """Return how many alarms of the last month judged chance alone would give: series read × false-positive rate.

    With a batch of units × indicators this is the number to print beside the list.
    """
    return float((~np.isnan(told.chance[:, -1])).sum() * rate)


def grade_of(history: int) -> str:
    """Return what a history of so many months before the one judged is good for.

    list (from 48), line (from 36: drawn, not listed), weak (from 24: alarm at .01, labelled weak), none below.
    """
    grades = ((LIST_FROM, "list"), (LINE_FROM, "line"), (USED_FROM, "weak"))
    return next((grade for least, grade in grades if history >= least), "none")


def _runs(is_raised: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return how many of the last months (series, months) are raised without a break."""
    runs: NDArray[np.intp] = np.cumprod(is_raised[:, ::-1], axis=1).sum(axis=1)
    return runs
