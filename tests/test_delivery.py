"""What a delivery is refused for: each fault is made in a real folder and seen by its place and remedy."""

import dataclasses
import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from barometer.contract import arrow_schema, tables
from barometer.delivery import Manifest, check_delivery, describe_files, read_manifest, write_manifest
from barometer.faults import BrokenContract, Fault, UnreadableFile

DAY = dt.date(2026, 10, 31)
UNITS = [
    {"unit_id": "all", "unit_name": "集团（本部）", "is_reporting": False, "valid_from": dt.date(2020, 1, 1)},
    {
        "unit_id": "north", "unit_name": "北区", "parent_id": "all", "unit_type": "branch",
        "is_reporting": True, "valid_from": dt.date(2020, 1, 1),
    },
]  # fmt: skip
PETITIONS = [
    {
        "petition_id": "p1",
        "registered_on": dt.date(2026, 1, 5),
        "unit_id": "north",
        "channel": "visit",
        "persons": 7,
    },
    {"petition_id": "p2", "registered_on": dt.date(2026, 3, 9), "unit_id": "north", "channel": "letter"},
    {"petition_id": "p3", "registered_on": DAY, "unit_id": "all"},
]
TENDER = {"tender_id": "t1", "unit_id": "north", "area": "goods"}


def write_table(folder: Path, name: str, rows: list[dict[str, Any]]) -> Path:
    (folder / name).mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist(rows, arrow_schema(tables()[name]))
    pq.write_table(table, folder / name / f"{name}.parquet")
    return folder / name / f"{name}.parquet"


def with_petition(**changes: object) -> list[dict[str, Any]]:
    """Return the petitions with the second one changed."""
    return [PETITIONS[0], PETITIONS[1] | changes, PETITIONS[2]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_table(tmp_path, "units", UNITS)
    write_table(tmp_path, "petitions", PETITIONS)
    return tmp_path


def manifest_of(folder: Path) -> Manifest:
    return Manifest(DAY, (dt.date(2026, 1, 1), DAY), system="test", files=describe_files(folder))


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def test_a_small_hand_made_delivery_without_a_manifest_is_sound(folder: Path) -> None:
    assert check_delivery(folder) == []
    assert read_manifest(folder) == Manifest(data_as_of=DAY)


def test_a_manifest_is_read_as_it_was_written(folder: Path) -> None:
    written = dataclasses.replace(
        manifest_of(folder),
        matter_derived=True,
        intake={"petitions": {"rows_in": 4, "accepted": 3, "quarantined": 1}},
        notes=("一行说明",),
    )
    write_manifest(folder, written)
    assert read_manifest(folder) == written
    assert check_delivery(folder) == []
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["period"] == [
        "2026-01-01",
        "2026-10-31",
    ]


def test_a_folder_that_does_not_exist_is_one_fault(tmp_path: Path) -> None:
    fault = only(check_delivery(tmp_path / "nowhere"))
    assert (fault.problem, fault.file) == ("The delivery's folder does not exist.", "nowhere")


def test_each_required_table_that_is_missing_is_named(tmp_path: Path) -> None:
    assert [fault.file for fault in check_delivery(tmp_path)] == ["petitions/", "units/"]


def test_a_folder_outside_the_contract_is_refused(folder: Path) -> None:
    (folder / "Persons").mkdir()
    assert only(check_delivery(folder)).file == "Persons/"


def test_a_required_table_without_rows_is_refused(folder: Path) -> None:
    write_table(folder, "petitions", [])
    write_manifest(folder, manifest_of(folder))
    assert only(check_delivery(folder)).problem == "A required table holds no row."


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"<!DOCTYPE html><p>please sign in</p>", "an HTML or XML page"),
        (b"petition_id,registered_on\n1,2\n", "another kind of file"),
        (None, "a file that ends too early (truncated)"),
    ],
    ids=["empty", "a web page", "a text file", "truncated"],
)
def test_a_file_that_is_not_parquet_is_named_for_what_it_is(folder: Path, content: bytes | None, found: str) -> None:
    path = folder / "petitions" / "petitions.parquet"
    path.write_bytes(path.read_bytes()[:-40] if content is None else content)
    fault = only(check_delivery(folder))
    assert isinstance(fault, UnreadableFile)
    assert (fault.file, fault.found) == ("petitions/petitions.parquet", found)
    assert "Export the file again" in fault.remedy


def test_a_file_with_a_broken_inside_is_refused_without_quoting_it(folder: Path) -> None:
    path = folder / "petitions" / "petitions.parquet"
    content = bytearray(path.read_bytes())
    content[4:400] = b"\xff" * 396
    path.write_bytes(content)
    assert only(check_delivery(folder)).problem.startswith("The file is damaged")


