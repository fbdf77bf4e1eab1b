"""Farrington's early warning: R's own outputs, what must not change it, and what cannot be read."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import nbinom, poisson

from barometer.faults import NotAllowed, UnreadableSeries
from barometer.readings.bounds import BOUNDS, upper_bounds
from barometer.readings.farrington import OLDER, Rules, farrington
from barometer.readings.farrington_table import OPTIONS, read_farrington
from barometer.readings.loglinear import fit
from barometer.readings.seasons import baseline

RUNS = ["1", "2", "3", "4", "5", "12", "13", "14"]
SERIES = st.lists(st.integers(0, 60), min_size=64, max_size=64)


def batch(units: int, months: int, seed: int = 3) -> NDArray[np.int64]:
    """Return counts of units of very different size, with a season, more spread than Poisson."""
    chance = np.random.default_rng(seed)
    means = np.exp(chance.normal(1.5, 1.2, (units, 1)) + 0.5 * np.cos(2 * np.pi * np.arange(months) / 12))
    return chance.negative_binomial(means, 0.5)


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# --- the reference -------------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_the_reference_is_met_to_its_bounds_alarms_and_gaps(shared_data: Path, run: str) -> None:
    folder = shared_data / "statistics"
    [options] = [row for row in records(folder / "farrington_runs.csv") if row["run_id"] == run]
    series = [row for row in records(folder / "farrington_series.csv") if row["dataset"] == options["dataset"]]
    frame = pd.DataFrame(
        {"idx": [int(row["idx"]) for row in series], "observed": [int(row["observed"]) for row in series]}
    )
    asked = {name: value for name, value in options.items() if name in OPTIONS} | {"freq": series[0]["freq"]}
    told = pd.DataFrame(read_farrington(frame, asked)["rows"])
    wanted = pd.DataFrame([row for row in records(folder / "farrington_outputs.csv") if row["run_id"] == run])
    assert list(told.columns) == ["idx", "expected", "upperbound", "alarm"]
    assert told["idx"].tolist() == wanted["idx"].astype(int).tolist()
    assert told["alarm"].tolist() == (wanted["alarm"] == "1").tolist()
    bounds = pd.to_numeric(wanted["upperbound"], errors="coerce")
    tolerance = 1e-4 if options["thresholdMethod"] == "delta" else 0
    np.testing.assert_allclose(told["upperbound"].astype(float), bounds, rtol=tolerance)
    expected = pd.to_numeric(wanted["expected"], errors="coerce")
    np.testing.assert_allclose(told["expected"].astype(float), expected, rtol=1e-6)


@pytest.mark.shared
@pytest.mark.parametrize("run", RUNS)
def test_dispersion_and_trend_of_the_reference_are_met(shared_data: Path, run: str) -> None:
    folder = shared_data / "statistics"
    [options] = [row for row in records(folder / "farrington_runs.csv") if row["run_id"] == run]
    series = [row for row in records(folder / "farrington_series.csv") if row["dataset"] == options["dataset"]]
    wanted = [row for row in records(folder / "farrington_outputs.csv") if row["run_id"] == run]
    rules = Rules(
        a_year=int(series[0]["freq"]),
        years=int(options["b"]),
        window=int(options["w"]),
        levels=int(options["noPeriods"]),
        skipped=int(options["pastWeeksNotIncluded"]),
        outlying=float(options["weightsThreshold"]),
        trend_p=float(options["pThresholdTrend"]),
        alpha=float(options["alpha"]),
    )
    told = farrington([int(row["observed"]) for row in series], rules, [int(row["idx"]) - 1 for row in wanted])
    trends = [float(row["trendVector"] or 0) if row["trend"] == "1.0" else 0.0 for row in wanted]
    np.testing.assert_allclose(told.dispersion[0], [float(row["phiVector"]) for row in wanted], rtol=1e-6)
    np.testing.assert_allclose(told.trend[0], trends, atol=1e-8)


# --- what a batch is -----------------------------------------------------------------------------------------------


@given(st.lists(SERIES, min_size=2, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_another_units_series_and_the_order_of_units_change_nothing(units: list[list[int]], chance: object) -> None:
    rules = Rules(bound="delta", alpha=0.05)
    together = farrington(units, rules, [63])
    turned = farrington(units[::-1], rules, [63])
    np.testing.assert_allclose(turned.upperbound[::-1], together.upperbound, rtol=1e-7)
    for unit, series in enumerate(units):
        alone = farrington(series, rules, [63])
        np.testing.assert_allclose(alone.expected[0], together.expected[unit], rtol=1e-7)
        np.testing.assert_allclose(alone.upperbound[0], together.upperbound[unit], rtol=1e-7)


@given(SERIES, st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_what_came_in_the_month_judged_or_the_skipped_ones_does_not_move_what_was_expected(
    series: list[int], other: int
) -> None:
    changed = [*series[:60], other, other, other, other]
    np.testing.assert_array_equal(farrington(series, None, [63]).expected, farrington(changed, None, [63]).expected)


@given(SERIES, st.sampled_from(BOUNDS), st.sampled_from([Rules().trend_p, 0.05]))
@settings(max_examples=40, deadline=None)
def test_a_bound_lies_above_the_expected_count_and_an_alarm_above_the_bound(
    series: list[int], bound: str, trend_p: float
) -> None:
    told = farrington(series, Rules(bound=bound, trend_p=trend_p))  # type: ignore[arg-type]
    has_bound = ~np.isnan(told.upperbound)
    assert (told.upperbound[has_bound] >= np.floor(told.expected[has_bound])).all()
    assert (told.dispersion[~np.isnan(told.dispersion)] >= 1).all()
    now = np.array([series[61:]])
    np.testing.assert_array_equal(told.alarm, has_bound & (now > np.nan_to_num(told.upperbound)) & (now > 0))


@pytest.mark.parametrize("scale", [10, 1000])
def test_a_series_of_the_same_shape_is_expected_in_proportion(scale: int) -> None:
    series = batch(1, 64)[0]
    once, scaled = farrington(series, Rules(outlying=1e9)), farrington(series * scale, Rules(outlying=1e9))
    np.testing.assert_allclose(scaled.expected, once.expected * scale, rtol=1e-4)


def test_a_planted_rise_gives_an_alarm_and_is_not_taken_for_the_usual_later() -> None:
    series = np.full(76, 20)
    series[:60] += np.arange(60) % 3
    quiet = farrington(series, None, [75])
    series[63] = 60
    assert farrington(series, None, [63]).alarm[0, 0]
    assert not quiet.alarm[0, 0]
    assert farrington(series, None, [75]).expected[0, 0] < quiet.expected[0, 0] * 1.15


def test_a_trend_that_runs_beyond_all_it_has_seen_is_dropped() -> None:
    rising = np.round(5 * np.exp(np.arange(64) / 20)).astype(int)
    level = np.tile([18, 20, 22, 20], 16)
    told = farrington([rising, level + np.arange(64) // 8], Rules(years=5), [63])
    assert told.trend[0, 0] == 0 and told.expected[0, 0] < rising[:60].max()
    assert told.trend[1, 0] > 0
    assert farrington(level + np.arange(64) // 8, Rules(years=2, levels=1), [63]).trend[0, 0] == 0


def test_with_fewer_than_five_cases_in_four_months_there_is_no_bound_and_no_alarm() -> None:
    series = np.tile([0, 0, 1, 0, 0, 0], 11)
    series[65] = 3
    assert np.isnan(farrington(series, None, [65]).upperbound[0, 0])
    series[65] = 4
    assert farrington(series, None, [65]).alarm[0, 0]


def test_the_regressions_solve_their_equations() -> None:
    """Slow twin: at the solution the weighted residuals add up to nothing along every column."""
    counts = batch(4, 48).astype(float)
    design = np.column_stack([np.ones(48), np.arange(48) / 12, np.cos(2 * np.pi * np.arange(48) / 12)])
    weights = np.random.default_rng(5).uniform(0.2, 1.0, counts.shape)
    told = fit(counts, design, weights)
    for unit in range(4):
        score = sum(weights[unit, row] * (counts[unit, row] - told.means[unit, row]) * design[row] for row in range(48))
        assert np.abs(score).max() < 1e-4 * counts[unit].sum()


def test_the_negative_binomial_bound_is_the_first_count_that_leaves_no_more_than_alpha_above() -> None:
    means, dispersion = np.array([0.3, 4.0, 25.0]), np.array([1.0, 1.7, 3.0])
    for bound, mean, spread in zip(
        upper_bounds("nbPlugin", means, np.full(3, 0.2), dispersion, 0.01), means, dispersion, strict=True
    ):
        chance = poisson(mean) if spread == 1 else nbinom(mean / (spread - 1), 1 / spread)
        assert chance.sf(bound) <= 0.01 < chance.sf(bound - 1)


@pytest.mark.parametrize(
    ("levels", "seasons"),
    [(1, [0, 0, 0] * 2), (4, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3] * 2), (5, [0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4] * 2)],
    ids=["windows alone", "three blocks of three", "a longer block comes first"],
)
def test_the_year_between_the_windows_is_cut_into_blocks_the_first_ones_longer(levels: int, seasons: list[int]) -> None:
    rows, columns = baseline(30, 12, 2, 1, levels, 1)
    assert rows[0] == 5 and rows[-1] <= 28
    found = (columns * np.arange(1, columns.shape[1] + 1)).sum(axis=1).astype(int).tolist()
    assert found == seasons[: len(found)] and len(found) in (6, 24)


def test_two_thousand_units_of_seventy_months_are_judged_within_five_seconds() -> None:
    counts = batch(2000, 70)
    started = time.process_time()
    told = farrington(counts, None, [69])
    assert time.process_time() - started < 5
    assert told.alarm.shape == (2000, 1)
    assert told.alarm.mean() < 0.05


# --- what cannot be read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "problem"),
    [
        ([3] * 61, "short"),
        ([3], "short"),
        ([], "no month"),
        ([-1] + [3] * 70, "below zero"),
        ([1.5] + [3] * 70, "whole"),
        ([np.inf] + [3] * 70, "large"),
        ([1e16] + [3] * 70, "large"),
        (["three"] * 70, "not a number"),
    ],
    ids=["61 months", "one month", "none", "negative", "fraction", "infinite", "beyond whole numbers", "text"],
)
def test_what_is_no_series_of_counts_is_a_named_error(series: list[object], problem: str) -> None:
    with pytest.raises(UnreadableSeries, match=problem):
        farrington(series)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [1, 7, 10**9, 10**15], ids=["ones", "sevens", "a thousand million", "the largest"])
def test_a_series_that_never_changes_is_expected_to_go_on(value: int) -> None:
    told = farrington([value] * 70)
    np.testing.assert_allclose(told.expected, value, rtol=1e-3)
    has_bound = ~np.isnan(told.upperbound)
    assert (has_bound == (value > 1)).all() and not told.alarm.any()


def test_units_of_zeros_or_with_an_unknown_month_are_not_read_and_disturb_no_other() -> None:
    units = batch(3, 64).astype(float) + 2
    alone = farrington(units[2], None, [63])
    units[0], units[1, 40] = 0, np.nan
    told = farrington(units, None, [63])
    assert np.isnan(told.expected[:2]).all() and not told.alarm[:2].any()
    assert told.expected[2] == pytest.approx(alone.expected[0])


@pytest.mark.parametrize(
    "rules",
    [
        {"alpha": 0.0},
        {"alpha": np.nan},
        {"years": 0},
        {"window": 6},
        {"levels": 0},
        {"skipped": 59},
        {"skipped": 61},
        {"bound": "none"},
    ],
    ids=lambda rules: str(rules),
)
def test_rules_that_cannot_be_kept_are_a_named_error(rules: dict[str, object]) -> None:
    with pytest.raises(UnreadableSeries):
        farrington([3, 4] * 40, Rules(**rules))  # type: ignore[arg-type]


def test_a_gap_or_a_zero_past_is_said_for_each_place_that_is_not_read() -> None:
    frame = pd.DataFrame({"idx": range(1, 71), "observed": [0.0] * 70})
    told = read_farrington(frame, {"range": "70"})
    assert told["rows"] == [{"idx": 70, "expected": None, "upperbound": None, "alarm": False}]
    assert [row["idx"] for row in told["not_read"]] == [70]  # type: ignore[attr-defined]
    frame.loc[30, "idx"] = 33
    with pytest.raises(UnreadableSeries, match="follow"):
        read_farrington(frame, {})


@pytest.mark.parametrize(
    "option",
    ["b=0", "b=x", "w=-1", "alpha=0", "alpha=nan", "limit54=5", "limit54=5,0", "range=0:3", "range=9:3", "range=1:99",
     "thresholdMethod=other", "noPeriods=1.5", "weightsThreshold=0", "rnage=1:2"],
)  # fmt: skip
def test_an_option_that_cannot_be_kept_is_a_named_error(option: str) -> None:
    frame = pd.DataFrame({"idx": range(1, 71), "observed": [3] * 70})
    name, _, value = option.partition("=")
    with pytest.raises(NotAllowed) as told:
        read_farrington(frame, {name: value})
    assert told.value.column == name and told.value.expected and told.value.remedy


def test_the_older_rules_use_the_windows_alone() -> None:
    told = farrington(batch(3, 64), OLDER, [63])
    assert (told.expected > 0).all() and told.trend.shape == (3, 1)
