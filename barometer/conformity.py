"""Do a file's columns keep the contract: all there, none besides, each of its type?"""

from __future__ import annotations

import re

from barometer.contract import Column, Table
from barometer.faults import BrokenContract

_INTEGER = r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?"
_ACCEPTED: dict[str, str] = {
    "key": "VARCHAR",
    "code": "VARCHAR",
    "text": "VARCHAR",
    "hash": "VARCHAR",
    "date": "DATE",
    "timestamp": r"TIMESTAMP(TZ)?(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE",
    "integer": _INTEGER,
    "money": r"DECIMAL\(\d+,\d+\)|BIGINT|INTEGER",
    "boolean": "BOOLEAN",
    "codes": r'(VARCHAR|"NULL")\[\]',
}
_ENGINE_TYPES = {
    "date": "date",
    "timestamp": "timestamp",
    "integer": "integer",
    "money": "decimal(18, 2)",
    "boolean": "boolean",
    "codes": "varchar[]",
}
_IN_WORDS = {"key": "text", "code": "text", "hash": "text", "money": "decimal(18,2)", "codes": "list of text"}
_PLAIN_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]{0,63}")
NULL = '"NULL"'  # how DuckDB names the type of a Parquet column that holds nothing but nulls


def is_accepted(column: Column, found: str) -> bool:
    """Return whether a DuckDB type can stand for the column; all-null columns carry no type of their own."""
    return found == NULL or re.fullmatch(_ACCEPTED[column.type], found) is not None


def check_columns(table: Table, file: str, found: dict[str, str]) -> list[BrokenContract]:
    """Return a fault for each column missing, unknown, written in another case or of another type."""
    faults = []
    by_lower = {name.lower(): name for name in found}
    for column in table.columns.values():
        if column.name in found:
            if not is_accepted(column, found[column.name]):
                faults.append(_retyped(column, file, found[column.name]))
        elif column.name in by_lower:
            faults.append(_recased(column, file, by_lower[column.name]))
        else:
            faults.append(_missing(column, file))
    known = {name.lower() for name in table.columns}
    unknown = [(place, name) for place, name in enumerate(found, 1) if name.lower() not in known]
    return faults + [_unknown(table, file, place, name) for place, name in unknown]


def sound_columns(table: Table, found: list[dict[str, str]]) -> list[Column]:
    """Return the columns that every file of the table holds in an accepted type."""
    return [
        column
        for column in table.columns.values()
        if all(column.name in file and is_accepted(column, file[column.name]) for file in found)
    ]


def typed_columns(table: Table, found: dict[str, str]) -> str:
    """Return the select list of a table; a column that holds nothing but nulls gets the type of the contract."""
    return ", ".join(
        f'cast("{column.name}" as {_ENGINE_TYPES.get(column.type, "varchar")}) as "{column.name}"'
        if found[column.name] == NULL
        else f'"{column.name}"'
        for column in table.columns.values()
    )


def _missing(column: Column, file: str) -> BrokenContract:
    remedy = "Export the column too; where the source does not have it, every value null."
    return BrokenContract("A column is missing.", file, column.name, _type_in_words(column), "no such column", remedy)


def _recased(column: Column, file: str, found: str) -> BrokenContract:
    remedy = "Write the name exactly as in the contract, in lower case."
    return BrokenContract("A column is written in another case.", file, column.name, column.name, found, remedy)


def _retyped(column: Column, file: str, found: str) -> BrokenContract:
    remedy = "Export the column in the expected type."
    return BrokenContract("A column is of another type.", file, column.name, _type_in_words(column), found, remedy)


def _unknown(table: Table, file: str, place: int, name: str) -> BrokenContract:
    # Where a header is no plain identifier, data may have slipped into it: say where it stands instead.
    shown = name if _PLAIN_NAME.fullmatch(name) else f"column {place} of the file"
    remedy = f"Leave it out: the contract of {table.name} lists every column that may be delivered."
    return BrokenContract("A column is not in the contract.", file, shown, "no such column", shown, remedy)


def _type_in_words(column: Column) -> str:
    return _IN_WORDS.get(column.type, column.type)
