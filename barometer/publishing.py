"""Publish a checked delivery as a new snapshot: nothing is visible to readers before the last step."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from barometer import __version__
from barometer.arrivals import build_arrivals
from barometer.conformity import typed_columns
from barometer.contract import tables
from barometer.cube import Settings, build_cube, load_settings
from barometer.delivery import check_delivery
from barometer.faults import BrokenContract
from barometer.manifest import Manifest, hash_of, read_manifest
from barometer.procurement_cube import build_procurement
from barometer.reading_cube import build_readings
from barometer.reference import data_folder, reference_file
from barometer.scope import Scope
from barometer.session import Session
from barometer.snapshots import Snapshot

Progress = Callable[[str], None]

# A delivery without code lists of its own uses the shipped ones.
_DELIVERED_CODES = "create view delivered_codes as select *, row_number() over () as place from codes"
_NO_CODES = (
    "create view delivered_codes as select null::varchar as list, null::varchar as code, null::varchar as label_zh, "
    "null::varchar as label_en, null::varchar as parent, null::integer as place limit 0"
)


def publish(source: Path, data: Path | None = None, tell: Progress = lambda line: None) -> Snapshot:
    """Check the delivery in `source`, build the cube, store both and point CURRENT at the result.

    Nothing is visible to readers before the last step; a failure leaves the former snapshot in place.
    Raises BrokenContract with every fault of the delivery.
    """
    store = (data or data_folder()) / "snapshots"
    tell(f"Checking {source} against the contract")
    _refuse_faults(source, store.parent)
    store.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=store))
    try:
        tell("Copying extracts")
        _copy_extracts(source, staging / "extracts")
        tell("Building the cube")
        manifest = _build(source, staging, store.parent)
        _read(staging, manifest, store.parent, tell)
        if outside := manifest["outside_period"]:
            tell(f"{outside:,} registrations lie outside the period covered and are not counted")
        snapshot = _place(staging, store)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    tell(f"Published snapshot {snapshot.label}, data as of {snapshot.data_as_of}")
    return snapshot


def _refuse_faults(source: Path, data: Path) -> None:
    faults = check_delivery(source, reference_file("codes", data))
    if len(faults) == 1:
        raise faults[0]
    if faults:
        listed = "\n".join(str(fault) for fault in faults)
        raise BrokenContract(f"{len(faults)} faults in {source}:\n{listed}")


def _copy_extracts(source: Path, target: Path) -> None:
    for name in tables():
        if (source / name).is_dir():
            (target / name).mkdir(parents=True)
            for file in sorted((source / name).glob("*.parquet")):
                shutil.copyfile(file, target / name / file.name)


def _build(source: Path, staging: Path, data: Path) -> dict[str, Any]:
    (staging / "cube").mkdir()
    delivered = read_manifest(source)
    with contextlib.closing(duckdb.connect(config={"autoinstall_known_extensions": "false"})) as connection:
        rows = _view_extracts(connection, staging / "extracts")
        connection.execute(_DELIVERED_CODES if "codes" in rows else _NO_CODES)
        first_day = _first_day(connection, delivered, "tenders" in rows)
        settings = Settings.in_force(delivered.data_as_of, first_day, data)
        load_settings(connection, settings, data)
        build_cube(connection, staging / "cube")
        build_procurement(connection, staging / "cube", settings.data_as_of, data)
        build_arrivals(connection, staging / "cube", data, delivered.system, settings.calendar)
        return {
            "barometer": __version__,
            "published_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "data_as_of": settings.data_as_of.isoformat(),
            "first_day": first_day.isoformat(),
            "system": delivered.system,
            "is_sample": delivered.is_sample,
            "matter_derived": delivered.matter_derived,
            "intake": delivered.intake,
            "notes": list(delivered.notes),
            "group_threshold": settings.group_threshold,
            "repeat_window_months": settings.repeat_window_months,
            "first_time_resolution_days": settings.first_time_resolution_days,
            "minimum_ratings": settings.minimum_ratings,
            "calendar": list(settings.calendar),
            "rows": rows,
            "outside_period": _outside_period(connection),
            "empty_columns": {name: _empty_columns(connection, name) for name in rows},
        }


def _read(staging: Path, manifest: dict[str, Any], data: Path, tell: Progress) -> None:
    """Make the readings with the queries that pages ask, then hash all there is."""
    _write_manifest(staging, manifest)
    build_readings(Session(Scope(), Snapshot(staging, 0)), staging / "cube", data, tell)
    manifest["files"] = _hashes(staging)
    _write_manifest(staging, manifest)


def _write_manifest(staging: Path, manifest: dict[str, Any]) -> None:
    (staging / "MANIFEST.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")


def _view_extracts(connection: duckdb.DuckDBPyConnection, extracts: Path) -> dict[str, int]:
    rows = {}
    for name in tables():
        if (extracts / name).is_dir():
            files = sorted(str(path) for path in (extracts / name).glob("*.parquet"))
            delivered = connection.read_parquet(files, union_by_name=True)
            found = dict(zip(delivered.columns, map(str, delivered.types), strict=True))
            delivered.project(typed_columns(tables()[name], found)).create_view(name)
            rows[name] = int(delivered.count("*").fetchall()[0][0])
    return rows


def _outside_period(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many registrations that are no accusations no covered day holds."""
    query = (
        "select (select count(*) from petitions where purpose is distinct from 'accusation') "
        "- (select count(*) from items)"
    )
    return int(connection.execute(query).fetchall()[0][0])


def _first_day(connection: duckdb.DuckDBPyConnection, delivered: Manifest, has_tenders: bool) -> dt.date:
    """Return the first day covered: the manifest's, else that of the month of the earliest registration.

    A delivery without petitions is covered from its earliest tender on.
    """
    if delivered.period:
        return delivered.period[0]
    earliest = connection.execute("select min(registered_on) from petitions").fetchall()[0][0]
    if earliest is None and has_tenders:
        query = "select cast(min(coalesce(opened_at, notice_at)) as date) from tenders"
        earliest = connection.execute(query).fetchall()[0][0]
    first: dt.date = earliest or delivered.data_as_of
    return first.replace(day=1)


def _empty_columns(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    columns = list(tables()[name].columns)
    counts = ", ".join(f'count("{column}")' for column in columns)
    filled = connection.execute(f'select {counts} from "{name}"').fetchall()[0]
    return [column for column, count in zip(columns, filled, strict=True) if not count]


def _hashes(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hash_of(path) for path in sorted(folder.rglob("*.parquet"))}


def _place(staging: Path, store: Path) -> Snapshot:
    for path in staging.rglob("*"):
        if path.is_file():
            _flush(path)
    sequence = 1 + max((int(path.name) for path in store.iterdir() if path.name.isdigit()), default=0)
    snapshot = Snapshot(store / f"{sequence:06d}", sequence)
    staging.rename(snapshot.folder)
    pointer = store / "CURRENT"
    pointer.with_suffix(".next").write_text(snapshot.label, encoding="ascii")
    _flush(pointer.with_suffix(".next"))
    pointer.with_suffix(".next").replace(pointer)
    _flush(store)
    return snapshot


def _flush(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder to flush it
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
