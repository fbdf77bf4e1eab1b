"""A trend over years is told with its interval, and only where there is one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from barometer.faults import UnreadableSeries
from barometer.readings.quasi_poisson import fit
from barometer.readings.rank_tests import mann_kendall, seasonal_mann_kendall, seasonal_slope, theil_sen
from barometer.readings.trend import annual_ratio
from barometer.readings.trend_table import read_trend

SERIES = ("rotaBB_monthly_last36", "rotaBB_monthly_all144", "england_attendances_36")
WITH_GAPS = st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=4, max_size=30)


def with_nan(values: list[int | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the values with NaN for what is missing."""
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def reference(shared_data: Path, series: str, test: str) -> pd.Series:
    """Return the reference's row for a series and a test."""
    rows = pd.read_csv(shared_data / "statistics" / "trend_reference.csv")
    return rows[(rows["series"] == series) & (rows["test"] == test)].iloc[0]


@pytest.mark.shared
@pytest.mark.parametrize("series", SERIES)
def test_the_tests_of_the_reference_are_met(shared_data: Path, series: str) -> None:
    values = pd.read_csv(shared_data / "statistics" / "trend_series.csv").query("series == @series")["y"]
    for test, read in (("original_test", mann_kendall(values)), ("seasonal_test", seasonal_mann_kendall(values))):
        expected = reference(shared_data, series, test)
        assert (read.s, read.var, read.z, read.p) == pytest.approx(
            tuple(expected[["s", "var_s", "z", "p"]].astype(float)), rel=1e-9
        )
    seasonal = reference(shared_data, series, "seasonal_test")
    assert seasonal_slope(values) == pytest.approx(seasonal["slope"], rel=1e-9)
    slopes, theirs = theil_sen(values), reference(shared_data, series, "scipy.theilslopes")
    assert (slopes.slope, slopes.intercept, slopes.low, slopes.high) == pytest.approx(
        tuple(theirs[["slope", "intercept", "low", "high"]].astype(float)), rel=1e-9
    )


@pytest.mark.shared
def test_all_series_of_the_reference_are_read(shared_data: Path) -> None:
    assert set(pd.read_csv(shared_data / "statistics" / "trend_series.csv")["series"]) == set(SERIES)


@given(WITH_GAPS)
def test_the_tests_are_those_of_the_slow_twin(values: list[int | None]) -> None:
    for period, read in ((1, mann_kendall), (3, lambda held: seasonal_mann_kendall(held, 3))):
        s, variance = slow_score(values, period)
        if s is None:
            with pytest.raises(UnreadableSeries):
                read(with_nan(values))
            continue
        test = read(with_nan(values))
        assert (test.s, test.var) == pytest.approx((s, variance))
        assert 0 <= test.p <= 1
        assert np.sign(test.z) in (0, np.sign(s))


