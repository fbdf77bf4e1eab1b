"""Do the rows keep the contract? Every answer is a count of rows, never a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from barometer.contract import Column, Table
from barometer.faults import BrokenContract

KEY_PATTERN = "[A-Za-z0-9._-]{1,64}"
_HASH_PATTERN = "[0-9a-fA-F]{64}"
# Brackets, backtick, dollar and backslash open markup or formulas on some page or file; control and
# bidirectional characters make a name read otherwise than it is stored. Full-width brackets are fine.
_REFUSED_IN_NAMES = r"[<>\[\]()`$\\\p{Cc}\x{200E}\x{200F}\x{061C}\x{2028}\x{2029}\x{202A}-\x{202E}\x{2066}-\x{2069}]"
_NAMES = {("units", "unit_name"), ("codes", "label_zh"), ("codes", "label_en")}
# Days that rightly lie ahead of data_as_of: limits, plans and spans still running.
_MAY_LIE_AHEAD = {
    ("units", "valid_from"),
    ("units", "valid_to"),
    ("petitions", "limit_on"),
    ("petitions", "extended_to"),
    ("findings", "due_on"),
    ("tenders", "documents_from"),
    ("tenders", "documents_to"),
    ("tenders", "period_start_at"),
    ("tenders", "deadline_at"),
    ("tenders", "opened_at"),
    ("tenders", "publicity_from"),
    ("tenders", "publicity_to"),
    ("contracts", "starts_on"),
    ("contracts", "accept_due_on"),
}
_NEVER_BEFORE = {
    ("petitions", "answered_on"): "registered_on",
    ("petitions", "closed_on"): "registered_on",
    ("clues", "closed_on"): "received_on",
    ("findings", "rectified_on"): "found_on",
    ("risk_points", "retired_on"): "identified_on",
    ("units", "valid_to"): "valid_from",
}


@dataclass(frozen=True)
class RowCheck:
    """A condition in SQL that is true of a broken row, its values, and what to say about such rows."""

    column: str
    condition: str
    problem: str
    expected: str
    remedy: str
    values: tuple[object, ...] = ()


def check_rows(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: list[Column], file: str, as_of: date | None
) -> list[BrokenContract]:
    """Return a fault for each rule that rows of `table` break, from one pass over its sound columns.

    The table is a view of its own name; rules that need a column outside `columns`, or `as_of` where
    the delivery is undated, are left out.
    """
    present = {column.name for column in columns}
    checks = [check for column in columns for check in column_checks(table, column, present, as_of)]
    if not checks:
        return []
    counts = ", ".join(f"count(*) filter (where {check.condition})" for check in checks)
    values = [value for check in checks for value in check.values]
    query = f'select count(*), {counts} from "{table.name}"'
    rows, *broken = connection.execute(query, values).fetchall()[0]
    return [fault_of(check, file, count, rows) for check, count in zip(checks, broken, strict=True) if count]


def fault_of(check: RowCheck, file: str, broken: int, rows: int) -> BrokenContract:
    """Return the fault of `broken` rows out of `rows`."""
    found = f"{broken:,} of {rows:,} rows"
    return BrokenContract(check.problem, file, check.column, check.expected, found, check.remedy)


def count_repeated_keys(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Return how many rows repeat the key of another row."""
    keys = ", ".join(f'"{name}"' for name in table.key)
    query = (
        f'select coalesce(sum(n - 1), 0) from (select count(*) as n from "{table.name}" group by {keys}) where n > 1'
    )
    return int(connection.execute(query).fetchall()[0][0])


def column_checks(table: Table, column: Column, present: set[str], as_of: date | None) -> Iterable[RowCheck]:
    """Return the rules that the values of one column keep, given the columns that stand beside it."""
    name, place = f'"{column.name}"', (table.name, column.name)
    if not column.is_nullable:
        remedy = "Fill the value in at the source, or leave the row out and say so."
        yield RowCheck(column.name, f"{name} is null", "A value is missing.", "never null", remedy)
    if column.type == "key" or (column.type == "code" and not column.codes):
        yield _pattern_check(column, KEY_PATTERN, "letters, digits, dot, underscore, hyphen; 1 to 64 of them")
    if column.type == "hash":
        yield _pattern_check(column, _HASH_PATTERN, "64 hexadecimal characters")
    if column.minimum is not None:
        wanted = f"{column.minimum} or more"
        problem, remedy = "A number is too small.", "Correct it at the source, or deliver null."
        yield RowCheck(column.name, f"{name} < ?", problem, wanted, remedy, (column.minimum,))
    if place in _NAMES:
        yield _name_check(column)
    if column.type in ("date", "timestamp") and place not in _MAY_LIE_AHEAD and as_of is not None:
        yield _future_check(column, as_of)
    earlier = _NEVER_BEFORE.get(place)
    if earlier in present:
        problem, wanted = f"A day lies before {earlier}.", f"{earlier} or later"
        remedy = "Correct the day at the source, or deliver null."
        yield RowCheck(column.name, f'{name} < "{earlier}"', problem, wanted, remedy)


def _pattern_check(column: Column, pattern: str, wanted: str) -> RowCheck:
    condition = f'not regexp_full_match(cast("{column.name}" as varchar), ?)'
    remedy = "Derive the value anew by intake, which makes keys and hashes of this form."
    return RowCheck(column.name, condition, "A value is not of the agreed form.", wanted, remedy, (pattern,))


def _name_check(column: Column) -> RowCheck:
    condition = f'regexp_matches(cast("{column.name}" as varchar), ?)'
    problem = "A name holds a character that is refused."
    wanted = "no < > [ ] ( ) ` $ \\, no control and no bidirectional characters"
    remedy = "Take it out of the name; brackets may be full-width: （ ）."
    return RowCheck(column.name, condition, problem, wanted, remedy, (_REFUSED_IN_NAMES,))


def _future_check(column: Column, as_of: date) -> RowCheck:
    latest = as_of + timedelta(days=1)  # one day of grace: clocks and time zones differ
    day = f'cast("{column.name}" as date)'
    problem, remedy = "A day lies after the delivery's own day.", "Correct the day, or data_as_of."
    return RowCheck(column.name, f"{day} > ?", problem, f"{latest.isoformat()} or before", remedy, (latest,))
