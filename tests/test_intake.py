"""Intake: a source becomes a sound delivery; every row is accepted or put aside with its reason."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from barometer.contract import HOUSE
from barometer.delivery import check_delivery, read_manifest
from barometer.faults import BrokenContract, UnreadableFile
from barometer.intake import intake
from barometer.source_labels import codes_of, shown

NY_MAPPING = HOUSE / "data" / "mappings" / "ny_council.toml"
NY_SOURCE = HOUSE.parent / "shared" / "data" / "real" / "ny_council_complaints.parquet"

MAPPING = """
system = "登记台账"
data_as_of = { latest = "登记日期" }
[units]
root = { unit_id = "root", unit_name = "全局" }
valid_from = 2020-01-01
[[units.levels]]
from = "片区"
prefix = "area-"
is_reporting = false
[[units.levels]]
from = "单位"
prefix = "unit-"
is_reporting = true
[tables.petitions]
petition_id = { from = "编号", prefix = "p" }
matter_id = { hash = ["单位", "事由"], prefix = "m" }
registered_on = { from = "登记日期" }
unit_id = { from = "单位", is_unit = true }
channel = { from = "渠道", values = { "来信" = "letter", "来访" = "visit" } }
category = { from = "类别", code_list = "category", placeholders = ["请选择"] }
persons = { from = "人数" }
closed_on = { from = "办结日期", day_format = "%Y/%m/%d" }
status = { from = "办结日期", filled = "closed" }
"""
HEADER = "编号,单位,片区,登记日期,渠道,类别,人数,办结日期,事由"
ROWS = [
    "1,甲厂,东,2026-01-05,来信,工资,,2026/02/01,欠薪",
    "2,甲厂,东,2026-01-06,来访,工资,6,,欠薪",
    "3,甲厂,西,2026-01-07,来访,请选择,1,,",
    "4,乙厂,西,2026-03-01,,供暖(冬),,,漏水",
]


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def source_of(tmp_path: Path, rows: list[str], encoding: str = "utf-8") -> Path:
    path = tmp_path / "source.csv"
    path.write_bytes("\n".join([HEADER, *rows]).encode(encoding))
    return path


def rows_of(out: Path, table: str, columns: str) -> list[tuple[Any, ...]]:
    return duckdb.read_parquet(str(out / table / "*.parquet")).select(columns).fetchall()


def quarantine_of(out: Path) -> list[tuple[str, ...]]:
    with (out / "quarantine.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030")]
)
def test_a_csv_in_either_encoding_becomes_a_sound_delivery(
    tmp_path: Path, mapping: Path, encoding: str, named: str
) -> None:
    manifest = intake(mapping, source_of(tmp_path, ROWS, encoding), tmp_path / "out")
    assert check_delivery(tmp_path / "out") == []
    assert read_manifest(tmp_path / "out") == manifest
    assert manifest.period == (dt.date(2026, 1, 5), dt.date(2026, 3, 1))
    assert {file.encoding for file in manifest.files} == {named}
    assert rows_of(tmp_path / "out", "petitions", "petition_id, channel, persons, closed_on, status") == [
        ("p1", "letter", None, dt.date(2026, 2, 1), "closed"),
        ("p2", "visit", 6, None, None),
        ("p3", "visit", 1, None, None),
        ("p4", None, None, None, None),
    ]


def test_a_parquet_source_gives_the_same_rows_as_the_csv(tmp_path: Path, mapping: Path) -> None:
    source = source_of(tmp_path, ROWS)
    columns = list(zip(*csv.reader(ROWS), strict=True))
    pq.write_table(pa.table([pa.array(c) for c in columns], HEADER.split(",")), tmp_path / "source.parquet")
    intake(mapping, source, tmp_path / "one")
    intake(mapping, tmp_path / "source.parquet", tmp_path / "two")
    assert rows_of(tmp_path / "one", "petitions", "*") == rows_of(tmp_path / "two", "petitions", "*")


def test_a_unit_hangs_under_the_value_its_rows_hold_most_often(tmp_path: Path, mapping: Path) -> None:
    intake(mapping, source_of(tmp_path, ROWS), tmp_path / "out")
    units = rows_of(tmp_path / "out", "units", "unit_id, unit_name, parent_id, is_reporting")
    names = {unit_id: name for unit_id, name, _, _ in units}
    assert {(name, names.get(parent), reports) for _, name, parent, reports in units} == {
        ("全局", None, False),
        ("东", "全局", False),
        ("西", "全局", False),
        ("甲厂", "东", True),
        ("乙厂", "西", True),
    }


def test_registrations_of_one_matter_share_a_key_and_an_unknown_part_leaves_it_open(
    tmp_path: Path, mapping: Path
) -> None:
    intake(mapping, source_of(tmp_path, ROWS), tmp_path / "out")
    one, two, three, four = [key for (key,) in rows_of(tmp_path / "out", "petitions", "matter_id")]
    assert one == two
    assert three is None
    assert four not in (one, None)
    assert one.startswith("m")


def test_parts_of_a_matter_never_run_into_each_other(tmp_path: Path, mapping: Path) -> None:
    rows = ["1,甲厂,东,2026-01-05,,,,,欠薪", "2,甲厂欠,东,2026-01-05,,,,,薪"]
    intake(mapping, source_of(tmp_path, rows), tmp_path / "out")
    assert rows_of(tmp_path / "out", "petitions", "count(distinct matter_id)") == [(2,)]


def test_labels_become_a_list_of_their_own_and_placeholders_are_null(tmp_path: Path, mapping: Path) -> None:
    intake(mapping, source_of(tmp_path, ROWS), tmp_path / "out")
    labels = dict(rows_of(tmp_path / "out", "codes", "code, label_zh"))
    assert sorted(labels.values()) == ["供暖（冬）", "工资"]
    categories = [code for (code,) in rows_of(tmp_path / "out", "petitions", "category")]
    assert [labels.get(code) for code in categories] == ["工资", "工资", None, "供暖（冬）"]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("1,甲厂,东,2026-02-01,,,,,", "petition_id", "An earlier row has the same key."),
        (",甲厂,东,2026-02-01,,,,,", "petition_id", "A value is missing."),
        ("5 b,甲厂,东,2026-02-01,,,,,", "petition_id", "A value is not of the agreed form."),
        ("5,,东,2026-02-01,,,,,", "unit_id", "A value is missing."),
        (
            "5,甲厂,东,二月,,,,,",
            "registered_on",
            "The value cannot be read as the contract asks, or is not in its list.",
        ),
        (
            "5,甲厂,东,2026-02-01,传真,,,,",
            "channel",
            "The value cannot be read as the contract asks, or is not in its list.",
        ),
        ("5,甲厂,东,2026-02-01,,,0,,", "persons", "A number is too small."),
        ("5,甲厂,东,2026-02-01,,,,2026/01/31,", "closed_on", "A day lies before registered_on."),
        ("5,甲厂,东,2026-02-01,,,,2026/03/03,", "closed_on", "A day lies after the delivery's own day."),
    ],
    ids=[
        "repeated key",
        "no key",
        "odd key",
        "no unit",
        "no day",
        "unknown channel",
        "no person",
        "closed early",
        "future",
    ],
)
def test_a_row_that_cannot_count_is_put_aside_with_row_column_and_reason(
    tmp_path: Path, mapping: Path, row: str, column: str, reason: str
) -> None:
    out = tmp_path / "out"
    manifest = intake(mapping, source_of(tmp_path, [*ROWS[:3], row, ROWS[3]]), out)
    assert quarantine_of(out) == [("petitions", "4", column, reason)]
    assert manifest.intake["petitions"] == {"rows_in": 5, "accepted": 4, "quarantined": 1}
    assert check_delivery(out) == []


def test_a_closing_day_one_day_after_the_delivery_is_accepted(tmp_path: Path, mapping: Path) -> None:
    intake(mapping, source_of(tmp_path, [*ROWS, "5,甲厂,东,2026-02-01,,,,2026/03/02,"]), tmp_path / "out")
    assert quarantine_of(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("编号,单位", "编码,单位", "编号"),
        ("办结日期", "办结时间", "办结日期"),
    ],
)
def test_a_missing_source_column_is_named(tmp_path: Path, mapping: Path, old: str, new: str, column: str) -> None:
    source = source_of(tmp_path, ROWS)
    source.write_text(source.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenContract) as caught:
        intake(mapping, source, tmp_path / "out")
    assert (caught.value.file, caught.value.column) == ("source.csv", column)
    assert not (tmp_path / "out").exists()


def test_missing_files_are_named(tmp_path: Path, mapping: Path) -> None:
    with pytest.raises(UnreadableFile, match="source file does not exist"):
        intake(mapping, tmp_path / "none.parquet", tmp_path / "out")
    with pytest.raises(UnreadableFile, match="mapping cannot be read"):
        intake(tmp_path / "none.toml", tmp_path / "none.parquet", tmp_path / "out")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff\xff\xff", "The text cannot be decoded."),
        (b"", "The file cannot be read as CSV."),
        (b"a,b\n1,2\n3\n", "A row of the CSV is ragged."),
        (b'a,b\n"1,2\n', "The file cannot be read as CSV."),
    ],
    ids=["undecodable", "empty", "ragged", "open quote"],
)
def test_a_csv_that_cannot_be_read_whole_is_refused(
    tmp_path: Path, mapping: Path, content: bytes, problem: str
) -> None:
    (tmp_path / "source.csv").write_bytes(content)
    with pytest.raises(UnreadableFile, match=problem):
        intake(mapping, tmp_path / "source.csv", tmp_path / "out")


def test_a_folder_that_holds_something_is_never_written_to(tmp_path: Path, mapping: Path) -> None:
    source = source_of(tmp_path, ROWS)
    with pytest.raises(BrokenContract, match="not empty"):
        intake(mapping, source, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[tables.petitions]", "[tables.persons]", "a table it may not fill"),
        ('persons = { from = "人数" }', 'person_name = { from = "人数" }', "an unknown column"),
        ('registered_on = { from = "登记日期" }', "", "leaves out a needed column"),
        ('persons = { from = "人数" }', 'persons = { form = "人数" }', "holds one that is not known"),
        ('system = "登记台账"', "", "lacks an entry"),
        ('system = "登记台账"', "system = ", "cannot be read"),
    ],
)
def test_a_mapping_that_names_what_is_not_there_is_refused(
    tmp_path: Path, mapping: Path, old: str, new: str, problem: str
) -> None:
    mapping.write_text(MAPPING.replace(old, new), encoding="utf-8")
    with pytest.raises((BrokenContract, UnreadableFile), match=problem) as caught:
        intake(mapping, source_of(tmp_path, ROWS), tmp_path / "out")
    assert caught.value.file == "mapping.toml"
    assert caught.value.remedy


def test_distinct_labels_stay_distinct_and_codes_begin_with_a_letter() -> None:
    codes = codes_of(["Quality of Life", "QUALITY OF LIFE", "311 calls", "工资", "供暖", "Parks"])
    assert len(set(codes.values())) == 6
    assert codes["Parks"] == "parks"
    assert codes["311 calls"] == "x311-calls"
    assert all(code[0].isalpha() and code.isascii() for code in codes.values())


def test_the_code_of_a_chinese_label_does_not_hang_on_its_neighbours() -> None:
    assert codes_of(["甲厂"], "unit-")["甲厂"] == codes_of(["甲厂", "乙厂"], "unit-")["甲厂"]


def test_a_label_is_shown_without_characters_that_are_refused() -> None:
    assert shown("供暖(冬)<b>\u202e$5`") == "供暖（冬）〈b〉5"
    assert shown("$") == "-"


@pytest.mark.shared
@pytest.mark.skipif(not NY_SOURCE.exists(), reason="needs ../shared/data/real/ny_council_complaints.parquet")
def test_new_york_gives_341194_petitions_and_105_rows_put_aside(tmp_path: Path) -> None:
    manifest = intake(NY_MAPPING, NY_SOURCE, tmp_path)
    assert check_delivery(tmp_path) == []
    assert manifest.intake["petitions"] == {"rows_in": 341_299, "accepted": 341_194, "quarantined": 105}
    assert (manifest.data_as_of, manifest.matter_derived) == (dt.date(2025, 1, 9), True)
    reasons = Counter((table, column, reason) for table, _, column, reason in quarantine_of(tmp_path))
    assert reasons == {("petitions", "petition_id", "An earlier row has the same key."): 105}
    found = rows_of(
        tmp_path,
        "petitions",
        "count(distinct matter_id), count(distinct unit_id), count(distinct category), "
        "count(channel) + count(purpose) + count(persons) + count(limit_on) + count(answered_on)",
    )
    assert found == [(35_366, 51, 56, 0)]


@pytest.mark.shared
@pytest.mark.skipif(not NY_SOURCE.exists(), reason="needs ../shared/data/real/ny_council_complaints.parquet")
def test_new_york_has_51_reporting_districts_under_five_boroughs(tmp_path: Path) -> None:
    intake(NY_MAPPING, NY_SOURCE, tmp_path)
    units = rows_of(tmp_path, "units", "unit_name, parent_id, is_reporting")
    assert Counter(parent for _, parent, reports in units if reports) == {
        "borough-brooklyn": 16,
        "borough-queens": 14,
        "borough-manhattan": 10,
        "borough-bronx": 8,
        "borough-staten-island": 3,
    }
    assert sorted(name for name, parent, _ in units if parent == "nyc-council") == [
        "Bronx", "Brooklyn", "Manhattan", "Queens", "Staten Island",
    ]  # fmt: skip
