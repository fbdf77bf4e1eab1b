"""The score of the early warnings on a fresh sample: what counts as found, as late, as false."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from barometer.__main__ import main
from barometer.metrics import registry
from barometer.publishing import publish
from barometer.readings.forecast import LIST_FROM
from barometer.sample import write_sample
from barometer.sample.known_cases import unit_cases_of
from barometer.scope import Scope
from barometer.session import Session
from barometer.signals_score import score_signals, warned_readings

WARNED = [metric.id for metric in registry().values() if metric.is_warned]
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
    assert {case.metric for case in cases.values()} <= set(WARNED)


def test_what_is_scored_is_what_publish_read_of_every_unit(small: Path) -> None:
    session = Session(Scope(), publish(small / "delivery", small / "data", lambda line: None))
    query = "select node, metric, month, kind from readings where node != '*' and history >= 48 order by all"
    rows = [row for row in session.rows(query) if row[1] in WARNED]
    told = warned_readings(session)[["node", "metric", "month", "kind"]]
    assert sorted(told.itertuples(index=False, name=None)) == rows and rows


@pytest.mark.slow
def test_a_score_counts_cases_and_false_alarms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "signals", "--seed", "4", "--units", "20", "--rows", "6000", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {case["kind"] for case in told["by_case"]} == KINDS and told["cases"] == len(KINDS)
    assert told["found"] == sum(case["found"] for case in told["by_case"])
    assert all(case["months_late"] is None or case["months_late"] >= 0 for case in told["by_case"])
    assert told["false_alarms"] / told["months_judged"] == pytest.approx(told["false_alarm_rate"], abs=1e-4)
    assert 0 < told["months_judged"] < (70 - LIST_FROM) * 20 * len(WARNED)
    assert told["false_alarm_rate"] < 0.03
    again = score_signals(20, 6000, 4, lambda line: None)
    assert again == told


def test_a_sample_too_small_for_its_cases_is_a_named_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "signals", "--units", "3"]) == 1
    assert "cannot be made" in capsys.readouterr().err
