"""Are a delivery's files the ones its manifest lists, byte for byte and row for row?"""

from __future__ import annotations

from pathlib import Path

import duckdb

from barometer.faults import BrokenContract
from barometer.manifest import DeliveredFile, Manifest, hash_of
from barometer.parquet_files import why_unreadable


def check_files(connection: duckdb.DuckDBPyConnection, folder: Path, manifest: Manifest) -> list[BrokenContract]:
    """Return a fault for each file that is missing, not listed, or differs in SHA-256 or rows."""
    listed = {file.name: file for file in manifest.files}
    present = {path.relative_to(folder).as_posix(): path for path in folder.glob("*/*.parquet")}
    faults = [
        BrokenContract("A file of the manifest is missing.", name, remedy="Copy the delivery again, whole.")
        for name in sorted(listed.keys() - present.keys())
    ]
    faults += [
        BrokenContract("A file is not in the manifest.", name, remedy="Remove it, or write the manifest again.")
        for name in sorted(present.keys() - listed.keys())
    ]
    for name in sorted(present.keys() & listed.keys()):
        faults += _compare(connection, present[name], listed[name])
    return faults


def _compare(connection: duckdb.DuckDBPyConnection, path: Path, listed: DeliveredFile) -> list[BrokenContract]:
    remedy = "Copy the file again from its source; write the manifest again only if this file is the one meant."
    faults = []
    sha256 = hash_of(path)
    if sha256 != listed.sha256:
        problem, expected = "A file differs from the manifest.", f"SHA-256 {listed.sha256}"
        faults.append(BrokenContract(problem, listed.name, "", expected, f"SHA-256 {sha256}", remedy))
    rows = _count_rows(connection, path)
    if rows is not None and rows != listed.rows:
        problem, expected = "The number of rows differs from the manifest.", f"{listed.rows:,} rows"
        faults.append(BrokenContract(problem, listed.name, "", expected, f"{rows:,} rows", remedy))
    return faults


def _count_rows(connection: duckdb.DuckDBPyConnection, path: Path) -> int | None:
    """Return the rows of a file, or None where it cannot be read (reported where its columns are read)."""
    if why_unreadable(path, path.name):
        return None
    try:
        return int(connection.read_parquet([str(path)]).shape[0])
    except duckdb.Error:
        return None
