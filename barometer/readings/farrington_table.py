"""A table of counts read with Farrington's rules: what `python -m barometer read farrington` answers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from barometer.faults import UnreadableSeries
from barometer.readings.bounds import BOUNDS, Bound
from barometer.readings.cells import counts_in
from barometer.readings.columns_in import plain
from barometer.readings.farrington import Judged, Rules, farrington
from barometer.readings.loglinear import Floats
from barometer.readings.options import number_between, only, option, whole_from
from barometer.readings.seasons import first_usable

OPTIONS = (
    "freq",
    "b",
    "w",
    "noPeriods",
    "pastWeeksNotIncluded",
    "weightsThreshold",
    "pThresholdTrend",
    "alpha",
    "thresholdMethod",
    "limit54",
    "range",
)


def read_farrington(frame: pd.DataFrame, options: Mapping[str, str]) -> dict[str, object]:
    """Return expected count, bound and alarm of each place of a table with the columns idx and observed.

    `rows` holds idx, expected, upperbound, alarm for the places of `range` (1-based, both ends in; default all with
    enough past); as in R both counts are null where the last periods hold fewer cases than limit54 asks.
    `not_read` holds idx and because for places without an expected count.
    Options bear the names of R's package; the defaults are the house's: 12, 5, 1, 10, 3, 2.58, 1, .01, nbPlugin, 5,4.
    Raises UnreadableSeries for a table that is no series, NotAllowed for an option that cannot be read.
    """
    only(options, OPTIONS)
    rules = rules_of(options)
    places, observed = counts_in(frame, "idx"), counts_in(frame, "observed")
    _refuse_gaps(frame, places)
    first, last = _range_of(options, rules, len(observed))
    told = farrington(observed, rules, range(first - 1, last))
    kept = places[first - 1 : last].astype(int).tolist()
    return {
        "rows": [
            {
                "idx": idx,
                "expected": plain(expected if np.isfinite(bound) else bound),
                "upperbound": plain(bound),
                "alarm": bool(alarm),
            }
            for idx, expected, bound, alarm in zip(
                kept, told.expected[0], told.upperbound[0], told.alarm[0], strict=True
            )
        ],
        "not_read": _not_read(kept, told),
    }


def rules_of(options: Mapping[str, str]) -> Rules:
    """Return the rules that options with R's names ask for."""
    usual = Rules()
    cases, months = option(options, "limit54", _pair, (usual.cases, usual.in_months), "5,4")
    return Rules(
        a_year=option(options, "freq", whole_from(2), usual.a_year, "a whole number from 2"),
        years=option(options, "b", whole_from(1), usual.years, "a whole number from 1"),
        window=option(options, "w", whole_from(0), usual.window, "a whole number from 0"),
        levels=option(options, "noPeriods", whole_from(1), usual.levels, "a whole number from 1"),
        skipped=option(options, "pastWeeksNotIncluded", whole_from(0), usual.skipped, "a whole number from 0"),
        outlying=option(options, "weightsThreshold", number_between(0, np.inf), usual.outlying, "a number above 0"),
        trend_p=option(options, "pThresholdTrend", number_between(0, 1), usual.trend_p, "a number up to 1"),
        alpha=option(options, "alpha", number_between(0, 0.5), usual.alpha, "a number above 0, up to 0.5"),
        bound=option(options, "thresholdMethod", _bound, usual.bound, ", ".join(BOUNDS)),
        cases=cases,
        in_months=months,
    )


def _bound(text: str) -> Bound:
    return BOUNDS[BOUNDS.index(text)]


def _pair(text: str) -> tuple[int, int]:
    cases, months = (whole_from(0)(part) for part in text.strip("c() ").split(","))
    if months < 1:
        raise ValueError(text)
    return cases, months


def _refuse_gaps(frame: pd.DataFrame, places: Floats) -> None:
    steps = np.diff(places)
    if np.isnan(places).any() or (steps != 1).any():
        wrong = int(np.argmax(~(steps == 1))) + 1 if len(steps) else 0
        raise UnreadableSeries(
            "The places of the series do not follow one another",
            column="idx",
            expected="whole numbers rising by one",
            found=f"{frame['idx'].iloc[wrong]} in line {frame.index[wrong]}",
            remedy="give every place a line, in order; leave observed empty where it is not known",
        )


def _range_of(options: Mapping[str, str], rules: Rules, length: int) -> tuple[int, int]:
    """Return the first and last place to judge, 1-based."""
    first = first_usable(rules.a_year, rules.years, rules.window) + 1
    return option(options, "range", lambda text: _ends(text, length), (first, max(length, first)), f"1:{length}")


def _ends(text: str, length: int) -> tuple[int, int]:
    first, last = (int(part) for part in (text if ":" in text else f"{text}:{text}").split(":"))
    if not 1 <= first <= last <= length:
        raise ValueError(text)
    return first, last


def _not_read(places: list[int], told: Judged) -> list[dict[str, object]]:
    unread = np.isnan(told.expected[0])
    return [
        {"idx": idx, "because": "a count of the baseline is not known, or all of them are zero"}
        for idx, is_unread in zip(places, unread, strict=True)
        if is_unread
    ]
