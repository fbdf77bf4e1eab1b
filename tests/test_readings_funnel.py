"""Funnels have exact limits, widen with what all units share, and do not care for order or units of measure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from barometer.faults import UnreadableSeries
from barometer.readings.funnel import (
    expected_at_rate,
    poisson_limits,
    proportion_limits,
    read_ratios,
    read_shares,
    share_limits,
    spread_of,
    wide_share_limits,
)
from barometer.readings.funnel_table import read_funnel

LIMITS = ("ll95", "ul95", "ll998", "ul998")
UNITS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 300)), min_size=2, max_size=20)


@pytest.mark.shared
@pytest.mark.parametrize("dataset", ["ae_breach_rate_1819", "syn_overdispersed"])
def test_every_unit_of_the_reference_has_its_limits_and_is_outside_where_it_is(shared_data: Path, dataset: str) -> None:
    units = pd.read_csv(shared_data / "statistics" / "funnel.csv")
    units = units[units["dataset"] == dataset]
    table = units.rename(columns={"org_code": "unit"})[["unit", "numerator", "denominator"]]
    read = read_funnel(table, {"type": units["type"].iloc[0], "method": units["method"].iloc[0]})
    rows = pd.DataFrame(read["rows"])
    assert read["target"] == pytest.approx(units["target"].iloc[0], rel=1e-12)
    assert (read["phi"], read["tau2"]) == pytest.approx((units["phi"].iloc[0], units["tau2"].iloc[0]), rel=1e-9)
    np.testing.assert_allclose(rows["ratio"], units["rate"], rtol=1e-9)
    for name in (*LIMITS, *(f"od{limit}" for limit in LIMITS)):
        np.testing.assert_allclose(rows[name], units[name], rtol=1e-9, err_msg=name)
    for name in ("outlier998", "outlier95od", "outlier998od"):
        assert rows[name].tolist() == units[name].astype(bool).tolist(), name


@pytest.mark.shared
def test_our_own_method_differs_from_the_reference_only_where_it_is_meant_to(shared_data: Path) -> None:
    """Shares: exact limits in place of the arcsine ones. Ratios: the square-root scale in place of the log scale."""
    units = pd.read_csv(shared_data / "statistics" / "funnel.csv")
    shares, ratios = units[units["type"] == "PR"], units[units["type"] == "SR"]
    funnel = read_shares(shares["numerator"], shares["denominator"])
    assert (funnel.phi, funnel.tau2) == pytest.approx((shares["phi"].iloc[0], shares["tau2"].iloc[0]), rel=1e-9)
    np.testing.assert_allclose(funnel.wide.reshape(4, -1).T, shares[[f"od{limit}" for limit in LIMITS]], rtol=1e-9)
    np.testing.assert_allclose(funnel.limits.reshape(4, -1).T, shares[list(LIMITS)], rtol=1e-3)
    exact = read_ratios(ratios["numerator"], ratios["denominator"]).limits
    np.testing.assert_allclose(exact.reshape(4, -1).T, ratios[list(LIMITS)], rtol=1e-9)


def test_exact_limits_are_those_of_the_published_table() -> None:
    for level, low, high in (
        (0.95, (0.5596924, 0.6108260, 0.6746958), (1.649348, 1.544419, 1.427562)),
        (0.998, (0.3862650, 0.4479107, 0.5289724), (2.082907, 1.902094, 1.702771)),
    ):
        limits = poisson_limits([15, 20, 30], level)
        np.testing.assert_allclose(limits[0], low, atol=5e-8)
        np.testing.assert_allclose(limits[1], high, atol=5e-7)


@given(UNITS)
def test_the_spread_is_that_of_the_slow_twin(units: list[tuple[int, int]]) -> None:
    observed, expected = [seen for seen, _ in units], [due / 10 for _, due in units]
    errors = [1 / (2 * due**0.5) for due in expected]
    z = [((seen / due) ** 0.5 - 1) / error for seen, due, error in zip(observed, expected, errors, strict=True)]
    low, high = np.quantile(z, 0.1), np.quantile(z, 0.9)
    phi = sum(min(max(score, low), high) ** 2 for score in z) / len(z)
    weights = [1 / error**2 for error in errors]
    spare = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    tau2 = max(0.0, (len(z) * phi - (len(z) - 1)) / spare)
    funnel = read_ratios(observed, expected)
    assert (funnel.phi, funnel.tau2) == pytest.approx((phi, tau2), rel=1e-9, abs=1e-12)
    for place, error in enumerate(errors):
        reach = 3.090232 * (error**2 + tau2) ** 0.5
        assert funnel.wide[1, 1, place] == pytest.approx((1 + reach) ** 2)
        assert funnel.wide[1, 0, place] == pytest.approx(max(1 - reach, 0) ** 2, abs=1e-12)


@given(UNITS, st.randoms())
def test_the_order_of_units_changes_nothing(units: list[tuple[int, int]], chance: st.randoms) -> None:  # type: ignore[valid-type]
    places = list(range(len(units)))
    chance.shuffle(places)  # type: ignore[attr-defined]
    observed, expected = np.array(units, dtype=float).T
    funnel, turned = read_ratios(observed, expected), read_ratios(observed[places], expected[places])
    np.testing.assert_allclose(turned.wide, funnel.wide[:, :, places], rtol=1e-9)
    np.testing.assert_allclose(turned.limits, funnel.limits[:, :, places])


@given(UNITS, st.integers(1, 1000))
def test_another_measure_of_exposure_leaves_observed_over_expected_alone(
    units: list[tuple[int, int]], factor: int
) -> None:
    observed, exposure = np.array(units, dtype=float).T
    expected = expected_at_rate(observed, exposure)
    np.testing.assert_allclose(expected_at_rate(observed, exposure * factor), expected, rtol=1e-12)
    assert expected.sum() == pytest.approx(observed.sum())


@given(st.integers(1, 500), st.integers(0, 100), st.sampled_from([0.95, 0.998]))
def test_a_share_beyond_its_limit_has_at_most_half_of_what_is_left(base: int, percent: int, level: float) -> None:
    low, high = (float(limit[0]) for limit in proportion_limits(percent / 100, [base], level))
    binomial = stats.binom(base, percent / 100)
    assert binomial.cdf(round(low * base) - 1) <= (1 - level) / 2 + 1e-12
    assert binomial.sf(round(high * base)) <= (1 - level) / 2 + 1e-12


@pytest.mark.parametrize("tau2", [0.0, 0.001])
def test_none_of_two_is_no_more_than_chance_where_four_of_five_are_usual(tau2: float) -> None:
    """By hand: none of 2 has the chance .2² = .04, none of 4 .0016, none of 5 .00032; limits at .025 and .001.

    On the widened scale, which is normal, none of 2 would lie outside: arcsin √.8 = 1.107 and 3.09 √(1/8) = 1.093.
    """
    (near, _), (far, _) = share_limits(0.8, tau2, [2, 4, 5])
    assert near[0] == far[0] == far[1] == 0 and near[1] > 0
    assert far[2] == pytest.approx(0.2) if tau2 == 0 else 0 < far[2] < 0.2, "none of 5 lies outside either way"
    assert wide_share_limits(0.8, tau2, [2])[1, 0, 0] > 0


def test_limits_are_exact_without_overdispersion_and_at_least_as_far_out_with_it() -> None:
    bases = [1, 2, 3, 10, 40, 500]
    exact = np.array([proportion_limits(0.8, bases, level) for level in (0.95, 0.998)])
    np.testing.assert_array_equal(share_limits(0.8, 0.0, bases), exact)
    wide, held = wide_share_limits(0.8, 0.02, bases), share_limits(0.8, 0.02, bases)
    for limits in (exact, wide):
        assert (held[:, 0] <= limits[:, 0]).all() and (held[:, 1] >= limits[:, 1]).all()
    np.testing.assert_array_equal(held[:, :, -1], wide[:, :, -1])


def test_equal_units_are_rarely_outside_and_what_all_share_widens_the_limits() -> None:
    chance = np.random.default_rng(5)
    expected = chance.uniform(5, 80, 60)
    equal = read_ratios(chance.poisson(expected), expected)
    assert equal.phi < 1.5
    assert ((equal.ratio < equal.wide[1, 0]) | (equal.ratio > equal.wide[1, 1])).sum() == 0
    mixed = read_ratios(chance.poisson(expected * chance.lognormal(0, 0.4, 60)), expected)
    assert mixed.phi > 2
    assert (mixed.wide[1, 1] > mixed.limits[1, 1])[expected > 15].all()
    outside = (mixed.ratio < mixed.wide[1, 0]) | (mixed.ratio > mixed.wide[1, 1])
    assert outside.sum() < ((mixed.ratio < mixed.limits[1, 0]) | (mixed.ratio > mixed.limits[1, 1])).sum()


def test_scores_are_drawn_in_or_left_out_at_their_tenths() -> None:
    z, error = np.arange(-5.0, 6.0), np.full(11, 0.5)
    assert spread_of(z, error).phi == pytest.approx((4 * 16 + 2 * (9 + 4 + 1)) / 11)
    assert spread_of(z, error, is_trimmed=True).phi == pytest.approx(2 * (16 + 9 + 4 + 1) / 9)


@pytest.mark.parametrize(
    ("part", "base"),
    [([3, 4], [2, 9]), ([1, -1], [4, 4]), ([1, 2], [0, 4]), ([1.5, 2], [4, 4]), ([1, np.nan], [4, 4]), ([], [])],
    ids=["above its whole", "negative", "one unit with a base", "broken", "missing", "none"],
)
def test_a_funnel_that_cannot_be_drawn_is_a_named_error(part: list[float], base: list[float]) -> None:
    with pytest.raises(UnreadableSeries):
        read_shares(part, base)


@pytest.mark.parametrize("share", [0, 1])
def test_all_or_nothing_everywhere_has_limits_too(share: int) -> None:
    funnel = read_shares([10 * share, 50 * share], [10, 50])
    assert np.isfinite(funnel.wide).all()
    assert funnel.phi == pytest.approx(0, abs=1e-12)
    assert not ((funnel.ratio < funnel.limits[1, 0]) | (funnel.ratio > funnel.limits[1, 1])).any()


def test_a_unit_without_cases_has_a_place_on_the_log_scale_too() -> None:
    funnel = read_ratios([0, 4, 6, 9, 12, 3], [3, 5, 5, 8, 9, 4], method="SHMI")
    assert funnel.ratio[0] == 0
    assert np.isfinite(funnel.wide).all()
    assert np.isfinite(funnel.phi)
