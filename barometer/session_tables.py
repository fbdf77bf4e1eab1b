"""What a session's database holds: the permitted rows of a snapshot and the macros that ask them, then nothing more."""

from __future__ import annotations

from pathlib import Path

import duckdb

from barometer.cube import NODE_TABLES, SMALL_TABLES
from barometer.procurement_cube import TENDER_VIEWS
from barometer.query_files import query_text
from barometer.scope import Scope

MACROS = (
    "share",
    "asked_periods",
    "asked_units",
    "events_in",
    "matters_in",
    "answer_days_in",
    "headcounts_in",
    "tenders_in",
    "chosen_tenders",
)
READING_TABLES = ("readings", "annual_ratios", "peer_bands")
_BY_UNIT = ("units", "unit_months", "unit_spans", "column_nulls", "tender_marks")
# An organisation is told of where its tenders, or the units below the scope, are permitted.
_OF_SCOPE = (
    "tender_id in (select tender_id from tender_marks) "
    "or split_part(subject_id, '/', 1) in (select unit_id from units) "
    "or (tender_id is null and subject_id in (select supplier_id from tender_bids))"
)


_NUMBERS = ("delay", "items", "share", "estimate", "lower", "upper")
_WITHOUT_NUMBERS = (
    "* replace (" + ", ".join(f"case when is_convention then {name} end as {name}" for name in _NUMBERS) + ")"
)


def fill(connection: duckdb.DuckDBPyConnection, cube: Path, scope: Scope) -> None:
    """Create the tables, views and macros a session asks, with the rows that `scope` permits and no others."""
    for name in (*SMALL_TABLES, "flag_bits", "flag_groups"):
        _read(connection, cube, name).create(name)
    for name in NODE_TABLES:
        _permitted(_read(connection, cube, name), "node", scope).create(name)
    for name in _BY_UNIT:
        _permitted(_read(connection, cube, name), "unit_id", scope).create(name)
    # What was learned of late registrations speaks of the whole organisation: others are told that a month is not
    # final, without its numbers.
    completeness = _read(connection, cube, "completeness")
    (completeness if scope.is_whole else completeness.project(_WITHOUT_NUMBERS)).create("completeness")
    # Rows of registrations stay on disk: a view, semi-joined to the permitted spans, for rare cross questions.
    _read(connection, cube, "items").filter("span in (select span from unit_spans)").create_view("items")
    for name in TENDER_VIEWS:
        _read(connection, cube, name).filter("tender_id in (select tender_id from tender_marks)").create_view(name)
    _read(connection, cube, "organisation_flags").filter(_OF_SCOPE).create_view("organisation_flags")
    for name in READING_TABLES:
        _load_readings(connection, cube, name, scope)
    for macro in MACROS:
        connection.execute(query_text(macro))


def _load_readings(connection: duckdb.DuckDBPyConnection, cube: Path, name: str, scope: Scope) -> None:
    """Create a table of readings, empty while publish is still to make them; bands of peers name no unit."""
    connection.execute(query_text(f"readings/{name}"))
    if (cube / f"{name}.parquet").is_file():
        rows = _read(connection, cube, name)
        (rows if name == "peer_bands" else _permitted(rows, "node", scope)).insert_into(name)


def lock(connection: duckdb.DuckDBPyConnection, cube: Path) -> None:
    """Let the database read the cube's folder and nothing else, for good."""
    for setting, value in (
        ("allowed_directories", [str(cube)]),
        ("autoload_known_extensions", False),
        ("enable_external_access", False),
        ("lock_configuration", True),
    ):
        connection.execute(f"set {setting} = {value!r}")


def _read(connection: duckdb.DuckDBPyConnection, cube: Path, name: str) -> duckdb.DuckDBPyRelation:
    return connection.read_parquet(str(cube / f"{name}.parquet"))


def _permitted(rows: duckdb.DuckDBPyRelation, column: str, scope: Scope) -> duckdb.DuckDBPyRelation:
    if scope.units is None:
        return rows
    units = [duckdb.ConstantExpression(unit) for unit in sorted(scope.units)]
    return rows.filter(duckdb.ColumnExpression(column).isin(*units))