def test_a_file_that_is_not_parquet_by_name_is_refused(folder: Path) -> None:
    (folder / "petitions" / "names.csv").write_text("x", encoding="utf-8")
    assert only(check_delivery(folder)).file == "petitions/names.csv"


def test_a_file_changed_after_the_manifest_differs_in_hash_and_rows(folder: Path) -> None:
    write_manifest(folder, manifest_of(folder))
    write_table(folder, "petitions", PETITIONS[:2])
    hash_fault, rows_fault = check_delivery(folder)
    assert hash_fault.expected.startswith("SHA-256 ")
    assert (rows_fault.expected, rows_fault.found) == ("3 rows", "2 rows")
    assert hash_fault.file == rows_fault.file == "petitions/petitions.parquet"


def test_files_missing_from_disk_or_manifest_are_both_named(folder: Path) -> None:
    manifest = manifest_of(folder)
    renamed = [dataclasses.replace(f, name=f.name.replace("units.parquet", "u.parquet")) for f in manifest.files]
    write_manifest(folder, dataclasses.replace(manifest, files=tuple(renamed)))
    assert [(f.problem, f.file) for f in check_delivery(folder)] == [
        ("A file of the manifest is missing.", "units/u.parquet"),
        ("A file is not in the manifest.", "units/units.parquet"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"period": ["2026-01-01", "2026-10-31"]}',
        '{"data_as_of": "soon"}',
        '{"data_as_of": "2026-10-31", "files": [{}]}',
    ],
)
def test_a_manifest_that_cannot_be_read_is_a_fault(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    assert only(check_delivery(folder)).file == "manifest.json"


def test_columns_missing_extra_recased_and_retyped_are_all_reported(folder: Path) -> None:
    path = folder / "petitions" / "petitions.parquet"
    table = pq.read_table(path).drop_columns(["rating", "persons"])
    table = table.rename_columns([name.upper() if name == "channel" else name for name in table.column_names])
    table = table.append_column("persons", pa.array(["7", None, None]))
    table = table.append_column("petitioner_name", pa.array(["甲", "乙", "丙"]))
    table = table.append_column("13800000000", pa.array([1, 2, 3]))
    pq.write_table(table, path)
    faults = {fault.column: fault for fault in check_delivery(folder)}
    assert set(faults) == {"rating", "channel", "persons", "petitioner_name", "column 26 of the file"}
    assert (faults["rating"].expected, faults["rating"].found) == ("text", "no such column")
    assert (faults["channel"].expected, faults["channel"].found) == ("channel", "CHANNEL")
    assert (faults["persons"].expected, faults["persons"].found) == ("integer", "VARCHAR")
    assert all(fault.file == "petitions/petitions.parquet" and fault.remedy for fault in faults.values())


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("persons", pa.array([7, None, 2], pa.int64())),
        ("persons", pa.array([7, None, 2], pa.uint8())),
        ("limit_on", pa.nulls(3)),
        ("category", pa.array(["wages", None, "wages"]).dictionary_encode()),
    ],
    ids=["wide integer", "narrow integer", "null throughout", "dictionary"],
)
def test_types_that_hold_the_same_values_are_accepted(folder: Path, column: str, values: pa.Array) -> None:
    path = folder / "petitions" / "petitions.parquet"
    table = pq.read_table(path)
    pq.write_table(table.set_column(table.column_names.index(column), column, values), path)
    assert check_delivery(folder) == []


@pytest.mark.parametrize("kind", [pa.timestamp("ns", "UTC"), pa.timestamp("s"), pa.timestamp("us")], ids=str)
def test_timestamps_with_and_without_zone_are_accepted(folder: Path, kind: pa.DataType) -> None:
    path = write_table(folder, "tenders", [TENDER | {"notice_at": dt.datetime(2026, 5, 4, 9)}])
    table = pq.read_table(path)
    column = table["notice_at"].cast(kind)
    pq.write_table(table.set_column(table.column_names.index("notice_at"), "notice_at", column), path)
    assert check_delivery(folder) == []


@pytest.mark.parametrize("kind", [pa.int64(), pa.int32(), pa.decimal128(12, 4)], ids=str)
def test_money_may_be_whole_or_of_another_decimal_but_not_a_double(folder: Path, kind: pa.DataType) -> None:
    path = write_table(folder, "tenders", [TENDER])
    table = pq.read_table(path)
    place = table.column_names.index("budget")
    pq.write_table(table.set_column(place, "budget", pa.array([1200], kind)), path)
    assert check_delivery(folder) == []
    pq.write_table(table.set_column(place, "budget", pa.array([1200.0])), path)
    assert only(check_delivery(folder)).expected == "decimal(18,2)"


