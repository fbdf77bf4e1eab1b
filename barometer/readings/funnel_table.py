"""A table of units read as a funnel: what `python -m barometer read funnel` answers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from barometer.faults import UnreadableSeries
from barometer.readings.columns_in import as_written, need, no_twice, numeric, plain
from barometer.readings.funnel import METHODS, Funnel, read_ratios, read_shares
from barometer.readings.options import choice, only

OPTIONS = ("type", "method")
TYPES = ("SR", "PR")
_NAMES = (("ll95", "ul95"), ("ll998", "ul998"))


def read_funnel(frame: pd.DataFrame, options: Mapping[str, str]) -> dict[str, object]:
    """Return the funnel of a table with the columns unit, numerator and denominator, one row a unit.

    `rows` holds unit, numerator, denominator, ratio (O/E or a share), the limits ll95 … ul998 without and odll95 …
    odul998 with overdispersion, outlier95, outlier998, outlier95od and outlier998od (is the ratio strictly beyond
    those limits), and outside: "above" or "below" the overdispersed 99.8 % limits, else null; all null for a unit
    with a denominator of 0. Beside them type, method, target, phi and tau2.
    Options: type (SR: the denominator is the expected count; PR: a proportion), method (sqrt, SHMI).
    Raises UnreadableSeries for input that makes no funnel, NotAllowed for options that are none.
    """
    only(options, OPTIONS)
    kind, method = choice(options, "type", TYPES, "SR"), choice(options, "method", METHODS, "sqrt")
    need(frame, ("unit", "numerator", "denominator"))
    table = frame.reset_index(drop=True)
    if table["unit"].isna().any():
        raise UnreadableSeries("A row has no unit", column="unit", expected="a unit in every row")
    no_twice(table["unit"], table["unit"], "unit")
    read = read_ratios if kind == "SR" else read_shares
    funnel = read(numeric(table, "numerator"), numeric(table, "denominator"), method)
    about = {"type": kind, "method": method, "target": funnel.target, "phi": funnel.phi, "tau2": funnel.tau2}
    return {**about, "rows": [_row(table, funnel, place) for place in range(len(table))]}


def _row(table: pd.DataFrame, funnel: Funnel, place: int) -> dict[str, object]:
    """Return one unit with its limits, in the names of the reference."""
    row: dict[str, object] = {
        "unit": as_written(table["unit"].iloc[place]),
        "numerator": float(table["numerator"].iloc[place]),
        "denominator": float(table["denominator"].iloc[place]),
        "ratio": plain(funnel.ratio[place]),
    }
    for mark, limits in (("", funnel.limits), ("od", funnel.wide)):
        for level, names in enumerate(_NAMES):
            low, high = limits[level, :, place]
            row |= {mark + names[0]: plain(low), mark + names[1]: plain(high)}
            row[f"outlier{names[0][2:]}{mark}"] = (
                _side(funnel.ratio[place], low, high) is not None if low == low else None
            )
    return {**row, "outside": _side(funnel.ratio[place], *funnel.wide[1, :, place])}


def _side(ratio: float, low: float, high: float) -> str | None:
    """Return on which side of its limits a ratio lies; None within them and for a unit without a denominator."""
    return "above" if ratio > high else "below" if ratio < low else None
