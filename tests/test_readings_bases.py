"""A forecast of parts: late answers of those due, dissatisfied ratings of those given."""

from __future__ import annotations

import math

import numpy as np
import pytest
from forecast_twin import twin
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import nbinom

from barometer.faults import UnreadableSeries
from barometer.readings.forecast import Forecast, forecast

MONTHS = 62
SERIES = st.lists(st.integers(0, 60), min_size=MONTHS, max_size=MONTHS)
BASES = st.lists(st.sampled_from([0, 0, 20, 35, 50, 90, 400]), min_size=MONTHS, max_size=MONTHS)
NUMBERS = ("expected", "lower", "upper", "chance", "strength", "zero_chance", "dispersion", "alarm", "watch")


def parts(units: int, months: int = MONTHS, seed: int = 3) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return counts and bases of units of very different size, about one in eight."""
    chance = np.random.default_rng(seed)
    bases = chance.poisson(np.exp(chance.normal(4.0, 0.8, (units, 1))) * (1 + np.arange(months) / months)) + 1
    return chance.binomial(bases, 0.12).astype(float), bases.astype(float)


def same(one: Forecast, other: Forecast, rows: slice = slice(None), rel: float = 1e-9) -> None:
    for name in NUMBERS:
        np.testing.assert_allclose(getattr(one, name), getattr(other, name)[rows], rtol=rel, err_msg=name)


# --- twin ----------------------------------------------------------------------------------------------------------


@given(SERIES, BASES, st.sampled_from([30, 45, MONTHS]))
@settings(max_examples=40, deadline=None)
def test_the_batch_says_what_the_slow_twin_says_of_parts(series: list[int], bases: list[int], length: int) -> None:
    held = [max(base, 1) if place % 3 else base for place, base in enumerate(bases[-length:])]
    counts = [min(count, base) for count, base in zip(series[-length:], held, strict=True)]
    held[-1] = held[-1] or 30
    if sum(counts[:-2]) < 5 or sum(base > 0 for base in held[:-2]) < 23:
        return
    told = forecast(counts, [length - 1], bases=held)
    mean, dispersion, chance = twin(counts, bases=held)
    assert told.expected[0, 0] == pytest.approx(mean, rel=1e-4)
    assert told.dispersion[0, 0] == pytest.approx(dispersion, rel=1e-4)
    assert told.chance[0, 0] == pytest.approx(chance, rel=1e-3, abs=1e-12)


# --- what a base is ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [1, 7, 1e9])
def test_bases_that_are_all_alike_say_nothing(base: float) -> None:
    counts, _ = parts(6)
    counts[4:] = 0
    counts[5, -1] = 4
    same(forecast(counts, bases=np.full(counts.shape, base)), forecast(counts))


@pytest.mark.parametrize("factor", [2, 10, 1000])
def test_only_the_ratio_of_bases_counts(factor: int) -> None:
    counts, bases = parts(6)
    counts[5] = 0
    same(forecast(counts, bases=bases * factor), forecast(counts, bases=bases))


def test_twice_the_base_doubles_what_is_expected() -> None:
    counts, bases = parts(6)
    counts[5] = 0
    more = bases.copy()
    more[:, -1] *= 2
    once, twice = (forecast(counts, [MONTHS - 1], bases=held) for held in (bases, more))
    np.testing.assert_allclose(twice.expected, 2 * once.expected)
    assert (twice.chance > once.chance).all()


def test_a_busy_month_is_no_bad_one() -> None:
    """Five times the answers due, five times the late ones: an alarm by counts, none by parts."""
    chance = np.random.default_rng(8)
    bases = chance.integers(80, 120, (1, MONTHS)).astype(float)
    counts = np.round(bases * 0.1)
    counts[0, -1], bases[0, -1] = 50, 500
    assert forecast(counts, [MONTHS - 1]).alarm[0, 0]
    assert not forecast(counts, [MONTHS - 1], bases=bases).alarm[0, 0]


# --- months without base -------------------------------------------------------------------------------------------


def test_a_month_without_base_tells_nothing_of_the_others() -> None:
    counts, bases = parts(4)
    counts[:, 20], bases[:, 20] = 0, 0
    other = counts.copy()
    other[:, 20] = 60
    same(forecast(counts, [50, 61], bases=bases), forecast(other, [50, 61], bases=bases), rel=1e-6)


def test_a_month_without_base_is_not_judged_and_an_unknown_base_is_none() -> None:
    counts, bases = parts(3)
    whole = forecast(counts, bases=bases)
    bases[1, 40], bases[2, 40] = 0, np.nan
    told = forecast(counts, bases=bases)
    for unit in (1, 2):
        assert np.isnan(told.chance[unit, 16]) and np.isnan(told.expected[unit, 16]) and np.isnan(told.upper[unit, 16])
        assert not told.alarm[unit, 16] and not told.watch[unit, 16]
        assert np.isfinite(told.chance[unit, 17:]).all()
    np.testing.assert_allclose(told.chance[0], whole.chance[0])
    np.testing.assert_allclose(told.chance[:, :16], whole.chance[:, :16])


@pytest.mark.parametrize(("silent", "is_read"), [(37, True), (38, False)])
def test_twenty_three_months_with_a_base_are_the_least(silent: int, is_read: bool) -> None:
    counts, bases = parts(1)
    counts[0, :silent], bases[0, :silent] = 0, 0
    assert np.isfinite(forecast(counts, [MONTHS - 1], bases=bases).chance[0, 0]) == is_read


@pytest.mark.filterwarnings("error")
def test_a_base_that_comes_up_only_now_is_not_judged_and_warns_of_nothing() -> None:
    counts, bases = np.zeros((2, MONTHS)), np.zeros((2, MONTHS))
    bases[:, -1], counts[0, -1] = 400, 9
    told = forecast(counts, [MONTHS - 1], bases=bases)
    assert np.isnan(told.chance).all() and not told.alarm.any()


# --- few cases -----------------------------------------------------------------------------------------------------


def test_few_cases_are_read_by_their_rate_worked_by_hand() -> None:
    """Four cases in 60 × 50 = 3,000 items, then 100: Gamma–Poisson with (4 + ½) ÷ 3,000 a piece gives .15."""
    counts, bases = np.zeros((1, MONTHS)), np.full((1, MONTHS), 50.0)
    counts[0, [3, 11, 30, 52]], counts[0, -1], bases[0, -1] = 1, 2, 100
    told = forecast(counts, [MONTHS - 1], bases=bases)
    part = 100 / 3000
    assert told.expected[0, 0] == pytest.approx(4.5 * part)
    assert told.dispersion[0, 0] == pytest.approx(1 + part)
    chance = nbinom(4.5, 1 / (1 + part))
    assert told.chance[0, 0] == pytest.approx((chance.sf(1) + chance.sf(2)) / 2)
    assert told.chance[0, 0] < 0.02 and not told.alarm[0, 0] and told.upper[0, 0] == 2
    counts[0, -1] = 3
    assert forecast(counts, [MONTHS - 1], bases=bases).alarm[0, 0]


def test_five_cases_are_fitted() -> None:
    counts, bases = np.zeros((1, MONTHS)), np.full((1, MONTHS), 50.0)
    counts[0, [3, 11, 30, 44, 52]] = 1
    told = forecast(counts, [MONTHS - 1], bases=bases)
    assert told.expected[0, 0] != pytest.approx(5.5 / 60) and math.isfinite(told.upper[0, 0])


# --- what a batch is -----------------------------------------------------------------------------------------------


def test_another_units_series_and_the_order_of_units_change_nothing() -> None:
    counts, bases = parts(5)
    counts[2], bases[3, 10:14] = 0, 0
    together = forecast(counts, [40, 61], bases=bases)
    same(forecast(counts[::-1], [40, 61], bases=bases[::-1]), together, slice(None, None, -1), rel=1e-6)
    for unit in range(5):
        alone = forecast(counts[unit], [40, 61], bases=bases[unit])
        same(alone, together, slice(unit, unit + 1), rel=1e-6)


@pytest.mark.parametrize("bases", [np.ones((2, MONTHS)), np.ones((1, MONTHS - 1)), -np.ones((1, MONTHS))])
def test_bases_of_other_series_and_below_zero_are_a_named_error(bases: NDArray[np.float64]) -> None:
    counts, _ = parts(1)
    with pytest.raises(UnreadableSeries):
        forecast(counts, bases=bases)
