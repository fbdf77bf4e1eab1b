"""Source files as they come: Parquet, or CSV decoded strictly; every blank text becomes null."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pyarrow as pa

from barometer.faults import BrokenContract, UnreadableFile
from barometer.parquet_files import columns_of, damaged, why_unreadable

_ENCODINGS = ("utf-8-sig", "gb18030")  # in this order: UTF-8 read as GB18030 is mojibake without an error


def load_source(connection: duckdb.DuckDBPyConnection, path: Path, needed: set[str]) -> str:
    """Make the table `source` and return the file's encoding.

    It holds the needed columns, text trimmed and blank text null, and `source_row` (1 = first data row).

    Raises:
        UnreadableFile: there is no such file, or it cannot be read as Parquet or CSV.
        BrokenContract: a needed column is missing.
    """
    if not path.is_file():
        remedy = "Give the path of the source file."
        raise UnreadableFile("The source file does not exist.", path.name, remedy=remedy)
    if path.suffix.lower() == ".csv":
        relation, encoding = _read_csv(connection, path)
    else:
        if fault := why_unreadable(path, path.name):
            raise fault
        columns_of(connection, path, path.name)
        relation, encoding = connection.read_parquet([str(path)], file_row_number=True), "parquet"
    _check_columns(path, needed, relation.columns)
    relation.create_view("source_file")
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    columns = ", ".join(_trimmed(name, types[name]) for name in sorted(needed))
    query = f"create table source as select file_row_number + 1 as source_row, {columns} from source_file"
    try:
        connection.execute(query)
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        raise  # an error in our own SQL
    except duckdb.Error as error:
        raise damaged(path.name) from error
    return encoding


def quoted(name: str) -> str:
    """Return a column name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _trimmed(name: str, found: str) -> str:
    place = quoted(name)
    return f"nullif(trim({place}), '') as {place}" if found == "VARCHAR" else place


def _check_columns(path: Path, needed: set[str], present: list[str]) -> None:
    for name in sorted(needed - set(present)):
        raise BrokenContract(
            "A column of the source is missing.",
            path.name,
            name,
            expected="a column of this name, as the mapping says",
            remedy="Export the column too, or name the right one in the mapping.",
        )


def _read_csv(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[duckdb.DuckDBPyRelation, str]:
    text, encoding = _decode(path)
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (csv.Error, ValueError) as error:
        remedy = "Export it as CSV with a header row and quoted text."
        raise UnreadableFile("The file cannot be read as CSV.", path.name, remedy=remedy) from error
    for number, row in enumerate(rows, 1):
        if len(row) != len(header):
            expected, found = f"{len(header)} values", f"{len(row)} values in data row {number}"
            remedy = "Quote values that hold a comma or a line break."
            raise UnreadableFile("A row of the CSV is ragged.", path.name, "", expected, found, remedy)
    columns = list(zip(*rows, strict=True)) or [() for _ in header]
    arrays = [pa.array(column, pa.string()) for column in columns]
    numbers = pa.array(range(len(rows)), pa.int64())
    relation = connection.from_arrow(pa.table([*arrays, numbers], [*header, "file_row_number"]))
    return relation, encoding


def _decode(path: Path) -> tuple[str, str]:
    content = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    remedy = "Save the file as UTF-8."
    raise UnreadableFile("The text cannot be decoded.", path.name, "", "UTF-8 or GB18030", "", remedy)
