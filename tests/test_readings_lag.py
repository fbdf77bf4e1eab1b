"""Reporting lag: the reference's delays and nowcast, loops beside the matrices, and triangles that are none."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from barometer.faults import NotAllowed, UnreadableSeries
from barometer.reading_commands import table_of
from barometer.readings.lag import AT_LEAST, ESTIMATE, FINAL, read_triangle, triangle_of
from barometer.readings.lag_table import read_lag

NAN = np.nan
SMALL = [[4, 2, 2], [6, 3, 3], [10, 5, NAN], [8, NAN, NAN]]


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@st.composite
def triangles(draw: st.DrawFn) -> NDArray[np.float64]:
    """Return triangles of 5 to 12 months and 2 to 5 delays, the youngest months with the fewest delays."""
    months, delays = draw(st.integers(5, 12)), draw(st.integers(2, 5))
    cells = draw(st.lists(st.integers(0, 30), min_size=months * delays, max_size=months * delays))
    triangle = np.array(cells, dtype=float).reshape(months, delays)
    triangle[np.arange(months)[:, None] + np.arange(delays) >= months] = np.nan
    return triangle


# --- the reference -------------------------------------------------------------------------------------------------


@pytest.mark.shared
def test_the_delays_and_the_nowcast_of_the_reference_are_met(shared_data: Path) -> None:
    folder = shared_data / "statistics"
    told = read_lag(table_of(folder / "chainladder_triangle_husO104_2011-06-02.csv"), {})
    rows, delays = pd.DataFrame(told["rows"]), pd.DataFrame(told["delays"])  # type: ignore[call-overload]
    wanted, shares = (records(folder / f"chainladder_{name}.csv") for name in ("nowcast_husO104", "delay"))
    assert rows["date"].tolist() == [row["date"] for row in wanted]
    np.testing.assert_array_equal(rows["reported"], [float(row["reported"]) for row in wanted])
    np.testing.assert_allclose(rows["estimate"], [float(row["nowcast"]) for row in wanted], rtol=1e-9)
    np.testing.assert_allclose(delays["pmf"], [float(row["pmf"]) for row in shares], rtol=1e-9)
    np.testing.assert_allclose(delays["cdf"], [float(row["cdf"]) for row in shares], rtol=1e-9)


# --- worked by hand and by loops -----------------------------------------------------------------------------------


def test_a_small_triangle_worked_by_hand() -> None:
    told = read_triangle(SMALL)
    # reports grow by (6 + 9 + 15) / (4 + 6 + 10) = 1.5, then by (8 + 12) / (6 + 9) = 4/3: half is in at once
    np.testing.assert_allclose(told.factors, [1.5, 4 / 3])
    np.testing.assert_allclose(told.reported_by, [0.5, 0.75, 1.0])
    np.testing.assert_allclose(told.estimate, [8, 12, 20, 16])
    assert told.state.tolist() == [FINAL, FINAL, ESTIMATE, ESTIMATE]
    assert np.isnan(told.lower[:2]).all()
    assert (told.lower[2:] >= told.reported[2:]).all() and (told.upper[2:] >= told.estimate[2:]).all()


def test_a_month_without_a_report_yet_may_still_come_to_a_few() -> None:
    told = read_triangle([[4, 2, 2], [6, 3, 3], [10, 5, NAN], [0, NAN, NAN]])
    assert told.estimate[3] == told.lower[3] == 0 and 1 <= told.upper[3] <= 4


def test_below_half_only_at_least_so_many_may_be_said() -> None:
    told = read_triangle([[4, 6], [5, 5], [3, NAN]])
    assert told.state.tolist() == [FINAL, FINAL, AT_LEAST]
    assert np.isnan([told.lower[2], told.upper[2]]).all() and told.reported[2] == 3


@given(triangles())
@settings(max_examples=60, deadline=None)
def test_factors_and_estimates_are_what_a_loop_counts(triangle: NDArray[np.float64]) -> None:
    """Slow twin: sums of dictionaries, no matrices."""
    rows = [[int(cell) for cell in row if not np.isnan(cell)] for row in triangle]
    factors = []
    for delay in range(triangle.shape[1] - 1):
        old = [row for row in rows if len(row) > delay + 1]
        before, after = (sum(sum(row[: delay + more]) for row in old) for more in (1, 2))
        assume(before > 0)
        factors.append(after / before)
    told = read_triangle(triangle)
    np.testing.assert_allclose(told.factors, factors)
    for row, estimate in zip(rows, told.estimate, strict=True):
        assert estimate == pytest.approx(sum(row) * np.prod(factors[len(row) - 1 :]))


@given(triangles())
@settings(max_examples=60, deadline=None)
def test_completeness_rises_with_delay_and_an_estimate_is_no_less_than_what_is_reported(
    triangle: NDArray[np.float64],
) -> None:
    assume(np.nansum(triangle[: len(triangle) - triangle.shape[1] + 1, -1]) > 0)
    told = read_triangle(triangle)
    assert (np.diff(told.reported_by) >= -1e-12).all() and told.reported_by[-1] == 1
    assert (told.estimate[~np.isnan(told.estimate)] >= told.reported[~np.isnan(told.estimate)] - 1e-9).all()
    is_open = told.state == ESTIMATE
    np.testing.assert_array_equal(np.isnan(told.lower), ~is_open)
    assert (told.upper[is_open] >= told.lower[is_open]).all()


def test_rows_in_another_order_give_the_same_rows() -> None:
    told, turned = read_triangle(SMALL), read_triangle(SMALL[::-1])
    np.testing.assert_array_equal(told.estimate, turned.estimate[::-1])
    np.testing.assert_array_equal(told.upper, turned.upper[::-1])


@pytest.mark.parametrize("spread", [1.0, 3.0], ids=["Poisson", "three times the spread"])
def test_an_interval_of_eighty_percent_holds_about_eighty_of_a_hundred_counts(spread: float) -> None:
    chance = np.random.default_rng(7)
    means = 40 * np.array([0.55, 0.25, 0.12, 0.08])
    held = []
    for _ in range(400):
        whole = chance.poisson(means, (30, 4)) if spread == 1 else chance.negative_binomial(means / 2, 1 / 3, (30, 4))
        triangle = whole.astype(float)
        triangle[np.arange(30)[:, None] + np.arange(4) >= 30] = np.nan
        told = read_triangle(triangle)
        is_open = told.state == ESTIMATE
        total = whole.sum(axis=1)
        held += ((told.lower <= total) & (total <= told.upper))[is_open].tolist()
    assert 0.74 < np.mean(held) < 0.92


# --- from rows to a triangle ---------------------------------------------------------------------------------------


def test_reports_become_a_triangle_whose_coming_delays_are_unknown() -> None:
    found = triangle_of([10, 10, 10, 11, 12, 12], [10, 11, 15, 12, 12, 13], as_of=15, delays=3)
    np.testing.assert_array_equal(found, [[1, 1, 1], [0, 1, 0], [1, 1, 0], [0, 0, 0], [0, 0, NAN], [0, NAN, NAN]])


@pytest.mark.parametrize(
    ("months", "reported"), [([10], [9]), ([10], [16]), ([], [])], ids=["before it came", "after the last", "none"]
)
def test_reports_that_cannot_be_are_a_named_error(months: list[int], reported: list[int]) -> None:
    with pytest.raises(UnreadableSeries):
        triangle_of(months, reported, as_of=15, delays=3)


# --- what cannot be read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("triangle", "problem"),
    [
        ([[1, NAN, 2], [1, 1, 1]], "gap"),
        ([[NAN, NAN], [1, 1]], "gap"),
        ([[1, NAN], [2, NAN]], "too short"),
        ([[1], [2]], "too short"),
        ([[0, 0], [0, NAN]], "No case"),
        ([[0, 0], [5, NAN]], "No case"),
        ([[3, -1], [2, NAN]], "below zero"),
        ([[3, 1e20], [2, NAN]], "large"),
        ([], "no month"),
    ],
)
def test_what_is_no_triangle_is_a_named_error(triangle: list[list[float]], problem: str) -> None:
    with pytest.raises(UnreadableSeries, match=problem):
        read_triangle(triangle)


def test_a_delay_at_which_nothing_is_reported_at_once_leaves_no_estimate() -> None:
    told = read_triangle([[0, 4], [0, 6], [3, NAN]])
    assert told.completeness[2] == 0 and np.isnan(told.estimate[2]) and told.state[2] == AT_LEAST


def test_cumulated_reports_are_told_apart_by_an_option() -> None:
    new = pd.DataFrame(SMALL, columns=["0", "1", "2"]).assign(month="m")[["month", "0", "1", "2"]]
    cumulated = new.copy()
    cumulated[["0", "1", "2"]] = np.cumsum(np.array(SMALL), axis=1)
    assert read_lag(cumulated, {"cumulative": "true"}) == read_lag(new, {})
    with pytest.raises(UnreadableSeries, match="fall"):
        read_lag(new, {"cumulative": "true"})
    with pytest.raises(NotAllowed):
        read_lag(new, {"cumulative": "yes"})
    with pytest.raises(UnreadableSeries, match="names no month"):
        read_lag(new.assign(month=["m", None, "m", "m"]), {})
    with pytest.raises(UnreadableSeries, match="no triangle"):
        read_lag(new[["month", "0"]], {})
