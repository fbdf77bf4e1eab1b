"""The score of the early warnings on a fresh sample: what counts as found, as late, as false."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

from barometer.__main__ import main
from barometer.metrics import ask
from barometer.periods import monthly
from barometer.publishing import publish
from barometer.readings.forecast import LIST_FROM
from barometer.sample import write_sample
from barometer.sample.known_cases import unit_cases_of
from barometer.scope import Scope
from barometer.session import Session
from barometer.signals_score import INDICATORS, counts_by_unit, score_signals

KINDS = {
    "late_answers",
    "returning_matters",
    "surge",
    "collective_housing",
    "silent_unit",
    "rising_unit",
    "improving_branch",
    "displeased",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scored")
    write_sample(folder / "delivery", units=20, rows=3_000, seed=5)
    return folder


def test_every_case_of_the_petitions_is_scored_by_the_reading_it_is_for(small: Path) -> None:
    cases = {case.kind: case for case in unit_cases_of(small / "delivery")}
    assert set(cases) == KINDS
    assert cases["surge"].first == dt.date(2025, 7, 1) == cases["surge"].last
    assert cases["silent_unit"].reading == "fall" and cases["late_answers"].reading == "alarm"
    assert (cases["rising_unit"].direction, cases["improving_branch"].direction) == ("rising", "falling")
    assert {case.metric for case in cases.values()} <= set(INDICATORS)


def test_the_series_are_what_the_metrics_say_month_by_month(small: Path) -> None:
    session = Session(Scope(), publish(small / "delivery", small / "data", lambda line: None))
    counts, units = counts_by_unit(session), list(session.tree.units)
    periods = monthly(session.first_month, session.last_month)
    assert set(counts) == set(INDICATORS)
    assert all(series.shape == (len(units), len(periods)) for series in counts.values())
    for place in (0, len(units) - 1):
        told = ask(session, "registered", periods, [units[place]])
        np.testing.assert_array_equal(counts["registered"][place], told[told["unit"].notna()]["value"])
        told = ask(session, "completed_on_time_rate", periods, [units[place]])
        told = told[told["unit"].notna()]
        late = (told["denominator"] - told["numerator"]).fillna(0)
        np.testing.assert_array_equal(counts["completed_on_time_rate"][place], late)


@pytest.mark.slow
def test_a_score_counts_cases_and_false_alarms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "signals", "--seed", "4", "--units", "20", "--rows", "6000", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {case["kind"] for case in told["by_case"]} == KINDS and told["cases"] == len(KINDS)
    assert told["found"] == sum(case["found"] for case in told["by_case"])
    assert all(case["months_late"] is None or case["months_late"] >= 0 for case in told["by_case"])
    assert told["false_alarms"] / told["months_judged"] == pytest.approx(told["false_alarm_rate"], abs=1e-4)
    assert 0 < told["months_judged"] < (70 - LIST_FROM) * 20 * len(INDICATORS)
    assert told["false_alarm_rate"] < 0.03
    again = score_signals(20, 6000, 4, lambda line: None)
    assert again == told


def test_a_sample_too_small_for_its_cases_is_a_named_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "signals", "--units", "3"]) == 1
    assert "cannot be made" in capsys.readouterr().err
