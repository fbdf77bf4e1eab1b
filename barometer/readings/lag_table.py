"""A triangle of reports read for its lag: what `python -m barometer read lag` answers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from barometer.faults import UnreadableSeries
from barometer.readings.cells import counts_in
from barometer.readings.columns_in import plain
from barometer.readings.lag import Lag, read_triangle
from barometer.readings.options import only, yes_no

OPTIONS = ("cumulative",)


def read_lag(frame: pd.DataFrame, options: Mapping[str, str]) -> dict[str, object]:
    """Return how complete each month of a triangle is and what it will come to.

    The first column names the month, the others hold the new reports at delay 0, 1, …, empty or NA where a delay has
    not come; with the option cumulative=true all reports so far. `rows` holds the month under its column's name,
    reported, completeness, estimate (null where nothing can have been reported yet), lower, upper (80 %, null but for
    an estimate) and state (final, estimate, at_least); `delays` holds delay, pmf, cdf and factor to the next delay.
    Raises UnreadableSeries for a table that is no triangle, NotAllowed for an option that cannot be read.
    """
    only(options, OPTIONS)
    is_cumulative = yes_no(options, "cumulative", default=False)
    if len(frame.columns) < 3:
        raise UnreadableSeries(
            "The table is no triangle",
            expected="a column of months, then a column of counts for each delay, two or more",
            found=", ".join(map(str, frame.columns)),
            remedy="give one line a month and one column a delay",
        )
    no_month = frame.iloc[:, 0].isna()
    if no_month.any():
        raise UnreadableSeries(
            "A row names no month",
            column=str(frame.columns[0]),
            expected="a month in every line",
            found=f"an empty cell in line {frame.index[int(np.argmax(no_month))]}",
            remedy="write the month or leave the line out",
        )
    cells = np.column_stack([counts_in(frame, str(name)) for name in frame.columns[1:]])
    told = read_triangle(_increments(frame, cells) if is_cumulative else cells)
    return {"rows": _rows(frame, told), "delays": _delays(told)}


def _increments(frame: pd.DataFrame, cumulated: np.ndarray) -> np.ndarray:
    new = np.diff(cumulated, axis=1, prepend=0.0)
    falls = (new < 0).any(axis=1)
    if falls.any():
        raise UnreadableSeries(
            "Cumulated reports fall",
            expected="each delay at least what the one before holds",
            found=f"line {frame.index[int(np.argmax(falls))]}",
            remedy="give cumulated reports, or new ones without the option cumulative",
        )
    return new


def _rows(frame: pd.DataFrame, told: Lag) -> list[dict[str, object]]:
    name, months = str(frame.columns[0]), frame.iloc[:, 0].tolist()
    columns = (told.reported, told.completeness, told.estimate, told.lower, told.upper)
    return [
        {
            name: month,
            "reported": int(reported),
            "completeness": float(completeness),
            "estimate": plain(estimate),
            "lower": plain(lower),
            "upper": plain(upper),
            "state": str(state),
        }
        for month, reported, completeness, estimate, lower, upper, state in zip(
            months, *columns, told.state, strict=True
        )
    ]


def _delays(told: Lag) -> list[dict[str, object]]:
    shares, factors = np.diff(told.reported_by, prepend=0.0), np.append(told.factors, np.nan)
    return [
        {"delay": delay, "pmf": float(pmf), "cdf": float(cdf), "factor": plain(factor)}
        for delay, (pmf, cdf, factor) in enumerate(zip(shares, told.reported_by, factors, strict=True))
    ]
