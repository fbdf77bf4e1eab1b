"""Yearly changes and the middle half of the peers, as publish stores them."""

from __future__ import annotations

import datetime as dt
import statistics
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from deliveries import Row, months_lived, published
from numpy.typing import NDArray
from worked_examples import appeal

from barometer.metrics import ask, registry
from barometer.node_series import NodeSeries
from barometer.periods import add_months, month_run, monthly, run_of
from barometer.reading_cube import annual_ratios
from barometer.readings.trend import annual_ratio
from barometer.scope import Scope
from barometer.session import WHOLE, Session
from barometer.snapshots import current_snapshot

Band = tuple[int, float, float, float, float]
Counts = NDArray[np.float64]


@pytest.fixture(scope="module")
def small(small_data: Path) -> Session:
    return Session(Scope(), current_snapshot(small_data))


@pytest.fixture(scope="module")
def sample(sample_data: Path) -> Session:
    return Session(Scope(), current_snapshot(sample_data))


# --- change over three years ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("metric", [metric.id for metric in registry().values() if metric.has_trend])
def test_a_yearly_change_is_read_from_the_counts_pages_show_up_to_the_last_month_but_one(
    small: Session, metric: str
) -> None:
    last = add_months(small.last_month, -1)
    periods = monthly(add_months(last, -35), last)
    told, lived = ask(small, metric, periods, [*small.tree.units]), months_lived(small)
    rows = {
        row[0]: row[1:]
        for row in small.rows("select * exclude (metric) from annual_ratios where metric = $m", {"m": metric})
    }
    for node in (WHOLE, *small.tree.units):
        counts = told[told["unit"].isna() if node == WHOLE else told["unit"] == node]["value"]
        whole_time = {period.first_month for period in periods} <= lived[node]
        if counts.mean() < 5 or not whole_time:  # the interval of so few would hold anything
            assert node not in rows
            continue
        found = annual_ratio(counts)
        assert rows[node][:3] == (periods[0].first_month, last, counts.sum())
        assert rows[node][3:] == (found.ratio, found.low, found.high, found.p, found.direction)
    assert rows or metric != "registered"


def counted(numerators: Counts) -> NodeSeries:
    last = dt.date(2026, 10, 1)
    periods = tuple(monthly(add_months(last, 1 - numerators.shape[1]), last))
    return NodeSeries(registry()["registered"], ("a", "b"), periods, numerators, None)


def changes(counts: Counts, known: NDArray[np.bool_] | None = None) -> pd.DataFrame:
    """Return the yearly changes without the last month; every month is known if nothing else is said."""
    return annual_ratios(counted(counts), np.ones(counts.shape, dtype=bool) if known is None else known, 1)


def test_the_month_that_is_not_over_changes_no_yearly_change() -> None:
    counts = np.random.default_rng(3).poisson(20, (2, 40)).astype(float)
    told = changes(counts)
    counts[:, -1] = 500
    assert changes(counts).equals(told) and len(told) == 2
    counts[:, -2] = 500
    assert not changes(counts).equals(told)


def test_three_years_and_a_month_are_needed_and_nothing_is_said_of_nothing() -> None:
    counts = np.random.default_rng(3).poisson(20, (2, 37)).astype(float)
    assert len(changes(counts)) == 2
    assert changes(counts[:, 1:]).empty
    counts[0] = 0
    counts[1, 5] = np.nan
    assert changes(counts).empty


def test_a_unit_that_was_not_there_for_three_years_has_no_yearly_change() -> None:
    counts = np.random.default_rng(3).poisson(20, (2, 40)).astype(float)
    known = np.ones(counts.shape, dtype=bool)
    known[0, 3], known[1, [0, 1, 2, 39]] = False, False
    assert changes(counts, known)[0].tolist() == ["b"], "of b the months are not known that are not read"


# --- the middle half of the peers ----------------------------------------------------------------------------------


def bands(session: Session, metric: str) -> dict[tuple[str, dt.date], Band]:
    rows = session.rows("select * exclude (metric) from peer_bands where metric = $m", {"m": metric})
    return {(kind, month): numbers for kind, month, *numbers in rows}  # type: ignore[misc]