@pytest.mark.parametrize(
    ("changes", "column", "expected"),
    [
        ({"unit_id": None}, "unit_id", "never null"),
        (
            {"petition_id": "李四 1"},
            "petition_id",
            "letters, digits, dot, underscore, hyphen; 1 to 64 of them",
        ),
        (
            {"petition_id": "p" * 65},
            "petition_id",
            "letters, digits, dot, underscore, hyphen; 1 to 64 of them",
        ),
        ({"channel": "fax"}, "channel", "a code of list channel"),
        ({"channel": "goods"}, "channel", "a code of list channel"),
        ({"unit_id": "south"}, "unit_id", "a key of units"),
        ({"about_unit_id": "south"}, "about_unit_id", "a key of units"),
        ({"persons": 0}, "persons", "1 or more"),
        ({"registered_on": dt.date(2019, 12, 31)}, "registered_on", "valid_from of the unit or later"),
        ({"answered_on": dt.date(2026, 3, 8)}, "answered_on", "registered_on or later"),
        ({"closed_on": dt.date(2026, 3, 8)}, "closed_on", "registered_on or later"),
        ({"rated_on": dt.date(2026, 11, 2)}, "rated_on", "2026-11-01 or before"),
        ({"petition_id": "p1"}, "petition_id", "each key once"),
    ],
    ids=lambda value: "".join(value) if isinstance(value, dict) else None,
)
def test_a_broken_petition_is_counted_by_column_and_never_shown(
    folder: Path, changes: dict[str, Any], column: str, expected: str
) -> None:
    write_table(folder, "petitions", with_petition())
    write_manifest(folder, Manifest(DAY))
    path = folder / "petitions" / "petitions.parquet"
    rows = with_petition(**changes)
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(tables()["petitions"])])
    pq.write_table(pa.Table.from_pylist(rows, schema), path)
    write_manifest(folder, manifest_of(folder))
    fault = only(check_delivery(folder))
    assert (fault.file, fault.column, fault.expected) == ("petitions/petitions.parquet", column, expected)
    assert fault.found == "1 of 3 rows"
    assert fault.remedy
    for value in changes.values():
        assert value is None or isinstance(value, int) or str(value) not in str(fault)


@pytest.mark.parametrize(
    "changes",
    [
        {"limit_on": dt.date(2027, 1, 1), "extended_to": dt.date(2027, 2, 1)},
        {"answered_on": dt.date(2026, 3, 9), "closed_on": dt.date(2026, 3, 9)},
        {"rated_on": dt.date(2026, 11, 1)},
        {"registered_on": dt.date(2020, 1, 1)},
        {"persons": 1},
    ],
    ids=[
        "a limit ahead",
        "answered on its first day",
        "a day after the delivery",
        "the unit's first day",
        "one person",
    ],
)
def test_what_lies_just_inside_a_rule_is_accepted(folder: Path, changes: dict[str, Any]) -> None:
    write_table(folder, "petitions", with_petition(**changes))
    write_manifest(folder, manifest_of(folder))
    assert check_delivery(folder) == []


def test_all_faults_of_a_delivery_are_reported_at_once(folder: Path) -> None:
    write_table(folder, "petitions", with_petition(channel="fax", persons=-1, unit_id="south"))
    write_table(folder, "units", [UNITS[0], UNITS[1] | {"unit_name": "<b>", "unit_type": "moon"}])
    assert {(f.file.split("/")[0], f.column) for f in check_delivery(folder)} == {
        ("petitions", "channel"),
        ("petitions", "persons"),
        ("petitions", "unit_id"),
        ("units", "unit_name"),
        ("units", "unit_type"),
    }


def test_the_delivery_may_bring_codes_of_its_own(folder: Path) -> None:
    write_table(folder, "petitions", with_petition(category="heating"))
    assert only(check_delivery(folder)).column == "category"
    write_table(folder, "codes", [{"list": "category", "code": "heating", "label_zh": "供暖"}])
    assert check_delivery(folder) == []


def test_every_code_of_a_multi_label_column_is_looked_up(folder: Path) -> None:
    report = {"report_id": "r1", "received_on": DAY, "unit_id": "north", "class": "accusation"}
    write_table(folder, "reports", [report | {"behaviours": ["work", "integrity"]}, report | {"report_id": "r2"}])
    assert check_delivery(folder) == []
    write_table(folder, "reports", [report | {"behaviours": ["work", "gossip"]}])
    assert only(check_delivery(folder)).column == "behaviours"


