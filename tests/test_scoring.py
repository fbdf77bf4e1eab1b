"""The flags find what the sample is known to hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from barometer.__main__ import main
from barometer.contract import HOUSE
from barometer.flags.registry import registry
from barometer.sample.scoring import score_delivery


def test_every_case_of_the_committed_sample_is_found() -> None:
    with duckdb.connect() as connection:
        scores = score_delivery(connection, HOUSE / "data" / "sample")
    assert {row.flag for row in scores} == set(registry()) - {"R025"}  # its case is C21's
    assert not [(row.flag, row.missed_ids) for row in scores if row.missed]
    assert all(row.found for row in scores)


def test_a_case_that_the_data_do_not_show_is_missed(tmp_path: Path) -> None:
    shutil.copytree(HOUSE / "data" / "sample-small", tmp_path / "sample")
    cases = [{"id": "flag_C07", "kind": "flag", "tender_ids": ["T00001", "T99999"], "supplier_ids": []}]
    (tmp_path / "sample" / "planted.json").write_text(json.dumps(cases), encoding="utf-8")
    with duckdb.connect() as connection:
        (row,) = score_delivery(connection, tmp_path / "sample")
    assert (row.flag, row.found, row.missed_ids) == ("C07", 0, ("T00001", "T99999"))
    assert row.false == 1


def test_the_command_prints_found_missed_and_false_by_flag(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "flags", "--seed", "3", "--rows", "20000", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["C07"].keys() == {"found", "missed", "false"}
    assert sum(row["missed"] for row in told.values()) == 0


def test_too_small_a_sample_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "flags", "--seed", "1", "--rows", "10"]) == 1
    assert "cannot be made" in capsys.readouterr().err
