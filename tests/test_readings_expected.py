"""What a month was to bring follows from the months before it alone, and its band holds what it says."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from barometer.faults import UnreadableSeries
from barometer.readings.expected import adjusted, expected_value, poisson_band
from barometer.readings.new_year import HOLIDAY, REBOUND, festival_days

NEW_YEARS = [
    date(2018, 2, 16),
    date(2019, 2, 5),
    date(2020, 1, 25),
    date(2021, 2, 12),
    date(2022, 2, 1),
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
]
MONTHS = np.arange(2018 * 12, 2026 * 12)
JANUARY_2025, FEBRUARY_2025, JULY_2025 = 2025 * 12, 2025 * 12 + 1, 2025 * 12 + 6
SEASONS = 60 * np.exp(0.3 * np.sin(MONTHS * np.pi / 6) + 0.04 * (MONTHS - MONTHS[0]) / 12)
FESTIVE = SEASONS * np.exp(
    -0.06 * festival_days(MONTHS, NEW_YEARS, HOLIDAY) + 0.02 * festival_days(MONTHS, NEW_YEARS, REBOUND)
)


def test_the_days_of_a_new_year_fall_into_its_months_whole() -> None:
    months = np.array([2023 * 12, 2023 * 12 + 1, 2023 * 12 + 2, 2024 * 12, 2024 * 12 + 1, 2024 * 12 + 2])
    assert festival_days(months, NEW_YEARS, HOLIDAY).tolist() == [8, 0, 0, 0, 8, 0]
    assert festival_days(months, NEW_YEARS, REBOUND).tolist() == [3, 12, 0, 0, 13, 2]


@pytest.mark.parametrize("month", [JANUARY_2025, FEBRUARY_2025, JULY_2025])
def test_a_series_without_noise_is_foreseen_with_its_new_year(month: int) -> None:
    read = expected_value(FESTIVE, MONTHS, month, NEW_YEARS)
    assert read.expected == pytest.approx(FESTIVE[month - MONTHS[0]], rel=1e-6)
    assert read.months == (month,)
    assert read.low < read.expected < read.high


def test_while_new_years_are_few_january_waits_for_february() -> None:
    recent = MONTHS >= 2022 * 12  # three New Years before 2025, whose own comes in its January
    with pytest.raises(UnreadableSeries, match="January"):
        expected_value(FESTIVE[recent], MONTHS[recent], JANUARY_2025, NEW_YEARS)
    read = expected_value(FESTIVE[recent], MONTHS[recent], FEBRUARY_2025, NEW_YEARS)
    assert read.months == (JANUARY_2025, FEBRUARY_2025)
    assert read.observed == pytest.approx(FESTIVE[-12] + FESTIVE[-11])
    assert read.expected == pytest.approx(read.observed, rel=0.15)
    assert expected_value(FESTIVE[recent], MONTHS[recent], JULY_2025, NEW_YEARS).months == (JULY_2025,)
    assert expected_value(FESTIVE, MONTHS, JANUARY_2025, NEW_YEARS).months == (JANUARY_2025,)


@given(st.lists(st.integers(0, 400), min_size=7, max_size=7))
@settings(max_examples=20, deadline=None)
def test_months_from_the_judged_one_on_do_not_change_what_was_expected(later: list[int]) -> None:
    known = np.round(FESTIVE)
    other = known.copy()
    other[-7:] = later  # June to December 2025
    read, changed = (expected_value(values, MONTHS, 2025 * 12 + 5, NEW_YEARS) for values in (known, other))
    assert (changed.expected, changed.low, changed.high) == (read.expected, read.low, read.high)
    assert changed.observed == later[0]


def test_a_month_not_known_yet_has_an_expectation_and_no_count() -> None:
    read = expected_value(FESTIVE[:-1], MONTHS[:-1], int(MONTHS[-1]), NEW_YEARS)
    assert read.observed is None
    assert read.expected == pytest.approx(FESTIVE[-1], rel=1e-6)


def test_the_band_holds_19_months_of_20() -> None:
    chance = np.random.default_rng(8)
    inside = []
    for values in chance.negative_binomial(FESTIVE, 0.5, (120, MONTHS.size)):
        read = expected_value(values, MONTHS, JULY_2025, NEW_YEARS)
        assert read.observed is not None
        inside.append(read.low <= read.observed <= read.high)
    assert 0.89 <= np.mean(inside) <= 0.995


def test_a_series_of_few_has_exact_limits_and_the_months_since_the_last() -> None:
    values = np.zeros(36)
    values[[3, 20, 30]] = (4, 5, 3)
    read = expected_value(values, np.arange(36), 35)
    assert read.is_rare
    assert read.months_since == 5
    assert read.expected == pytest.approx(12 / 35)
    assert (read.low, read.high) == poisson_band(12 / 35)


@given(st.floats(0.01, 40))
def test_a_poisson_band_holds_what_it_says_and_no_more_than_it_must(mean: float) -> None:
    low, high = poisson_band(mean)
    assert stats.poisson.cdf(low - 1, mean) <= 0.025 <= stats.poisson.cdf(low, mean) + 1e-12
    assert stats.poisson.sf(high, mean) <= 0.025 + 1e-12
    assert stats.poisson.sf(high - 1, mean) > 0.025 - 1e-12


def test_an_adjusted_series_has_neither_seasons_nor_line() -> None:
    read = adjusted(FESTIVE, MONTHS, NEW_YEARS)
    np.testing.assert_allclose(read.ratio, 1, rtol=1e-6)
    np.testing.assert_allclose(read.residual, 0, atol=1e-4)
    high = FESTIVE.copy()
    high[50] *= 2
    changed = adjusted(high, MONTHS, NEW_YEARS)
    assert int(changed.ratio.argmax()) == int(changed.residual.argmax()) == 50
    assert changed.ratio[50] > 1.5
    joint = adjusted(FESTIVE[:36], MONTHS[:36], NEW_YEARS)
    assert joint.months.size == 33
    assert (joint.months % 12 != 0).all()


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        pytest.param(np.full(23, 30.0), "too short", id="short"),
        pytest.param(np.zeros(48), "all counts before are 0", id="zeros"),
        pytest.param(np.where(np.arange(48) % 12 == 0, 0.0, 30.0), "nothing has ever happened", id="an empty month"),
        pytest.param(np.append(np.full(24, 90.0), np.zeros(24)), None, id="a fall to zero is read, not a fault"),
        pytest.param(np.append(np.full(12, 90.0), np.zeros(36)), "does not settle", id="the first year only"),
        pytest.param(np.full(48, -1.0), "negative", id="negative"),
        pytest.param(np.full(48, np.nan), "missing", id="missing"),
        pytest.param(np.full(48, 1e200), "too large", id="too large"),
    ],
)
def test_a_history_from_which_nothing_follows_is_a_named_error(
    values: np.ndarray[tuple[int], np.dtype[np.float64]], problem: str | None
) -> None:
    months = np.arange(values.size) + 12 * 2020
    asked = int(months[-1]) + 1
    if problem is None:
        assert np.isfinite(expected_value(values, months, asked + 1).expected)
        return
    with pytest.raises(UnreadableSeries, match=problem):
        expected_value(values, months, asked, NEW_YEARS)


def test_a_constant_series_is_expected_to_go_on() -> None:
    read = expected_value(np.full(60, 40.0), np.arange(60), 60 + 3, NEW_YEARS)
    assert read.expected == pytest.approx(40)
    assert read.low < 40 < read.high
