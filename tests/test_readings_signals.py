"""The house's early warning: a slow twin written from the formulas, the list by strength, what cannot be read."""

from __future__ import annotations

import datetime as dt
import math
import time

import numpy as np
import pytest
from forecast_twin import twin
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import norm

from barometer.faults import UnreadableSeries
from barometer.readings.calendar_columns import new_year_days
from barometer.readings.forecast import forecast
from barometer.readings.signals import (
    IS_ALARM,
    IS_FALL,
    expected_false_alarms,
    false_discovery_rates,
    grade_of,
    list_signals,
)

SERIES = st.lists(st.integers(0, 60), min_size=62, max_size=62)
NEW_YEARS = [
    dt.date(2021, 2, 12),
    dt.date(2022, 2, 1),
    dt.date(2023, 1, 22),
    dt.date(2024, 2, 10),
    dt.date(2025, 1, 29),
]


def batch(units: int, months: int, seed: int = 4) -> NDArray[np.int64]:
    """Return counts of units of very different size, with a season, more spread than Poisson."""
    chance = np.random.default_rng(seed)
    means = np.exp(chance.normal(2.0, 1.0, (units, 1)) + 0.4 * np.cos(2 * np.pi * np.arange(months) / 12))
    return chance.negative_binomial(means, 0.5)


# --- twin ----------------------------------------------------------------------------------------------------------


