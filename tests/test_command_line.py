"""The command line: what each command prints, its exit codes, and a clear word for every bad input."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from deliveries import TREE, day, write_delivery, write_table
from worked_examples import appeal, letter, visit

from barometer.__main__ import main
from barometer.audience import Audience
from barometer.contract import HOUSE
from barometer.manifest import read_manifest
from barometer.metrics import ask, registry
from barometer.periods import monthly, parse_month, run_of
from barometer.reporting import reporting, reporting_over
from barometer.scope import Scope
from barometer.session import open_session
from barometer.snapshots import current_snapshot

ROW_KEYS = ["period", "unit", "numerator", "denominator", "value"]
PETITIONS = [
    *(letter("2026-01-02", unit_id="north"),) * 3,
    letter("2026-03-02", unit_id="south", is_repeat=True),
    *(letter("2026-03-03", unit_id="north-1", is_repeat=False),) * 7,
    visit("2026-04-02", 9, unit_id="south"),
    appeal("2026-01-05", "2026-03-06", "2026-03-06", unit_id="south"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder that the command publish has filled."""
    folder = tmp_path_factory.mktemp("command")
    source = write_delivery(folder / "delivery", TREE, PETITIONS)
    assert main(["publish", "--from", str(source), "--data", str(folder / "data")]) == 0
    return folder / "data"


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], data: Path) -> Any:
    """Return a function that asks with --json and gives back what was printed."""

    def run(*arguments: str) -> dict[str, Any]:
        assert main(["ask", *arguments, "--data", str(data), "--json"]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        answer: dict[str, Any] = json.loads(printed.out)
        return answer

    return run


def values(answer: dict[str, Any]) -> list[tuple[str, str | None, object]]:
    return [(row["period"], row["unit"], row["value"]) for row in answer["rows"]]


# --- ask -----------------------------------------------------------------------------------------------------------


def test_ask_prints_rows_snapshot_and_day_of_the_data_and_nothing_else(told: Any) -> None:
    answer = told("registered", "--from", "2026-02", "--to", "2026-03")
    assert answer == {
        "rows": [
            {"period": "2026-02", "unit": None, "numerator": 0, "denominator": None, "value": 0},
            {"period": "2026-03", "unit": None, "numerator": 8, "denominator": None, "value": 8},
        ],
        "snapshot": "000001",
        "data_as_of": "2026-10-31",
    }
    assert [list(row) for row in answer["rows"]] == [ROW_KEYS] * 2


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("month", [("2026-01", 4), ("2026-02", 0), ("2026-03", 8), ("2026-04", 1)]),
        ("quarter", [("2026-Q1", 12), ("2026-Q2", 1)]),
        ("year", [("2026", 13)]),
        ("ytd", [("2026-01", 4), ("2026-02", 4), ("2026-03", 12), ("2026-04", 13)]),
    ],
)
def test_both_ends_of_the_range_are_included_at_every_grain(
    told: Any, by: str, expected: list[tuple[str, int]]
) -> None:
    answer = told("registered", "--from", "2026-01", "--to", "2026-04", "--by", by)
    assert values(answer) == [(period, None, value) for period, value in expected]


@pytest.mark.parametrize(
    "units",
    [["--unit", "south", "north"], ["--unit", "south", "--unit", "north"]],
    ids=["after one --unit", "each with its own"],
)
def test_several_units_give_a_row_a_subtree_and_the_total_first(told: Any, units: list[str]) -> None:
    answer = told("registered", "--from", "2026-03", "--to", "2026-03", *units)
    assert values(answer) == [("2026-03", None, 8), ("2026-03", "south", 1), ("2026-03", "north", 7)]


