"""A delivery: a folder of tables and its manifest. Is it sound, and if not, all that is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from barometer.contract import tables
from barometer.delivered_files import check_files
from barometer.faults import BrokenContract, Fault
from barometer.manifest import (
    MANIFEST,
    DeliveredFile,
    Manifest,
    describe_files,
    read_manifest,
    write_manifest,
)
from barometer.parquet_files import damaged, open_engine
from barometer.reference import reference_file
from barometer.row_checks import check_rows, count_repeated_keys
from barometer.row_links import (
    check_codes,
    check_references,
    check_unit_days,
    has_day_of_fact,
    load_code_lists,
)
from barometer.table_views import TableView, open_table
from barometer.unit_tree import check_unit_tree

__all__ = [
    "DeliveredFile",
    "Manifest",
    "check_delivery",
    "describe_files",
    "read_manifest",
    "write_manifest",
]


def check_delivery(folder: Path, codes: Path | None = None) -> list[Fault]:
    """Return everything that is wrong with a delivery, empty when it is sound.

    `codes` is the csv of default code lists, where not given the one in force here. What is found is
    counted, a value is never shown.
    Source: data contract, "Refuse the delivery".
    """
    if not folder.is_dir():
        remedy = "Give the folder that holds one folder a table."
        return [BrokenContract("The delivery's folder does not exist.", folder.name, remedy=remedy)]
    faults: list[Fault] = [*_check_folders(folder)]
    manifest, unreadable = _manifest_and_faults(folder)
    faults += unreadable
    with open_engine() as connection:
        if manifest is not None and (folder / MANIFEST).exists():
            faults += check_files(connection, folder, manifest)
        views, broken = _open_tables(connection, folder)
        faults += broken
        _load_codes(connection, views, codes or reference_file("codes"))
        for view in views.values():
            faults += _check_view(connection, view, views, manifest.data_as_of if manifest else None)
    return faults


def _check_folders(folder: Path) -> list[BrokenContract]:
    present = {path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")}
    missing = [name for name, table in tables().items() if table.is_required and name not in present]
    faults = []
    for name in missing:
        remedy = f"Deliver {name}: nothing can be counted without it."
        faults.append(BrokenContract("A required table is missing.", f"{name}/", remedy=remedy))
    for name in sorted(present - tables().keys()):
        remedy = "Leave it out, or name it exactly as a table of data/contract."
        faults.append(BrokenContract("A folder is no table of the contract.", f"{name}/", remedy=remedy))
    return faults


def _manifest_and_faults(folder: Path) -> tuple[Manifest | None, list[Fault]]:
    try:
        return read_manifest(folder), []
    except Fault as fault:
        # Petitions that cannot date a hand-made delivery are reported with their own cause further on.
        return None, [fault] if (folder / MANIFEST).exists() else []


def _open_tables(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[dict[str, TableView], list[Fault]]:
    views: dict[str, TableView] = {}
    faults: list[Fault] = []
    for name, table in tables().items():
        if (folder / name).is_dir():
            view, found = open_table(connection, table, folder / name)
            faults += found
            if view is not None:
                views[name] = view
    return views, faults


def _load_codes(connection: duckdb.DuckDBPyConnection, views: dict[str, TableView], codes: Path) -> None:
    has_delivered = "codes" in views and {"list", "code"} <= views["codes"].names
    load_code_lists(connection, codes, has_delivered)


def _check_view(
    connection: duckdb.DuckDBPyConnection,
    view: TableView,
    views: dict[str, TableView],
    as_of: date | None,
) -> list[Fault]:
    try:
        return [
            *_check_table(connection, view, may_be_empty=view.table.name == "petitions" and "tenders" in views),
            *check_rows(connection, view.table, view.columns, view.file, as_of),
            *check_codes(connection, view.table, view.columns, view.file),
            *_check_links(connection, view, {name: other.names for name, other in views.items()}),
        ]
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        raise  # an error in our own SQL
    except duckdb.Error:
        return [damaged(view.file)]  # the engine has no one error for damage


def _check_table(connection: duckdb.DuckDBPyConnection, view: TableView, may_be_empty: bool) -> list[BrokenContract]:
    faults = []
    rows = connection.table(view.table.name).shape[0]
    if rows == 0 and view.table.is_required and not may_be_empty:
        remedy = "Deliver its rows; an empty export usually means a failed query."
        faults.append(BrokenContract("A required table holds no row.", view.file, "", "rows", "0 rows", remedy))
    if set(view.table.key) <= view.names and (repeated := count_repeated_keys(connection, view.table)):
        remedy = "Deliver each key once; intake keeps the first row and puts the later ones aside."
        column, found = ", ".join(view.table.key), f"{repeated:,} of {rows:,} rows"
        faults.append(BrokenContract("A key is repeated.", view.file, column, "each key once", found, remedy))
    return faults


def _check_links(
    connection: duckdb.DuckDBPyConnection, view: TableView, sound: dict[str, set[str]]
) -> list[BrokenContract]:
    faults = check_references(connection, view.table, view.columns, view.file, sound)
    units = sound.get("units", set())
    if has_day_of_fact(view.table, view.names) and {"unit_id", "valid_from"} <= units:
        faults += check_unit_days(connection, view.table, view.file)
    if view.table.name == "units" and {"unit_id", "parent_id", "valid_from", "valid_to"} <= units:
        faults += check_unit_tree(connection, view.file)
    return faults
