"""Tables from outside: what is wrong with one is named, and no answer holds a number that is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pytest

from barometer.faults import NotAllowed, UnreadableSeries
from barometer.readings.funnel_table import read_funnel
from barometer.readings.ratio_table import read_ratio
from barometer.readings.trend_table import read_trend
from barometer.readings.xmr_table import read_xmr

Read = Callable[[pd.DataFrame, Mapping[str, str]], dict[str, object]]
MONTHS = [str(month) for month in pd.period_range("2023-01", periods=36, freq="M")]
SERIES = pd.DataFrame({"x": MONTHS, "y": [7, 5, 8, 6] * 9})
UNITS = pd.DataFrame({"unit": list("abcde"), "numerator": [3, 5, 8, 1, 0], "denominator": [10, 12, 9, 8, 0]})
PAIRS = pd.DataFrame({"c1": [12, 0, 4], "c0": [5, 0, 0], "t1": [1, 1, 2], "t0": [1, 1, 3]})
TREND = SERIES.rename(columns={"x": "month"})
GOOD: list[tuple[Read, pd.DataFrame]] = [
    (read_xmr, SERIES),
    (read_funnel, UNITS),
    (read_ratio, PAIRS),
    (read_trend, TREND),
]
NAMES = ["xmr", "funnel", "ratio", "trend"]


@pytest.mark.parametrize(("read", "frame"), GOOD, ids=NAMES)
def test_an_answer_is_plain_json(read: Read, frame: pd.DataFrame) -> None:
    assert json.loads(json.dumps(read(frame, {}), allow_nan=False)) == read(frame, {})


@pytest.mark.parametrize(("read", "frame"), GOOD, ids=NAMES)
def test_an_unknown_option_is_named_with_those_there_are(read: Read, frame: pd.DataFrame) -> None:
    with pytest.raises(NotAllowed) as fault:
        read(frame, {"beter": "higher"})
    assert "beter" in str(fault.value)
    assert read is not read_xmr or "better, fix_after, rebase, screen, target" in fault.value.expected


@pytest.mark.parametrize(("read", "frame"), GOOD, ids=NAMES)
def test_a_table_without_its_columns_or_rows_is_refused(read: Read, frame: pd.DataFrame) -> None:
    for column in frame.columns:
        with pytest.raises(UnreadableSeries):
            read(frame.drop(columns=column), {})
    with pytest.raises(UnreadableSeries):
        read(frame.head(0), {})


@pytest.mark.parametrize(("read", "frame"), GOOD, ids=NAMES)
def test_a_column_beside_those_it_reads_changes_nothing(read: Read, frame: pd.DataFrame) -> None:
    assert read(frame.assign(remark="seen"), {}) == read(frame, {})


@pytest.mark.parametrize(("read", "frame"), GOOD, ids=NAMES)
@pytest.mark.parametrize("wrong", ["many", "1e400", "-3"])
def test_a_cell_that_is_no_count_is_refused(read: Read, frame: pd.DataFrame, wrong: str) -> None:
    if read is read_xmr and wrong == "-3":
        pytest.skip("a value on a control chart may be negative")
    column = frame.columns[1]
    text = frame.astype({column: object})
    text.loc[2, column] = wrong
    with pytest.raises(UnreadableSeries):
        read(text, {})


@pytest.mark.parametrize(("read", "frame"), [GOOD[0], GOOD[1], GOOD[3]], ids=["xmr", "funnel", "trend"])
def test_a_place_that_stands_twice_is_refused(read: Read, frame: pd.DataFrame) -> None:
    with pytest.raises(UnreadableSeries, match="twice"):
        read(pd.concat([frame, frame.tail(1)]), {})


@pytest.mark.parametrize(
    "options",
    [
        {"better": "up"},
        {"fix_after": "1"},
        {"fix_after": "2.5"},
        {"screen": "yes"},
        {"target": "nan"},
        {"target": "high"},
    ],
    ids=str,
)
def test_an_option_with_a_value_it_cannot_take_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(NotAllowed):
        read_xmr(SERIES, options)


@pytest.mark.parametrize("rebase", ["2030-01", "soon"])
def test_limits_are_not_drawn_anew_where_nothing_follows(rebase: str) -> None:
    with pytest.raises(UnreadableSeries):
        read_xmr(SERIES, {"rebase": rebase})


@pytest.mark.parametrize(
    "places",
    [
        pytest.param(["2", "10", "9"], id="numbers sort as numbers"),
        pytest.param([2, 10, 9], id="whole numbers"),
        pytest.param(["2024-2", "2024-10", "2024-09"], id="months with and without a nought"),
        pytest.param(["2024/2/5", "2024-10-01", "2024-03-01"], id="days of any step"),
        pytest.param(["2024-01-01T08:00", "2024-01-01 20:00", "2024-01-01T09:30"], id="hours of one day"),
        pytest.param(["a", "c", "b"], id="text"),
    ],
)
def test_a_chart_takes_any_axis_that_can_be_sorted(places: list[object]) -> None:
    rows = read_xmr(pd.DataFrame({"x": places, "y": [1, 3, 2]}), {})["rows"]
    assert [row["y"] for row in rows] == [1, 2, 3]  # type: ignore[attr-defined]
    assert [row["x"] for row in rows] == [places[0], places[2], places[1]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("values", [[5], [5, 5, 5], [0] * 20, [0.1] * 20], ids=["one point", "constant", "zeros", ".1"])
def test_a_series_that_does_not_vary_has_no_limits_and_no_special_cause(values: list[float]) -> None:
    answer = read_xmr(pd.DataFrame({"x": range(len(values)), "y": values}), {"target": "3", "better": "higher"})
    for row in answer["rows"]:  # type: ignore[attr-defined]
        assert (row["lpl"], row["upl"], row["special_cause"]) == (None, None, "Common Cause")
    assert answer["assurance"] is None
    assert "segment 1 has no limits: its values do not vary" in answer["warnings"]  # type: ignore[operator]


def test_a_missing_value_on_a_chart_is_refused() -> None:
    with pytest.raises(UnreadableSeries, match="missing"):
        read_xmr(pd.DataFrame({"x": [1, 2, 3], "y": [1, np.nan, 3]}), {})


def test_groups_are_charts_of_their_own() -> None:
    other = SERIES.assign(y=[40, 50, 45] * 12, group="b")
    both = read_xmr(pd.concat([other, SERIES.assign(group="a")]), {"better": "lower"})
    alone = read_xmr(SERIES, {"better": "lower"})
    ours = [row for row in both["rows"] if row["group"] == "a"]  # type: ignore[attr-defined]
    assert [{name: row[name] for name in row if name != "group"} for row in ours] == alone["rows"]
    assert both["variation"] == {"a": alone["variation"], "b": "common_cause"}


@pytest.mark.parametrize(
    "values",
    [[0] * 36, [3] * 12 + [0] * 24, [0] * 35 + [2], [1, -1] * 18, [np.nan] * 36],
    ids=["zeros", "the first year only", "the last month only", "negative", "missing"],
)
def test_a_trend_that_cannot_be_read_is_a_named_error(values: list[float]) -> None:
    with pytest.raises(UnreadableSeries):
        read_trend(pd.DataFrame({"month": MONTHS, "y": values}), {})


def test_a_short_trend_is_refused_and_a_gap_is_not() -> None:
    with pytest.raises(UnreadableSeries, match="too short"):
        read_trend(TREND.head(23), {})
    gap = TREND.drop(index=[4, 5]).astype({"y": object})
    gap.loc[9, "y"] = None
    answer = read_trend(gap, {})
    assert (answer["months"], answer["missing"]) == (33, 3)


def test_one_unit_is_no_funnel() -> None:
    with pytest.raises(UnreadableSeries, match="Too few units"):
        read_funnel(UNITS.iloc[[0, 4]], {})


def test_a_unit_without_a_base_is_shown_without_limits() -> None:
    last = read_funnel(UNITS, {"type": "PR"})["rows"][-1]  # type: ignore[index]
    assert {name for name in last if last[name] is None} == set(last) - {"unit", "numerator", "denominator"}


def test_two_counts_of_0_say_that_nothing_was_seen_and_a_ratio_without_end_has_none() -> None:
    rows = read_ratio(PAIRS, {})["rows"]
    assert rows[1]["p"] is None  # type: ignore[index]
    assert rows[1]["cannot_be_read"] == "both counts are 0"  # type: ignore[index]
    assert (rows[2]["ratio"], rows[2]["interval"][1]) == (None, None)  # type: ignore[index]
    assert rows[2]["interval"][0] > 0  # type: ignore[index]
    assert rows[2]["cannot_be_read"] is None  # type: ignore[index]