def test_counts_are_whole_numbers_and_shares_are_not(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for metric, line in (
        ("repeat_share", '"numerator": 1, "denominator": 8, "value": 0.125}'),
        ("registered", '"numerator": 1, "denominator": null, "value": 1}'),
        ("completed_on_time_rate", '"numerator": 1, "denominator": 1, "value": 1.0}'),
    ):
        month = "2026-04" if metric == "registered" else "2026-03"
        assert main(["ask", metric, "--from", month, "--to", month, "--data", str(data), "--json"]) == 0
        assert line in capsys.readouterr().out


def test_a_month_outside_the_data_is_null_not_zero(told: Any) -> None:
    answer = told("registered", "--from", "2026-11", "--to", "2026-11")
    assert answer["rows"] == [dict.fromkeys(ROW_KEYS) | {"period": "2026-11"}]


def test_what_is_not_computable_is_said_with_the_empty_columns(told: Any) -> None:
    answer = told("skip_level_batches", "--from", "2026-03", "--to", "2026-03")
    assert set(answer) == {"rows", "snapshot", "data_as_of", "not_computable"}
    assert answer["not_computable"] == ["petitions.reception_level is empty"]
    assert answer["rows"] == [dict.fromkeys(ROW_KEYS) | {"period": "2026-03"}]


@pytest.mark.parametrize("metric", registry())
def test_every_metric_can_be_asked_of_the_sample(
    sample_data: Path, capsys: pytest.CaptureFixture[str], metric: str
) -> None:
    months = ["--from", "2025-11", "--to", "2026-10"]
    assert main(["ask", metric, *months, "--data", str(sample_data), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"rows", "snapshot", "data_as_of"}
    assert [row["period"] for row in answer["rows"]][0::11] == ["2025-11", "2026-10"]
    assert all(row["value"] is not None for row in answer["rows"])
    assert any(row["value"] for row in answer["rows"])


def test_the_lines_for_people_hold_the_same_and_the_notes_go_to_the_side(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--from", "2026-03", "--to", "2026-03", "--data", str(data)]
    assert main(["ask", "repeat_share", "--unit", "south", "north", *asked]) == 0
    printed = capsys.readouterr()
    assert printed.out == "2026-03\t*\t1\t8\t0.125\n2026-03\tsouth\t1\t1\t1.0\n2026-03\tnorth\t0\t7\t0.0\n"
    assert printed.err == "snapshot 000001, data as of 2026-10-31\n"
    assert main(["ask", "skip_level_batches", *asked]) == 0
    assert "not computable: petitions.reception_level is empty" in capsys.readouterr().err


def test_the_data_folder_comes_from_the_environment_where_none_is_named(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAROMETER_DATA", str(data))
    assert main(["ask", "registered", "--from", "2026-03", "--to", "2026-03"]) == 0
    assert capsys.readouterr().out == "2026-03\t*\t8\t\t8\n"


def test_the_command_line_asks_the_function_the_pages_ask(data: Path, told: Any) -> None:
    session = open_session(Scope(), current_snapshot(data))
    frame = ask(session, "repeat_share", monthly(parse_month("2026-01"), parse_month("2026-04")), ["south"])
    shares = [(row.period, row.unit, None if row.value != row.value else row.value) for row in frame.itertuples()]
    assert values(told("repeat_share", "--from", "2026-01", "--to", "2026-04", "--unit", "south")) == shares


def test_python_m_barometer_runs_as_a_process_from_any_folder(data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "barometer", "ask", "registered", "--from", "2026-03", "--to", "2026-03", "--json"]
    environment = {"PYTHONPATH": str(HOUSE), "BAROMETER_DATA": str(data)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["rows"][0]["value"] == 8


# --- publish, sample, intake ---------------------------------------------------------------------------------------


def test_a_sample_can_be_made_and_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = ["sample", "--units", "20", "--rows", "400", "--seed", "7", "--out", str(tmp_path / "made")]
    assert main(made) == 0
    assert "400 petitions of 20 units" in capsys.readouterr().err
    assert main(["publish", "--from", str(tmp_path / "made"), "--data", str(tmp_path / "data")]) == 0
    assert "Published snapshot 000001, data as of 2026-10-31" in capsys.readouterr().err
    assert current_snapshot(tmp_path / "data").is_sample


MAPPING = """
system = "登记台账"
data_as_of = { latest = "day" }
[units]
root = { unit_id = "root", unit_name = "全局" }
valid_from = 2020-01-01
[[units.levels]]
from = "unit"
prefix = "u-"
is_reporting = true
[tables.petitions]
petition_id = { from = "id", prefix = "p" }
registered_on = { from = "day" }
unit_id = { from = "unit", is_unit = true }
"""


def test_a_file_is_taken_in_published_and_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "list.csv").write_text(
        "id,day,unit\n1,2026-03-02,甲\n2,2026-03-03,甲\n2,2026-03-04,乙\n", encoding="utf-8"
    )
    taken = [
        "intake",
        "--mapping",
        str(tmp_path / "mapping.toml"),
        str(tmp_path / "list.csv"),
        "--out",
        str(tmp_path / "d"),
    ]
    assert main(taken) == 0
    printed = capsys.readouterr().err
    assert "petitions: 2 accepted, 1 quarantined" in printed
    assert "quarantine.csv" in printed
    assert main(["publish", "--from", str(tmp_path / "d"), "--data", str(tmp_path / "data")]) == 0
    assert main(["ask", "registered", "--from", "2026-03", "--to", "2026-03", "--data", str(tmp_path / "data")]) == 0
    assert capsys.readouterr().out == "2026-03\t*\t2\t\t2\n"


# --- bad input -----------------------------------------------------------------------------------------------------


@pytest.fixture
def bad(tmp_path: Path) -> dict[str, str]:
    """Return the paths that bad input below is made of."""
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept.txt").touch()
    (tmp_path / "broken.toml").write_text("[tables", encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "list.csv").write_text("id,day,unit\n1,2026-03-02,甲\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("id,date,unit\n1,2026-03-02,甲\n", encoding="utf-8")
    (tmp_path / "page.parquet").write_text("<!DOCTYPE html>", encoding="utf-8")
    write_delivery(tmp_path / "sound", TREE, PETITIONS)
    broken = write_delivery(tmp_path / "broken", TREE, PETITIONS)
    write_table(broken, "petitions", [letter("2026-03-02", petition_id="p1", unit_id="nowhere")])
    return {"tmp": str(tmp_path)}


RANGE = "--from 2026-01 --to 2026-03"


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (f"ask regstered {RANGE} --data {{data}}", "regstered"),
        (f"ask registered {RANGE} --unit nowhere --data {{data}}", "nowhere"),
        ("ask registered --from 2026-13 --to 2026-03 --data {data}", "2026-13"),
        ("ask registered --from 2026-03 --to March --data {data}", "March"),
        ("ask registered --from 2026-03 --to 2026-01 --data {data}", "2026-03 to 2026-01"),
        (f"ask registered {RANGE} --data {{tmp}}/empty", "Nothing has been published"),
        (f"ask registered {RANGE} --data {{tmp}}/nowhere", "Nothing has been published"),
        (f"ask registered {RANGE} --data {{tmp}}/file", "Nothing has been published"),
        ("publish --from {tmp}/nowhere --data {tmp}/data", "nowhere"),
        ("publish --from {tmp}/file --data {tmp}/data", "file"),
        ("publish --from {tmp}/empty --data {tmp}/data", "petitions/"),
        ("publish --from {tmp}/broken --data {tmp}/data", "petitions/part-0.parquet"),
        ("publish --from {tmp}/sound --data {tmp}/file", "file"),
        ("sample --units 3 --rows 400 --out {tmp}/new", "at least 20 units"),
        ("sample --units 20 --rows -5 --out {tmp}/new", "300 rows"),
        ("sample --units 20 --rows 400 --out {tmp}/file", "file"),
        ("intake --mapping {tmp}/nowhere.toml {tmp}/list.csv --out {tmp}/new", "nowhere.toml"),
        ("intake --mapping {tmp}/broken.toml {tmp}/list.csv --out {tmp}/new", "broken.toml"),
        ("intake --mapping {tmp}/mapping.toml {tmp}/nowhere.csv --out {tmp}/new", "nowhere.csv"),
        ("intake --mapping {tmp}/mapping.toml {tmp}/empty --out {tmp}/new", "empty"),
        ("intake --mapping {tmp}/mapping.toml {tmp}/file --out {tmp}/new", "file"),
        ("intake --mapping {tmp}/mapping.toml {tmp}/page.parquet --out {tmp}/new", "page.parquet"),
        ("intake --mapping {tmp}/mapping.toml {tmp}/other.csv --out {tmp}/new", "day"),
        ("intake --mapping {tmp}/mapping.toml {tmp}/list.csv --out {tmp}/full", "full"),
        ("intake --mapping {tmp}/mapping.toml {tmp}/list.csv --out {tmp}/file", "file"),
    ],
)
def test_bad_input_ends_with_one_and_a_clear_word(
    data: Path, bad: dict[str, str], capsys: pytest.CaptureFixture[str], command: str, named: str
) -> None:
    assert main(command.format(data=data, **bad).split()) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert named in printed.err
    assert "remedy: " in printed.err
    assert "Traceback" not in printed.err


def test_an_unknown_role_ends_with_one_and_the_roles_there_are(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAROMETER_ROLE", "root")
    assert main(["ask", "registered", *RANGE.split(), "--data", str(data)]) == 1
    assert "leader" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    ["", "asks", "ask", "ask registered --from 2026-01", "publish", "intake x.csv", "sample",
     "sample --out x --rows many",
     "ask registered --from 2026-01 --to 2026-02 --by week", "ask registered --from 2026-01 --to 2026-02 --unit"],
)  # fmt: skip
def test_a_command_that_cannot_be_read_shows_its_usage(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(command.split())
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m barometer")


def test_a_broken_delivery_is_told_by_every_fault_and_publishes_nothing(
    bad: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "--from", f"{bad['tmp']}/broken", "--data", f"{bad['tmp']}/data"]) == 1
    printed = capsys.readouterr().err
    assert "SHA-256" in printed
    assert "unit_id" in printed
    assert not (Path(bad["tmp"]) / "data").exists()


# --- New York ------------------------------------------------------------------------------------------------------


@pytest.mark.shared
def test_new_york_is_taken_in_with_every_row_accounted_for(new_york_delivery: Path) -> None:
    told = (new_york_delivery.parent / "told.txt").read_text(encoding="utf-8")
    assert "petitions: 341,194 accepted, 105 quarantined" in told
    assert read_manifest(new_york_delivery).intake["petitions"] == {
        "rows_in": 341_299,
        "accepted": 341_194,
        "quarantined": 105,
    }
    with (new_york_delivery / "quarantine.csv").open(encoding="utf-8", newline="") as lines:
        reasons = [row["reason"] for row in csv.DictReader(lines)]
    assert len(reasons) == 105
    assert set(reasons) == {"An earlier row has the same key."}


@pytest.mark.shared
def test_new_york_is_asked_like_any_other_data(new_york_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = ["--from", "2015-01", "--to", "2025-12", "--by", "year", "--data", str(new_york_data), "--json"]
    assert main(["ask", "registered", *whole]) == 0
    answer = json.loads(capsys.readouterr().out)
    told = [row["value"] for row in answer["rows"]]
    assert len(told) == 11
    assert told[-1] is None  # the data ends within 2025
    assert sum(told[:-1]) > 300_000
    assert main(["ask", "collective_batches", *whole]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["not_computable"] == ["petitions.channel is empty", "petitions.persons is empty"]
    assert main(["ask", "repeat_share", *whole]) == 0
    shares = [row["value"] for row in json.loads(capsys.readouterr().out)["rows"]]
    assert shares[:2] == [None, None]
    assert all(0 < share < 1 for share in shares[2:-1])


@pytest.mark.shared
def test_seven_of_fifty_one_reporting_units_delivered_in_2024(new_york_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(new_york_data))
    year = {year: run_of(parse_month(f"{year}-01"), parse_month(f"{year}-12")) for year in (2023, 2024)}
    told = reporting(audience, year[2024], ())
    assert (told.reported, told.expected) == (7, 51)
    before, after = reporting_over(audience, (year[2023], year[2024]), ())
    assert (before.reported, after.reported) == (48, 7)


def test_units_reporting_are_counted_among_those_chosen_and_below(data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(data))
    march = run_of(parse_month("2026-03"), parse_month("2026-03"))
    assert day("2026-03-01") == march.first_month
    assert [(told.reported, told.expected) for told in (
        reporting(audience, march, ()), reporting(audience, march, ("north",)), reporting(audience, march, ("south",)),
    )] == [(2, 3), (1, 2), (1, 1)]  # fmt: skip
