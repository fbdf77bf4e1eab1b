"""python -m barometer read: what is printed, and a clear word for every bad file and option."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from barometer.__main__ import main
from barometer.reading_commands import KINDS, table_of

SERIES = "idx,observed\n" + "".join(f"{place},{20 + place % 3}\n" for place in range(1, 64)) + "64,90\n"
TRIANGLE = "month,0,1,2\n2026-01,4,2,2\n2026-02,6,3,3\n2026-03,10,5,NA\n2026-04,8,,\n"


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Return a function that writes text or bytes as a CSV file and gives its path back."""

    def write(content: str | bytes) -> str:
        path = tmp_path / "series.csv"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return str(path)

    return write


def test_a_series_is_read_with_the_names_of_the_reference(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--option", "freq=12", "b=5", "--option", "range=63:64", "--json"]
    assert main(["read", "farrington", written(SERIES), *arguments]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [list(row) for row in told["rows"]] == [["idx", "expected", "upperbound", "alarm"]] * 2
    assert [(row["idx"], row["alarm"]) for row in told["rows"]] == [(63, False), (64, True)]
    assert told["not_read"] == []


def test_a_triangle_is_read_to_completeness_and_estimate(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "lag", written(TRIANGLE), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["month"] for row in rows] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert [row["completeness"] for row in rows] == pytest.approx([1, 1, 0.75, 0.5])
    assert [row["estimate"] for row in rows] == pytest.approx([8, 12, 20, 16])
    assert rows[0]["upper"] is None and rows[0]["state"] == "final"


def test_without_json_every_row_is_a_line(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "farrington", written(SERIES)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "idx\texpected\tupperbound\talarm" and len(lines) == 1 + 3 + 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no rows"),
        ("idx,observed\n", "holds no rows"),
        ("idx,counted\n1,2\n", "column: observed"),
        ("idx,idx\n1,2\n", "column: idx"),
        (SERIES.replace("\n7,", "\n7,many"), "in line 8"),
        (SERIES.replace("\n7,21", "\n7,-1"), "-1 in line 8"),
        (SERIES.replace("\n7,21", "\n7,1e400"), "in line 8"),
        (SERIES.replace("\n7,21", "\n7,1e16"), "in line 8"),
        (SERIES.replace("\n7,", "\n6,"), "rising by one"),
        (SERIES.replace("\n7,", "\n7,1,"), "3 values in line 8"),
        ("idx,observed\n1,2\n", "too short"),
        (b"idx,observed\n\xff\xff,1\n", "UTF-8 or GB18030"),
        ('idx,observed\n1,"2\n', "read as CSV"),
    ],
    ids=[
        "empty",
        "header alone",
        "other column",
        "column twice",
        "no number",
        "negative",
        "infinite",
        "too large",
        "place twice",
        "ragged",
        "short",
        "not text",
        "open quote",
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_what_to_do(
    written: Any, capsys: pytest.CaptureFixture[str], content: str | bytes, said: str
) -> None:
    assert main(["read", "farrington", written(content), "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and "series.csv" in printed.err and said in printed.err and "remedy: " in printed.err


@pytest.mark.parametrize(
    "option", ["frequency=12", "b", "=5", "b=two", "cumulative=true"], ids=lambda option: str(option)
)
def test_an_option_that_cannot_be_read_is_named(written: Any, capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert main(["read", "farrington", written(SERIES), "--option", option]) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and "expected: " in printed.err and option.partition("=")[0] in printed.err


def test_an_option_given_twice_is_refused(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "farrington", written(SERIES), "--option", "b=5", "b=4"]) == 1
    assert "once" in capsys.readouterr().err


def test_a_file_that_does_not_exist_is_a_fault_not_a_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "lag", str(tmp_path / "none.csv")]) == 1
    assert "none.csv" in capsys.readouterr().err


def test_a_table_keeps_its_lines_numbers_and_texts(written: Any) -> None:
    path = Path(written("\ufeffx,y,group\n2024-01,1,甲\n\n2024-02,NA,乙\n2024-03,2.5,\n"))
    frame = table_of(path)
    assert frame.index.tolist() == [2, 4, 5]
    assert frame["x"].tolist() == ["2024-01", "2024-02", "2024-03"]
    assert frame["y"].iloc[0] == 1 and pd.isna(frame["y"].iloc[1]) and frame["y"].dtype.kind == "f"
    assert frame["group"].tolist()[:2] == ["甲", "乙"] and pd.isna(frame["group"].iloc[2])
    path.write_bytes("x,单位\n1,甲\n".encode("gb18030"))
    assert table_of(path)["单位"].tolist() == ["甲"]


def test_every_kind_of_the_issue_can_be_asked_for() -> None:
    assert set(KINDS) == {"xmr", "farrington", "funnel", "trend", "ratio", "lag"}