@given(SERIES, st.sampled_from([40, 50, 62]), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_batch_says_what_the_slow_twin_says(series: list[int], length: int, has_new_year: bool) -> None:
    series = [*series[-length:-2], 5, series[-1]]
    days = new_year_days(range(2020 * 12 + 3, 2020 * 12 + 3 + length), NEW_YEARS) if has_new_year else None
    if sum(series[:-2]) < 5:
        return
    told = forecast(series, [length - 1], days)
    mean, dispersion, chance = twin(series, days)
    assert told.expected[0, 0] == pytest.approx(mean, rel=1e-4)
    assert told.dispersion[0, 0] == pytest.approx(dispersion, rel=1e-4)
    assert told.chance[0, 0] == pytest.approx(chance, rel=1e-3, abs=1e-12)


# --- what a batch is -----------------------------------------------------------------------------------------------


@given(st.lists(SERIES, min_size=2, max_size=4))
@settings(max_examples=20, deadline=None)
def test_another_units_series_and_the_order_of_units_change_nothing(units: list[list[int]]) -> None:
    together, turned = forecast(units, [61]), forecast(units[::-1], [61])
    np.testing.assert_allclose(turned.chance[::-1], together.chance, rtol=1e-6)
    for unit, series in enumerate(units):
        np.testing.assert_allclose(forecast(series, [61]).chance[0], together.chance[unit], rtol=1e-6)


@given(SERIES, st.integers(0, 500), st.integers(0, 500))
@settings(max_examples=20, deadline=None)
def test_what_is_expected_rests_on_no_later_month_and_not_on_the_one_before(
    series: list[int], before: int, now: int
) -> None:
    other = [*series[:59], before, now, 7]
    np.testing.assert_array_equal(forecast(series, [60]).expected, forecast(other, [60]).expected)


@given(st.lists(SERIES, min_size=1, max_size=3))
@settings(max_examples=20, deadline=None)
def test_an_alarm_is_a_count_above_the_upper_bound_and_always_on_watch(units: list[list[int]]) -> None:
    told, now = forecast(units), np.array(units)[:, 24:]
    np.testing.assert_array_equal(told.alarm, now > told.upper)
    assert (told.watch | ~told.alarm).all() and (told.lower <= told.upper + 1).all()
    np.testing.assert_allclose(told.strength, norm.isf(np.clip(told.chance, 1e-300, 1 - 1e-16)))


@pytest.mark.parametrize("unit", range(8))
def test_a_higher_count_is_never_less_unusual_and_gives_an_alarm_from_the_bound_on(unit: int) -> None:
    series = batch(8, 62)[unit]
    counts = np.array([[*series[:61], now] for now in range(200)])
    told = forecast(counts, [61])
    assert (np.diff(told.chance[:, 0]) <= 0).all()
    np.testing.assert_array_equal(told.alarm[:, 0], np.arange(200) > told.upper[:, 0])


def test_the_new_year_is_told_by_the_days_of_each_month() -> None:
    days = new_year_days([2023 * 12, 2023 * 12 + 1, 2024 * 12 + 1, 2024 * 12 + 2], NEW_YEARS)
    # 22 January 2023: eve 21st to 28th, rebound 29 January to 12 February
    # 10 February 2024: eve 9th to 16th, rebound 17 February to 2 March
    np.testing.assert_array_equal(days, [[8, 3], [0, 12], [8, 13], [0, 2]])


def test_a_rise_that_comes_with_the_new_year_is_expected_where_its_days_are_known() -> None:
    months = range(2020 * 12 + 6, 2025 * 12 + 2)
    days = new_year_days(months, NEW_YEARS)
    counts = np.round(40 * np.exp(-0.08 * days[:, 0])).astype(int)[None, :]
    known, blind = forecast(counts, [len(months) - 2], days), forecast(counts, [len(months) - 2])
    truth = counts[0, -2]
    assert abs(known.expected[0, 0] - truth) < abs(blind.expected[0, 0] - truth)


def test_two_thousand_units_of_seventy_months_are_judged_within_five_seconds() -> None:
    counts = batch(2000, 70)
    started = time.process_time()
    told = forecast(counts, [69])
    assert time.process_time() - started < 5
    assert 0.005 < told.alarm.mean() < 0.035


# --- the list ------------------------------------------------------------------------------------------------------


def test_the_list_goes_by_strength_and_says_since_when() -> None:
    counts = np.tile(20 + np.arange(70) % 2, (4, 1))
    counts[1, 66:] = 60
    counts[2, 69] = 200
    counts[3, 69] = 0
    listed = list_signals(counts, forecast(counts, range(60, 70)))
    assert listed["series"].tolist() == [2, 1, 3]
    assert listed["kind"].tolist() == [IS_ALARM, IS_ALARM, IS_FALL]
    assert listed["since"].tolist()[:2] == [69, 66] and listed["months"].tolist()[:2] == [1, 4]
    assert listed["value"].tolist() == [200, 60, 0]
    assert (listed["q"].iloc[:2] < 0.05).all()


def test_a_month_that_is_not_final_gives_no_fall_but_an_alarm_already_reached() -> None:
    counts = np.tile(20 + np.arange(70) % 2, (2, 1))
    counts[0, 69], counts[1, 69] = 0, 90
    listed = list_signals(counts, forecast(counts, [69]), is_final=False)
    assert listed["series"].tolist() == [1]


def test_the_level_of_an_alarm_can_be_set_but_a_short_history_keeps_the_stricter_one() -> None:
    weak, line = np.array([20] * 30 + [32]), np.array([20] * 40 + [32])
    of_weak, of_line = (
        [float(forecast(series, [len(series) - 1], alarm_below=below).upper[0, 0]) for below in (0.02, 0.01)]
        for series in (weak, line)
    )
    assert of_weak[0] == of_weak[1] and of_line[0] < of_line[1]


def test_a_history_too_short_for_the_list_gives_an_empty_one() -> None:
    counts = np.full((1, 45), 10)
    counts[0, 44] = 90
    told = forecast(counts, [44])
    assert told.alarm[0, 0]
    assert list_signals(counts, told).empty and list_signals(counts, told, least_history=45).empty
    assert len(list_signals(counts, told, least_history=44)) == 1
    assert [grade_of(months) for months in (48, 47, 36, 35, 24, 23)] == ["list", "line", "line", "weak", "weak", "none"]


@given(st.lists(st.floats(0, 1) | st.just(math.nan), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_false_discovery_rates_are_what_the_step_up_loop_finds(chances: list[float]) -> None:
    """Slow twin: for each chance the least of n p / rank over all at least as large."""
    tested = sorted(chance for chance in chances if not math.isnan(chance))
    for chance, rate in zip(chances, false_discovery_rates(chances), strict=True):
        if math.isnan(chance):
            assert math.isnan(rate)
            continue
        ranked = [len(tested) * p / rank for rank, p in enumerate(tested, 1) if p >= chance]
        assert rate == pytest.approx(min([1.0, *ranked]))


def test_the_expected_number_of_false_alarms_counts_the_series_that_were_read() -> None:
    counts = batch(10, 60).astype(float)
    counts[0, 30] = np.nan
    assert expected_false_alarms(forecast(counts, [59])) == pytest.approx(9 * 0.02)


# --- what cannot be read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "series", [[], [4], [4] * 24, [-1] * 60, [0.5] * 60], ids=["none", "one", "24", "negative", "half"]
)
def test_what_is_no_series_or_too_short_is_a_named_error(series: list[float]) -> None:
    with pytest.raises(UnreadableSeries):
        forecast(series)


def test_an_unknown_month_leaves_its_unit_unread_and_disturbs_no_other() -> None:
    counts = batch(2, 62).astype(float)
    alone = forecast(counts[1], [61])
    counts[0, 20] = np.nan
    told = forecast(counts, [61])
    assert np.isnan(told.expected[0, 0]) and not told.alarm[0, 0] and not told.watch[0, 0]
    assert told.expected[1, 0] == pytest.approx(alone.expected[0, 0])
    counts[1, 61] = np.nan
    now = forecast(counts, [61])
    assert not now.alarm.any() and np.isfinite(now.upper[1, 0])


@pytest.mark.parametrize(("now", "is_alarm"), [(0, False), (1, False), (2, False), (3, True)])
def test_after_nothing_but_zeros_three_cases_are_needed(now: int, is_alarm: bool) -> None:
    told = forecast([0] * 60 + [now])
    assert told.alarm[0, -1] == is_alarm
    assert np.isfinite(told.expected).all() and (told.expected > 0).all()


@pytest.mark.parametrize("value", [5, 10**7, 10**12, 10**15])
def test_a_series_that_never_changes_is_expected_to_go_on_however_large(value: int) -> None:
    told = forecast([value] * 62, [61])
    assert told.expected[0, 0] == pytest.approx(value, rel=0.01)
    assert not told.alarm[0, 0] and np.isfinite(told.upper[0, 0])


def test_new_year_days_that_do_not_reach_the_month_are_a_named_error() -> None:
    with pytest.raises(UnreadableSeries, match="New Year"):
        forecast([4] * 60, [59], np.zeros((50, 2)))


def test_a_forecast_of_other_series_or_scattered_months_makes_no_list() -> None:
    counts = batch(3, 62)
    for other in (forecast(counts[:2]), forecast(counts, [50, 61])):
        with pytest.raises(UnreadableSeries, match="do not fit"):
            list_signals(counts, other)
