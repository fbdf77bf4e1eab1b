"""A monthly series read as a trend over years: what `python -m barometer read trend` answers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from barometer.faults import UnreadableSeries
from barometer.readings.columns_in import months, need, numeric, plain
from barometer.readings.options import only
from barometer.readings.rank_tests import MannKendall, mann_kendall, seasonal_mann_kendall, seasonal_slope, theil_sen
from barometer.readings.trend import AnnualRatio, annual_ratio

LONGEST = 12 * 200


def read_trend(frame: pd.DataFrame, options: Mapping[str, str]) -> dict[str, object]:
    """Return the trend of a table with the columns month and y, one row a month; an empty y is a missing month.

    `months` counts the months with a value and `missing` those without between the first and the last.
    annual_ratio, interval (95 %), p, scale, lag_one and newey_west are of the quasi-Poisson model; direction is
    rising, falling or no clear direction, wording says it in a sentence. seasonal_mann_kendall and mann_kendall hold
    S, var, z and p, the seasonal one also the slope a year and confirms: is p < .05 and its sign that of the ratio.
    theil_sen holds slope and intercept a month with the interval.
    No options. Raises UnreadableSeries for input that makes no trend, NotAllowed for an option.
    """
    only(options, ())
    need(frame, ("month", "y"))
    at, held = months(frame, "month"), numeric(frame, "y")
    if at.max() - at.min() >= LONGEST:
        raise UnreadableSeries("The months lie too far apart", column="month", expected="within 200 years")
    series = np.full(int(at.max() - at.min()) + 1, np.nan)
    series[at - at.min()] = held
    is_there = ~np.isnan(series)
    yearly = annual_ratio(series[is_there], np.flatnonzero(is_there) + at.min())
    seasonal, slopes = seasonal_mann_kendall(series), theil_sen(series)
    return {
        "months": int(is_there.sum()),
        "missing": int((~is_there).sum()),
        "annual_ratio": plain(yearly.ratio),
        "interval": [plain(yearly.low), plain(yearly.high)],
        "p": yearly.p,
        "scale": yearly.scale,
        "lag_one": yearly.lag_one,
        "newey_west": yearly.is_correlated,
        "direction": yearly.direction,
        "wording": _sentence(yearly),
        "seasonal_mann_kendall": {
            **_test(seasonal),
            "slope": seasonal_slope(series),
            "confirms": seasonal.p < 0.05 and (seasonal.s > 0) == (yearly.ratio > 1),
        },
        "mann_kendall": _test(mann_kendall(series)),
        "theil_sen": {"slope": slopes.slope, "intercept": slopes.intercept, "interval": [slopes.low, slopes.high]},
    }


def _test(test: MannKendall) -> dict[str, object]:
    """Return a test in the letters it is known by."""
    return {"S": test.s, "var": test.var, "z": test.z, "p": test.p}


def _sentence(yearly: AnnualRatio) -> str:
    """Return the reading in words; without a clear direction it says what the series is compatible with."""
    low, middle, high = (f"{(ratio - 1) * 100:+.1f} %" for ratio in (yearly.low, yearly.ratio, yearly.high))
    if yearly.direction == "no clear direction":
        return f"no clear direction; compatible with {low} … {high} a year"
    return f"{yearly.direction}: {middle} a year (95 % interval {low} … {high})"