@pytest.mark.parametrize("metric", ["completed_on_time_rate", "repeat_share", "satisfied_rate"])
def test_bands_are_the_quartiles_of_the_units_rates_over_twelve_months(sample: Session, metric: str) -> None:
    """Plain Python on what pages are told: units with 30 and more, kinds with eight such units.

    Among all units stand those that have none below, lest an item count at every level above it.
    """
    kinds = dict(sample.rows("select unit_id, unit_type from units order by valid_from"))
    months = month_run(add_months(sample.last_month, -35), sample.last_month)
    periods = [run_of(add_months(month, -11), month) for month in months]
    told = ask(sample, metric, periods, [*sample.tree.units])
    found: dict[tuple[str, dt.date], list[tuple[float, float]]] = {}
    for row in told[told["unit"].notna()].itertuples():
        if row.denominator >= 30 and row.value == row.value:
            month = dt.date.fromisoformat(f"{row.period[-7:]}-01")
            is_lowest = sample.tree.below(row.unit) == (row.unit,)
            for kind in (WHOLE, kinds[row.unit]) if is_lowest else (kinds[row.unit],):
                found.setdefault((kind, month), []).append((row.numerator, row.denominator))
    expected = {key: parts for key, parts in found.items() if len(parts) >= 8}
    held = bands(sample, metric)
    assert held.keys() == expected.keys() and held
    for key, parts in expected.items():
        rates = [part / base for part, base in parts]
        pooled = sum(part for part, _ in parts) / sum(base for _, base in parts)
        numbers = (len(parts), *statistics.quantiles(rates, n=4, method="inclusive"), pooled)
        assert held[key] == pytest.approx(numbers, abs=1e-12)


def late_of(unit: str, items: int, late: int) -> list[Row]:
    answered = ["2026-09-20"] * late + ["2026-09-10"] * (items - late)
    return [appeal("2026-08-20", "2026-09-15", answered_on=on, unit_id=unit) for on in answered]


def test_bands_worked_by_hand_of_nine_units_of_which_one_is_too_small_and_one_has_moved(tmp_path: Path) -> None:
    """Rates 1, .975 … .825 of eight units with 40 due each; the ninth, 29 due, is left out.

    Forty of u0 due a year and a month ago are of no account in October.
    u7 became a department in June: its kind is the last one. Quartiles of 8 values at positions 1.75, 3.5, 5.25.
    """
    units: list[Row] = [{"unit_id": "all", "unit_type": "headquarters", "is_reporting": False}]
    units += [{"unit_id": f"u{n}", "parent_id": "all", "unit_type": "department"} for n in range(9)]
    units[8] |= {"unit_type": "branch", "valid_to": "2026-05-31"}
    units.append({**units[8], "unit_type": "department", "valid_from": "2026-06-01", "valid_to": None})
    a_year_ago = appeal("2025-09-20", "2025-10-15", answered_on="2025-10-20", unit_id="u0")
    petitions = [row for n in range(8) for row in late_of(f"u{n}", 40, n)] + late_of("u8", 29, 0) + [a_year_ago] * 40
    session = published(tmp_path, units, petitions, period=(dt.date(2025, 9, 1), dt.date(2026, 10, 31)))
    held = bands(session, "completed_on_time_rate")
    october, rates = dt.date(2026, 10, 1), [1 - n / 40 for n in range(7, -1, -1)]
    quartiles = [rates[1] * 0.25 + rates[2] * 0.75, (rates[3] + rates[4]) / 2, rates[5] * 0.75 + rates[6] * 0.25]
    assert held["department", october] == pytest.approx((8, *quartiles, 1 - 28 / 320))
    assert held[WHOLE, october] == held["department", october], "all, with 349 due, has units below and is no peer"
    assert {kind for kind, _ in held} == {WHOLE, "department"}
    assert {month for _, month in held} == {dt.date(2026, 9, 1), october}


def test_no_band_is_drawn_of_seven_units(tmp_path: Path) -> None:
    units: list[Row] = [{"unit_id": f"u{n}", "unit_type": "branch"} for n in range(7)]
    petitions = [row for n in range(7) for row in late_of(f"u{n}", 40, n)]
    session = published(tmp_path, units, petitions, period=(dt.date(2025, 11, 1), dt.date(2026, 10, 31)))
    assert not bands(session, "completed_on_time_rate")