@given(WITH_GAPS)
def test_the_seasonal_slope_is_the_median_of_all_pairs(values: list[int | None]) -> None:
    slopes = [
        (values[j] - values[i]) / ((j - i) // 3)  # type: ignore[operator]
        for i in range(len(values))
        for j in range(i + 3, len(values), 3)
        if values[i] is not None and values[j] is not None
    ]
    if slopes:
        assert seasonal_slope(with_nan(values), 3) == pytest.approx(float(np.median(slopes)))


@given(st.lists(st.integers(0, 50), min_size=24, max_size=60), st.integers(2, 50))
def test_a_larger_scale_of_the_series_leaves_its_ratio_and_tests_alone(values: list[int], factor: int) -> None:
    try:
        plain = annual_ratio(values)
    except UnreadableSeries:
        return
    scaled = np.array(values) * factor
    assert annual_ratio(scaled).ratio == pytest.approx(plain.ratio, rel=1e-6)
    assert mann_kendall(scaled) == mann_kendall(values)


@pytest.mark.parametrize(
    ("growth", "direction"), [(1.3, "rising"), (1.0, "no clear direction"), (0.7, "falling")], ids=str
)
def test_a_planted_trend_is_found_through_seasons_and_told_in_words(growth: float, direction: str) -> None:
    month = np.arange(36)
    values = np.random.default_rng(2).poisson(40 * growth ** (month / 12) * np.exp(0.4 * np.sin(month * np.pi / 6)))
    months = [str(month) for month in pd.period_range("2023-01", periods=36, freq="M")]
    read = read_trend(pd.DataFrame({"month": months, "y": values}), {})
    assert read["direction"] == direction
    assert read["interval"][0] < growth < read["interval"][1]  # type: ignore[index]
    assert str(read["wording"]).startswith(direction)
    assert read["seasonal_mann_kendall"]["confirms"] == (direction != "no clear direction")  # type: ignore[index]
    if direction == "no clear direction":
        assert "compatible with -" in str(read["wording"])
        assert "% a year" in str(read["wording"])


def test_the_ratio_is_that_of_counts_that_grow_by_a_tenth_a_year() -> None:
    month = np.arange(36)
    read = annual_ratio(1000 * 1.1 ** (month / 12) * (1 + month % 12))
    assert read.ratio == pytest.approx(1.1, rel=1e-9)
    assert read.scale == 1


def test_gaps_and_order_change_nothing_that_they_should_not() -> None:
    month = np.arange(48)
    values = np.random.default_rng(3).poisson(30, 48)
    kept = np.flatnonzero(month % 11 != 4)
    turned = np.random.default_rng(4).permutation(kept)
    read, other = annual_ratio(values[kept], month[kept]), annual_ratio(values[turned], month[turned])
    assert (other.ratio, other.low, other.p) == pytest.approx((read.ratio, read.low, read.p))
    silent = np.where(month % 12 == 7, 0, values)
    without = month % 12 != 7
    assert annual_ratio(silent, month).p == pytest.approx(annual_ratio(values[without], month[without]).p)


def test_neighbouring_months_that_go_together_widen_the_interval() -> None:
    month = np.arange(36)
    values = np.round(200 * np.exp(0.3 * np.sin(month / 4)))
    read = annual_ratio(values)
    assert read.lag_one > 0.3
    assert read.is_correlated
    independent = 4 * np.sqrt(read.scale / values.sum())  # two standard errors to each side, were months independent
    assert np.log(read.high / read.low) > independent
    assert not annual_ratio(np.random.default_rng(6).poisson(200, 36)).is_correlated


def test_the_wider_interval_is_that_of_the_slow_twin() -> None:
    month = np.array([at for at in range(40) if at not in (7, 8, 20)])
    values = np.round(200 * np.exp(0.3 * np.sin(month / 4)))
    columns = np.column_stack([month[:, None] % 12 == np.arange(12), (month - month.mean()) / 12]).astype(float)
    found = fit(values, columns)
    scores = columns * (values - found.mean)[:, None]
    meat = np.zeros((13, 13))
    for i in range(month.size):
        for j in range(month.size):
            meat += max(0.0, 1 - abs(month[i] - month[j]) / 4) * np.outer(scores[i], scores[j])
    variance = (found.bread @ meat @ found.bread)[-1, -1] * month.size / found.df
    assert variance > found.scale * found.bread[-1, -1]
    read = annual_ratio(values, month)
    reach = stats.t.ppf(0.975, month.size - 13) * variance**0.5
    assert np.log(read.high / read.low) == pytest.approx(2 * reach, rel=1e-9)


def test_months_that_are_not_neighbours_say_nothing_of_neighbours() -> None:
    assert annual_ratio(np.round(200 * np.exp(0.3 * np.sin(np.arange(30) / 4))), 2 * np.arange(30)).lag_one == 0


@pytest.mark.slow
def test_three_years_without_a_trend_are_seldom_called_one_and_a_fifth_a_year_is_found() -> None:
    """4-statistics: size 3 %, power 95 % at mean 20; here with a season and a variance of 1.5 means."""
    chance, month = np.random.default_rng(11), np.arange(36)

    def share(growth: float) -> float:
        mean = 20 * growth ** (month / 12) * np.exp(0.3 * np.cos(month * np.pi / 6))
        drawn = chance.negative_binomial(mean / 0.5, 1 / 1.5, (300, 36))
        return float(np.mean([annual_ratio(values).direction != "no clear direction" for values in drawn]))

    assert share(1.0) < 0.08
    assert share(1.2) > 0.88


def slow_score(values: list[int | None], period: int) -> tuple[float | None, float]:
    """Return S and its variance pair by pair; None where no season has two values."""
    score, variance, found = 0.0, 0.0, False
    for season in range(period):
        held = [value for value in values[season::period] if value is not None]
        found = found or len(held) > 1
        for i in range(len(held)):
            score += sum((later > held[i]) - (later < held[i]) for later in held[i + 1 :])
        n, ties = len(held), [held.count(value) for value in set(held)]
        variance += (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    return (score if found else None), variance
