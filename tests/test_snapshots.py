"""Publishing: all or nothing, numbered, hashed, and never changed afterwards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deliveries import DATA_AS_OF, ONE_UNIT, TREE, day, figure, figures, write_delivery, write_table
from worked_examples import appeal, letter, visit

from barometer import publishing
from barometer.delivery import Manifest, describe_files, write_manifest
from barometer.faults import BrokenContract, Fault, NoSnapshot
from barometer.manifest import hash_of
from barometer.publishing import publish
from barometer.scope import Scope
from barometer.session import Session
from barometer.snapshots import Snapshot, current_snapshot

LETTERS = [letter("2026-03-02"), letter("2026-03-03"), letter("2026-03-04")]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_delivery(tmp_path / "delivery", ONE_UNIT, LETTERS)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    publish(write_delivery(folder / "delivery", ONE_UNIT, LETTERS), folder / "data")
    return folder / "data"


@pytest.fixture
def full(published_once: Path, data: Path) -> Path:
    """Return a data folder of its own that holds one snapshot of the three letters."""
    shutil.copytree(published_once, data)
    return data


def hashes(snapshot: Snapshot) -> dict[str, str]:
    return {p.relative_to(snapshot.folder).as_posix(): hash_of(p) for p in snapshot.folder.rglob("*") if p.is_file()}


def names(data: Path) -> set[str]:
    return {path.name for path in (data / "snapshots").iterdir()}


def registered(snapshot: Snapshot) -> object:
    return figure(Session(Scope(), snapshot), "registered", "2026-03")[0]


def test_a_published_delivery_is_current_and_answers(source: Path, data: Path) -> None:
    snapshot = publish(source, data)
    assert current_snapshot(data) == snapshot
    assert (snapshot.label, snapshot.data_as_of, snapshot.is_sample) == ("000001", DATA_AS_OF, False)
    assert names(data) == {"000001", "CURRENT"}
    assert (data / "snapshots" / "CURRENT").read_text(encoding="ascii") == "000001"
    assert registered(snapshot) == 3


def test_the_steps_of_publishing_are_told(source: Path, data: Path) -> None:
    told: list[str] = []
    publish(source, data, told.append)
    assert told[0].startswith("Checking")
    assert told[-1] == "Published snapshot 000001, data as of 2026-10-31"


def test_the_manifest_hashes_every_table_of_extracts_and_cube(source: Path, data: Path) -> None:
    snapshot = publish(source, data)
    found = hashes(snapshot)
    found.pop("MANIFEST.json")
    assert snapshot.manifest["files"] == found
    assert {name.split("/")[0] for name in found} == {"extracts", "cube"}


def test_the_manifest_tells_what_was_fixed_and_what_is_empty(source: Path, data: Path) -> None:
    told = publish(source, data).manifest
    assert (told["first_day"], told["data_as_of"]) == ("2026-03-01", "2026-10-31")
    assert (told["group_threshold"], told["repeat_window_months"]) == (5, 24)
    assert told["rows"] == {"petitions": 3, "units": 1}
    assert "persons" in told["empty_columns"]["petitions"]
    assert "channel" not in told["empty_columns"]["petitions"]


def test_an_absent_table_lacks_every_column(source: Path, data: Path) -> None:
    snapshot = publish(source, data)
    assert snapshot.lacks("tenders", "amount")
    assert snapshot.lacks("petitions", "persons")
    assert not snapshot.lacks("petitions", "registered_on")


def test_the_coverage_begins_with_the_manifests_period(tmp_path: Path, data: Path) -> None:
    period = (day("2025-01-01"), DATA_AS_OF)
    session = Session(Scope(), publish(write_delivery(tmp_path / "d", ONE_UNIT, LETTERS, period=period), data))
    assert figures(session, "registered", "2024-12", "2025-01") == [
        ("2024-12", None, None, None, None), ("2025-01", None, 0, None, 0),
    ]  # fmt: skip


def test_the_next_publish_gets_the_next_number_and_leaves_the_first_as_it_was(source: Path, data: Path) -> None:
    first = publish(source, data)
    before = hashes(first)
    write_delivery(source, ONE_UNIT, LETTERS[:1])
    second = publish(source, data)
    assert (second.label, current_snapshot(data)) == ("000002", second)
    assert hashes(first) == before
    assert (registered(first), registered(second)) == (3, 1)


def test_numbers_go_on_after_the_highest_whatever_is_current(source: Path, full: Path) -> None:
    (full / "snapshots" / "000007").mkdir()
    assert current_snapshot(full).label == "000001"
    assert publish(source, full).label == "000008"


def test_a_change_of_the_source_after_publishing_changes_nothing(source: Path, data: Path) -> None:
    snapshot = publish(source, data)
    shutil.rmtree(source)
    assert registered(snapshot) == 3


# --- failure -------------------------------------------------------------------------------------------------------


def test_a_broken_delivery_is_refused_before_anything_is_written(tmp_path: Path, data: Path) -> None:
    source = write_delivery(tmp_path / "broken", ONE_UNIT, [letter("2026-03-02", unit_id="nowhere")])
    with pytest.raises(BrokenContract):
        publish(source, data)
    assert not data.exists()


def test_all_faults_of_a_delivery_are_told_at_once(tmp_path: Path, data: Path) -> None:
    rows = [letter("2026-03-02", unit_id="nowhere"), letter("2026-03-03", category="no-such")]
    with pytest.raises(BrokenContract) as caught:
        publish(write_delivery(tmp_path / "broken", ONE_UNIT, rows), data)
    assert "2 faults" in str(caught.value)
    assert "unit_id" in str(caught.value)
    assert "category" in str(caught.value)


@pytest.mark.parametrize("step", ["_copy_extracts", "build_cube", "_hashes", "_flush"])
def test_a_failure_at_any_step_leaves_current_alone_and_nothing_behind(
    source: Path, full: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    first = current_snapshot(full)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, step, fail)
    with pytest.raises(OSError, match="No space left"):
        publish(source, full)
    assert names(full) == {"000001", "CURRENT"}
    assert current_snapshot(full) == first
    assert registered(first) == 3


def test_a_failure_of_the_very_last_step_leaves_current_on_the_former(
    source: Path, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = current_snapshot(full)
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if self.name == "CURRENT.next":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(PermissionError):
        publish(source, full)
    assert current_snapshot(full) == first
    monkeypatch.undo()
    assert publish(source, full).label == "000003"


# --- what CURRENT may name -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [None, b"", b"000009", b"..", b"../outside", b"000001/../000001", b"newest", b"\xff\xfe", b"000001\n000002"],
    ids=["missing", "empty", "a number without a folder", "two dots", "a path", "a path to itself", "a word",
         "no text", "two lines"],
)  # fmt: skip
def test_a_pointer_to_nothing_is_a_fault_with_a_remedy(full: Path, content: bytes | None) -> None:
    pointer = full / "snapshots" / "CURRENT"
    pointer.unlink()
    if content is not None:
        pointer.write_bytes(content)
    with pytest.raises(NoSnapshot) as caught:
        current_snapshot(full)
    assert "publish" in caught.value.remedy


@pytest.mark.parametrize("data_of", ["nothing", "a file"])
def test_no_data_folder_is_a_fault_with_a_remedy(tmp_path: Path, data_of: str) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(NoSnapshot) as caught:
        current_snapshot(tmp_path / data_of)
    assert "publish" in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "content"),
    [("MANIFEST.json", b"{"), ("MANIFEST.json", b""), ("cube/petition_events.parquet", None),
     ("cube/units.parquet", b"PAR1"), ("cube/codes.parquet", b"<html>")],
    ids=["a manifest cut short", "an empty manifest", "a missing table", "a table cut short", "a web page"],
)  # fmt: skip
def test_a_damaged_snapshot_is_a_fault_that_names_it(full: Path, name: str, content: bytes | None) -> None:
    path = current_snapshot(full).folder / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NoSnapshot) as caught:
        opened = Session(Scope(), current_snapshot(full))
        assert opened.snapshot.data_as_of
    assert "000001" in caught.value.file
    assert "publish" in caught.value.remedy


# --- what a delivery may look like ---------------------------------------------------------------------------------


def untyped(table: pa.Table) -> pa.Table:
    """Return the table with a column that holds nothing but nulls stripped of its type."""
    names = table.column_names
    return pa.table({n: pa.nulls(len(table)) if table[n].null_count == len(table) else table[n] for n in names})


def retyped(table: pa.Table, is_old: Callable[[pa.DataType], bool], new: pa.DataType) -> pa.Table:
    return pa.table({f.name: table[f.name].cast(new if is_old(f.type) else f.type) for f in table.schema})


REWRITTEN: dict[str, Callable[[pa.Table], list[pa.Table]]] = {
    "columns reversed": lambda table: [table.select(table.column_names[::-1])],
    "two files, one reversed": lambda table: [table.slice(1), table.slice(0, 1).select(table.column_names[::-1])],
    "large strings": lambda table: [retyped(table, pa.types.is_string, pa.large_string())],
    "wide integers": lambda table: [retyped(table, pa.types.is_integer, pa.int64())],
    "empty columns without a type": lambda table: [untyped(table)],
    "two files, one without types": lambda table: [untyped(table.slice(0, 1)), table.slice(1)],
}


@pytest.mark.parametrize("change", REWRITTEN)
def test_a_delivery_may_be_written_in_other_ways_and_counts_the_same(tmp_path: Path, data: Path, change: str) -> None:
    rows = [letter("2026-03-02", unit_id="north"), visit("2026-03-03", 6, unit_id="north-1"),
            appeal("2026-01-02", "2026-03-03", "2026-03-03", unit_id="south")]  # fmt: skip
    source = write_delivery(tmp_path / "d", TREE, rows)
    for name in ("units", "petitions"):
        table = pq.read_table(source / name / "part-0.parquet")
        for place, part in enumerate(REWRITTEN[change](table)):
            pq.write_table(part, source / name / f"part-{place}.parquet")
    write_manifest(source, Manifest(DATA_AS_OF, files=describe_files(source)))
    session = Session(Scope(), publish(source, data))
    assert figure(session, "registered", "2026-03") == (2, None, 2)
    assert figure(session, "registered", "2026-03", "north") == (2, None, 2)
    assert figure(session, "collective_persons", "2026-03") == (6, None, 6)
    assert figure(session, "completed_on_time_rate", "2026-03") == (1, 1, 1.0)
    assert figure(session, "repeat_share", "2026-03") == (None, None, None)


def test_a_hand_made_delivery_without_a_manifest_is_dated_by_its_last_registration(source: Path, data: Path) -> None:
    (source / "manifest.json").unlink()
    assert publish(source, data).data_as_of == day("2026-03-04")


def test_every_table_of_the_contract_is_copied_and_nothing_else(source: Path, data: Path) -> None:
    write_table(source, "suppliers", [{"supplier_id": "s1", "supplier_name": "甲公司"}])
    write_manifest(source, Manifest(DATA_AS_OF, files=describe_files(source)))
    (source / "notes.txt").write_text("not for publication", encoding="utf-8")
    snapshot = publish(source, data)
    assert sorted(p.name for p in (snapshot.folder / "extracts").iterdir()) == ["petitions", "suppliers", "units"]
    assert duckdb.sql(f"from '{snapshot.folder}/extracts/suppliers/part-0.parquet'").fetchall()[0][0] == "s1"
    assert not list(snapshot.folder.rglob("notes.txt"))


def test_a_code_of_the_sites_own_list_is_accepted(tmp_path: Path, data: Path) -> None:
    reference = data / "reference"
    reference.mkdir(parents=True)
    shipped = publishing.reference_file("codes").read_text(encoding="utf-8-sig")
    (reference / "codes.csv").write_text(shipped + "category,heat,供暖,Heating,\n", encoding="utf-8")
    source = write_delivery(tmp_path / "d", ONE_UNIT, [letter("2026-03-02", category="heat")])
    assert Session(Scope(), publish(source, data)).labels("category", "en")["heat"] == "Heating"


@pytest.mark.parametrize(
    ("limit", "persons", "told"),
    [("group_threshold", 3, 2), ("repeat_window", 1, 0)],
    ids=["three persons make a visit collective", "a repeat within one month"],
)
def test_a_site_may_set_its_own_limits(tmp_path: Path, data: Path, limit: str, persons: int, told: int) -> None:
    shipped = publishing.reference_file("limits").read_text(encoding="utf-8-sig").splitlines()
    lines = [line.replace(",5,persons", f",{persons},persons").replace(",24,months", f",{persons},months")
             if line.startswith(limit) else line for line in shipped]  # fmt: skip
    (data / "reference").mkdir(parents=True)
    (data / "reference" / "limits.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [visit("2026-01-02", 3, matter_id="m"), visit("2026-03-03", 3, matter_id="m"), visit("2026-03-03", 4),
            visit("2026-03-04", 2)]  # fmt: skip
    session = Session(Scope(), publish(write_delivery(tmp_path / "d", ONE_UNIT, rows), data))
    assert figure(session, "collective_batches" if limit == "group_threshold" else "repeat_items", "2026-03")[0] == told
    assert session.snapshot.manifest["group_threshold"] == (3 if limit == "group_threshold" else 5)


def test_a_limit_that_is_not_in_force_is_a_fault_with_a_remedy(tmp_path: Path, data: Path) -> None:
    (data / "reference").mkdir(parents=True)
    header = publishing.reference_file("limits").read_text(encoding="utf-8-sig").splitlines()[0]
    (data / "reference" / "limits.csv").write_text(header + "\n", encoding="utf-8")
    source = write_delivery(tmp_path / "d", ONE_UNIT, LETTERS)
    with pytest.raises(Fault) as caught:
        publish(source, data)
    assert "limits.csv" in caught.value.file
    assert names(data) == set()


def test_the_sample_says_that_it_is_one(sample_data: Path, small_data: Path) -> None:
    for data in (sample_data, small_data):
        snapshot = current_snapshot(data)
        assert snapshot.is_sample
        assert json.loads((snapshot.folder / "MANIFEST.json").read_text(encoding="utf-8"))["data_as_of"] == "2026-10-31"


def test_registrations_outside_the_period_are_counted_and_told(tmp_path: Path) -> None:
    petitions = [{"registered_on": "2025-12-31"}, {"registered_on": "2026-01-01"}, {"registered_on": "2026-11-01"}]
    period = (day("2026-01-01"), day("2026-10-31"))
    lines: list[str] = []
    snapshot = publish(
        write_delivery(tmp_path / "delivery", petitions=petitions, period=period), tmp_path, lines.append
    )
    assert snapshot.manifest["outside_period"] == 2
    assert "2 registrations lie outside the period covered and are not counted" in lines


def test_the_manifest_holds_what_was_fixed_at_publish(tmp_path: Path) -> None:
    manifest = publish(write_delivery(tmp_path / "delivery", petitions=[letter("2026-05-02")]), tmp_path).manifest
    fixed = ("calendar", "group_threshold", "repeat_window_months", "first_time_resolution_days", "minimum_ratings")
    assert [manifest[name] for name in fixed] == [["natural"], 5, 24, 180, 20]
