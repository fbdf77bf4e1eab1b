"""A table read as XmR charts: what `python -m barometer read xmr` answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from barometer.faults import UnreadableSeries
from barometer.readings import xmr
from barometer.readings.columns_in import as_written, need, no_twice, numeric, place, plain, sortable
from barometer.readings.options import choice, number, only, whole, yes_no

OPTIONS = ("better", "fix_after", "rebase", "screen", "target")


def read_xmr(frame: pd.DataFrame, options: Mapping[str, str]) -> dict[str, object]:
    """Return the charts of a table with the columns x, y and perhaps group, one chart a group, sorted by x.

    `rows` holds x as written, y, mean, lpl, upl (null where the values do not vary), special_cause and point_type,
    and group where the table has it. `variation` is the point type of the last point, `assurance` what its limits say
    of the target (null without target or direction); both by group where there are groups. `warnings` names segments
    that are short or without limits. x may be numbers, dates of any step, or text.
    Options: better (higher, lower, neutral), fix_after, rebase (places on x, comma between), screen (true, false),
    target. Raises UnreadableSeries for input that makes no chart, NotAllowed for options that are none.
    """
    only(options, OPTIONS)
    need(frame, ("x", "y"), ("group",))
    table = frame.reset_index(drop=True).assign(y=numeric(frame, "y"))
    if "group" in table and table["group"].isna().any():
        raise UnreadableSeries("A row has no group", column="group", expected="a group in every row")
    if "group" not in table:
        return _chart(table, options)
    charts = {str(group): _chart(rows.reset_index(drop=True), options) for group, rows in table.groupby("group")}
    return {
        "rows": [row for chart in charts.values() for row in chart["rows"]],
        "variation": {group: chart["variation"] for group, chart in charts.items()},
        "assurance": {group: chart["assurance"] for group, chart in charts.items()},
        "warnings": [f"{group}: {text}" for group, chart in charts.items() for text in chart["warnings"]],
    }


def _chart(table: pd.DataFrame, options: Mapping[str, str]) -> dict[str, Any]:
    """Return rows, variation, assurance and warnings of one series."""
    places, kind = sortable(table["x"])
    no_twice(places, table["x"], "x")
    order = places.sort_values(kind="stable").index
    table, places = table.loc[order], places.loc[order]
    better = choice(options, "better", tuple(xmr.BETTER), "neutral")
    chart = xmr.read_segments(
        table["y"].to_numpy(),
        _starts(places, kind, options.get("rebase", "")),
        better=better,
        fix_after=whole(options, "fix_after", least=2),
        screen=yes_no(options, "screen", default=True),
    )
    target = number(options, "target")
    return {
        "rows": _rows(table, chart),
        "variation": chart.point_type[-1],
        "assurance": xmr.assurance(target, chart.lower[-1], chart.upper[-1], better),
        "warnings": _warnings(chart),
    }


def _starts(places: pd.Series, kind: str, written: str) -> list[int]:
    """Return the positions of the first points at or after each place of the option rebase."""
    starts = []
    for text in [text for text in written.split(",") if text.strip()]:
        later = np.flatnonzero((places >= place(text, kind, "rebase")).to_numpy())
        if not later.size:
            raise UnreadableSeries("Nothing to draw limits from", column="rebase", found=f"no point from {text} on")
        starts.append(int(later[0]))
    return starts


def _rows(table: pd.DataFrame, chart: xmr.Xmr) -> list[dict[str, object]]:
    """Return one record a point, in the names of the reference."""
    groups = [{"group": str(group)} for group in table["group"]] if "group" in table else [{}] * len(table)
    return [
        {
            **groups[i],
            "x": as_written(table["x"].iloc[i]),
            "y": float(table["y"].iloc[i]),
            "mean": plain(chart.mean[i]),
            "lpl": plain(chart.lower[i]),
            "upl": plain(chart.upper[i]),
            "special_cause": chart.special_cause[i],
            "point_type": chart.point_type[i],
        }
        for i in range(len(table))
    ]


def _warnings(chart: xmr.Xmr) -> list[str]:
    """Return what to know of segments that are short or have no limits."""
    told = []
    for segment in np.unique(chart.segment):
        own = chart.segment == segment
        if chart.is_short[own][0]:
            told.append(
                f"segment {segment + 1} is short: {own.sum()} of the {xmr.SHORTEST} points that limits need to last"
            )
        if np.isnan(chart.upper[own][0]):
            told.append(f"segment {segment + 1} has no limits: its values do not vary")
    return told
