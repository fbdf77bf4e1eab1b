"""The tables of a delivery as views in an engine, with the columns that can be relied on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from barometer.conformity import check_columns, sound_columns
from barometer.contract import Column, Table
from barometer.faults import BrokenContract, Fault
from barometer.parquet_files import columns_of, why_unreadable


@dataclass(frozen=True)
class TableView:
    """A table that can be queried by its name; `columns` are its sound ones, `file` is what faults name."""

    table: Table
    columns: list[Column]
    file: str

    @property
    def names(self) -> set[str]:
        """Return the names of the sound columns."""
        return {column.name for column in self.columns}


def open_table(
    connection: duckdb.DuckDBPyConnection, table: Table, folder: Path
) -> tuple[TableView | None, list[Fault]]:
    """Return the view made of a table's files, None where one cannot be read, and the faults of all files."""
    paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    if not paths:
        remedy = "Deliver at least one Parquet file, or leave the folder out."
        return None, [BrokenContract("A table's folder is empty.", f"{table.name}/", remedy=remedy)]
    faults: list[Fault] = []
    found: list[dict[str, str]] = []
    for path in paths:
        name = f"{table.name}/{path.name}"
        try:
            found.append(_read_columns(connection, path, name))
            faults += check_columns(table, name, found[-1])
        except Fault as fault:
            faults.append(fault)
    if len(found) < len(paths):
        return None, faults
    connection.read_parquet([str(path) for path in paths], union_by_name=True).create_view(table.name)
    file = f"{table.name}/{paths[0].name}" if len(paths) == 1 else f"{table.name}/"
    return TableView(table, sound_columns(table, found), file), faults


def _read_columns(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> dict[str, str]:
    if path.suffix != ".parquet":
        remedy = "Remove it: a table's folder holds Parquet files only."
        raise BrokenContract("A file is not a Parquet file.", name, expected="*.parquet", remedy=remedy)
    if fault := why_unreadable(path, name):
        raise fault
    return columns_of(connection, path, name)
