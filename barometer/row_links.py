"""Does what rows point at exist: codes in their lists, parents, units on their day, a tree of units?"""

from __future__ import annotations

from pathlib import Path

import duckdb

from barometer.contract import Column, Table
from barometer.faults import BrokenContract
from barometer.row_checks import RowCheck, fault_of

_DAY_OF_FACT = {
    "petitions": "registered_on",
    "reports": "received_on",
    "clues": "received_on",
    "findings": "found_on",
}


def load_code_lists(connection: duckdb.DuckDBPyConnection, path: Path, has_delivered: bool) -> None:
    """Make the table `code_lists` (list, code): the house's defaults and those of the delivery's `codes`."""
    connection.read_csv(str(path), all_varchar=True, header=True, encoding="utf-8").create_view("house_codes")
    delivered = " union select list, code from codes" if has_delivered else ""
    connection.execute(f"create table code_lists as select list, code from house_codes{delivered}")


def check_codes(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: list[Column], file: str
) -> list[BrokenContract]:
    """Return a fault for each coded column that holds codes outside its list."""
    return [
        fault
        for column in columns
        if column.codes
        for fault in _count_to_faults(connection, table, _outside_list(column), _code_check(column), file)
    ]


def check_references(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    columns: list[Column],
    file: str,
    sound: dict[str, set[str]],
) -> list[BrokenContract]:
    """Return a fault for each column that points at rows which do not exist.

    A table that was not delivered switches off what needs it, so only delivered tables can lack a parent.
    """
    faults = []
    for column in columns:
        parent, _, key = column.references.partition(".")
        if key in sound.get(parent, set()):
            condition = (
                f'"{column.name}" is not null and not exists (select 1 from "{parent}" as parents '
                f'where parents."{key}" = children."{column.name}")'
            )
            check = _parent_check(column, parent)
            faults += _count_to_faults(connection, table, (condition, ()), check, file)
    return faults


def check_unit_days(connection: duckdb.DuckDBPyConnection, table: Table, file: str) -> list[BrokenContract]:
    """Return a fault where facts happened before the first valid_from of their unit."""
    day = _DAY_OF_FACT[table.name]
    first_day = "select min(valid_from) from units where units.unit_id = children.unit_id"
    condition = f'"{day}" < ({first_day})'
    check = RowCheck(
        day,
        condition,
        "A fact lies before the first day of its unit.",
        "valid_from of the unit or later",
        "Begin the unit's first row in units earlier, or correct the day.",
    )
    return _count_to_faults(connection, table, (condition, ()), check, file)


def has_day_of_fact(table: Table, present: set[str]) -> bool:
    """Return whether the table's rows can be compared with the days of their unit."""
    return {"unit_id", _DAY_OF_FACT.get(table.name, "")} <= present


def _count_to_faults(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    broken: tuple[str, tuple[object, ...]],
    check: RowCheck,
    file: str,
) -> list[BrokenContract]:
    condition, values = broken
    query = f'select count(*) filter (where {condition}), count(*) from "{table.name}" as children'
    count, rows = connection.execute(query, list(values)).fetchall()[0]
    return [fault_of(check, file, count, rows)] if count else []


def _outside_list(column: Column) -> tuple[str, tuple[object, ...]]:
    known = "(select list(code) from code_lists where list = ?)"
    if column.type == "codes":
        return f'not list_has_all(coalesce({known}, []), "{column.name}")', (column.codes,)
    condition = (
        f'"{column.name}" is not null and "{column.name}" not in '
        "(select code from code_lists where list = ? and code is not null)"
    )
    return condition, (column.codes,)


def _code_check(column: Column) -> RowCheck:
    return RowCheck(
        column.name,
        "",
        "A code is not in its list.",
        f"a code of list {column.codes}",
        f"Add the code to list {column.codes} in the delivery's codes table, or correct it at the source.",
    )


def _parent_check(column: Column, parent: str) -> RowCheck:
    return RowCheck(
        column.name,
        "",
        f"Rows point at {parent} that do not exist.",
        f"a key of {parent}",
        f"Deliver the missing rows of {parent}, or leave these rows out and say so.",
    )
