"""Parquet files as they lie on disk: can they be opened, and which columns do they hold?"""

from __future__ import annotations

from pathlib import Path

import duckdb

from barometer.faults import UnreadableFile

_MAGIC = b"PAR1"


def open_engine() -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB that never fetches an extension from a network."""
    offline: dict[str, bool | int | float | str | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config=offline)


def why_unreadable(path: Path, name: str) -> UnreadableFile | None:
    """Return what keeps a file from being Parquet, or None where its first and last bytes are right."""
    found = _what_it_is(path)
    if not found:
        return None
    return UnreadableFile(
        "The file cannot be read as Parquet.",
        name,
        expected="a complete Parquet file",
        found=found,
        remedy="Export the file again and copy it whole; do not rename another kind of file.",
    )


def columns_of(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> dict[str, str]:
    """Return the DuckDB type of each column of a Parquet file.

    Raises:
        UnreadableFile: the file begins and ends like Parquet but its description is damaged.
    """
    try:
        relation = connection.read_parquet([str(path)])
    except duckdb.Error as error:
        raise damaged(name) from error
    return dict(zip(relation.columns, map(str, relation.types), strict=True))


def damaged(name: str) -> UnreadableFile:
    """Return the fault of a file whose content cannot be decoded; the engine's own words may quote data."""
    return UnreadableFile(
        "The file is damaged: it begins like Parquet but cannot be decoded.",
        name,
        expected="a complete Parquet file",
        remedy="Copy the file again from its source and compare its SHA-256.",
    )


def _what_it_is(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(64)
            size = file.seek(0, 2)
            file.seek(max(0, size - 4))
            tail = file.read(4)
    except OSError:
        return "a file that cannot be opened"
    if size == 0:
        return "an empty file"
    if head.lstrip().startswith(b"<"):
        return "an HTML or XML page"
    if not head.startswith(_MAGIC):
        return "another kind of file"
    return "" if tail == _MAGIC and size >= 12 else "a file that ends too early (truncated)"