@pytest.mark.parametrize(
    "name", ["a<b", "a]b", "a(b)", "a`b", "a$b", "a\\b", "a\nb", "a\u202eb", "a\u2067b"], ids=ascii
)
def test_names_refuse_characters_that_open_markup_or_turn_text_around(folder: Path, name: str) -> None:
    write_table(folder, "units", [UNITS[0], UNITS[1] | {"unit_name": name}])
    assert only(check_delivery(folder)).column == "unit_name"
    write_table(folder, "units", UNITS)
    write_table(folder, "codes", [{"list": "category", "code": "x", "label_zh": "好", "label_en": name}])
    assert only(check_delivery(folder)).column == "label_en"


def test_a_cycle_of_units_is_found_also_through_rows_of_different_days(folder: Path) -> None:
    moved = [
        UNITS[0] | {"valid_to": dt.date(2024, 12, 31)},
        UNITS[0] | {"parent_id": "north", "valid_from": dt.date(2025, 1, 1)},
        UNITS[1],
    ]
    write_table(folder, "units", moved)
    fault = only(check_delivery(folder))
    assert (fault.problem, fault.column, fault.found) == (
        "Units stand above themselves.",
        "parent_id",
        "2 units",
    )


@pytest.mark.parametrize(
    ("valid_to", "faults"),
    [(dt.date(2024, 12, 31), 0), (dt.date(2025, 1, 1), 1), (None, 1)],
    ids=["ends the day before", "ends the same day", "never ends"],
)
def test_rows_of_a_unit_may_follow_but_not_overlap(folder: Path, valid_to: dt.date | None, faults: int) -> None:
    later = UNITS[1] | {"valid_from": dt.date(2025, 1, 1)}
    write_table(folder, "units", [UNITS[0], UNITS[1] | {"valid_to": valid_to}, later])
    found = check_delivery(folder)
    assert len(found) == faults
    assert all(fault.problem == "Rows of a unit overlap in time." for fault in found)


def test_children_without_their_parent_are_counted(folder: Path) -> None:
    write_table(folder, "tenders", [TENDER])
    write_table(folder, "bids", [{"bid_id": "b1", "tender_id": "t1"}, {"bid_id": "b2", "tender_id": "t9"}])
    fault = only(check_delivery(folder))
    assert (fault.file, fault.column, fault.found) == ("bids/bids.parquet", "tender_id", "1 of 2 rows")


def test_a_hash_is_64_hexadecimal_characters(folder: Path) -> None:
    write_table(folder, "tenders", [TENDER])
    bid = {"bid_id": "b1", "tender_id": "t1", "device_hash": "a" * 64}
    write_table(folder, "bids", [bid])
    assert check_delivery(folder) == []
    write_table(folder, "bids", [bid | {"device_hash": "g" * 64}])
    assert only(check_delivery(folder)).column == "device_hash"


def test_a_key_repeated_across_the_files_of_a_table_is_found(folder: Path) -> None:
    table = pq.read_table(folder / "petitions" / "petitions.parquet")
    pq.write_table(table.slice(0, 1), folder / "petitions" / "more.parquet")
    fault = only(check_delivery(folder))
    assert (fault.file, fault.found) == ("petitions/", "1 of 4 rows")


def test_without_manifest_and_petitions_nothing_dates_the_delivery(folder: Path) -> None:
    write_table(folder, "petitions", [])
    with pytest.raises(BrokenContract, match="date the delivery"):
        read_manifest(folder)


@pytest.mark.slow
def test_a_million_petitions_are_checked_in_three_seconds(folder: Path) -> None:
    columns = ", ".join(f'null as "{name}"' for name in list(tables()["petitions"].columns)[4:])
    made = duckdb.sql(
        "select 'p' || i as petition_id, 'm' || (i // 2) as matter_id, 'v' || i as visit_id, "
        f"date '2021-01-01' + (i % 1500)::integer as registered_on, {columns} from range(1000000) as r (i)"
    )
    assert made is not None
    rows = made.to_arrow_table()
    rows = rows.set_column(4, "unit_id", pa.array(["north"] * rows.num_rows))
    schema = arrow_schema(tables()["petitions"])
    pq.write_table(rows.cast(schema), folder / "petitions" / "petitions.parquet")
    write_manifest(folder, manifest_of(folder))
    begun = time.perf_counter()
    assert check_delivery(folder) == []
    assert time.perf_counter() - begun < 3
