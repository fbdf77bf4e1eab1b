"""Our own profile: every flag asked with the dated limits of thresholds.csv, without fences from few cases."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from barometer.contract import arrow_schema, tables
from barometer.flags.evaluation import answer, prepare
from barometer.flags.registry import Flag, registry
from barometer.flags.standard_settings import StandardSettings
from barometer.query_files import query_text
from barometer.reference import read_reference, reference_file, threshold_in_force

CURRENCY = "CNY"
PROCUREMENT = (
    "tenders", "bids", "bid_tenderers", "awards", "award_suppliers", "tender_items", "contracts", "contract_changes",
    "suppliers",
)  # fmt: skip
MACROS_AFTER = ("limits_in_force", "shared_marks")  # they read the shared tables
SHARED = ("working_days", "dated_tenders", "active_awards", "decided_tries", "equal_marks")
_COMMON: dict[str, Any] = {
    "compared_methods": [],
    "uncompared_methods": [],
    "excluded_methods": [],
    "default_currency": CURRENCY,
    "minimum_subjects": 2,
}
_LAST_DAY = dt.date(9998, 12, 31)


def evaluate_own(
    connection: duckdb.DuckDBPyConnection, data_as_of: dt.date, data: Path | None = None
) -> dict[str, str]:
    """Create a table with the answers of every flag from the procurement tables of `connection`; return names by id.

    Reference tables of the folder `data` go before the shipped ones. A procurement table that is absent is taken as
    empty: its flags then have no computable row.
    """
    prepare_own(connection, data)
    alone = [flag for flag in registry().values() if not flag.only_beside]
    found = {flag.id: answer(connection, flag, values(connection, flag, data_as_of, data)) for flag in alone}
    _gather_flagged(connection, list(found.values()))
    beside = [flag for flag in registry().values() if flag.only_beside]
    found |= {flag.id: answer(connection, flag, values(connection, flag, data_as_of, data)) for flag in beside}
    return {flag_id: found[flag_id] for flag_id in registry()}


def prepare_own(connection: duckdb.DuckDBPyConnection, data: Path | None = None) -> None:
    """Create what the flags share: thresholds, holidays and the tables of queries/procurement."""
    _fill_absent(connection)
    _load_thresholds(connection, data)
    _load_holidays(connection, data)
    connection.execute(query_text("procurement/local_day"))
    currency = prepare(connection, _COMMON | {"currency": CURRENCY if _has_yuan(connection) else None})
    _create(connection, "compared_currency", pa.table({"currency": pa.array([currency], pa.string())}))
    for name in SHARED:
        query = query_text(f"procurement/{name}")
        taken = {"default_currency": CURRENCY} if "$default_currency" in query else {}
        connection.execute(f"create or replace temp table {name} as {query}", taken)
    for name in MACROS_AFTER:
        connection.execute(query_text(f"procurement/{name}"))


def values(
    connection: duckdb.DuckDBPyConnection, flag: Flag, data_as_of: dt.date, data: Path | None = None
) -> dict[str, Any]:
    """Return the values of the query of `flag` by parameter: limits in force on `data_as_of`, no fence of few cases."""
    standard = StandardSettings(sections={flag.id: {}}).values(flag.id) if flag.standard is not None else {}
    limits = {name: threshold_in_force(limit, data_as_of, data) for name, limit in flag.limits.items()}
    currency = connection.execute("select currency from compared_currency").fetchall()[0][0]
    fixed = {"minimum_n": flag.minimum_n, "data_as_of": data_as_of, "currency": currency}
    return standard | _COMMON | limits | fixed


def _has_yuan(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether any bid is in yuan: prices are compared in it then, else in the first currency met."""
    query = """
        select 1 from bids left join tenders using (tender_id)
        where amount is not null and coalesce(bids.currency, tenders.currency, $yuan) = $yuan limit 1
    """
    return connection.execute(query, {"yuan": CURRENCY}).fetchone() is not None


def _fill_absent(connection: duckdb.DuckDBPyConnection) -> None:
    held = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    held |= {row[0] for row in connection.execute("select view_name from duckdb_views()").fetchall()}
    for name in PROCUREMENT:
        if name not in held:
            _create(connection, name, arrow_schema(tables()[name]).empty_table())


def _load_thresholds(connection: duckdb.DuckDBPyConnection, data: Path | None) -> None:
    rows = [
        {
            "id": row["id"],
            "regime": row["regime"] or None,
            "area": row["area"] or None,
            "value": float(row["value"]),
            "measured_in": row["measured_in"],
            "first_day": dt.date.fromisoformat(row["valid_from"]),
            "day_after": dt.date.fromisoformat(row["valid_to"]) + dt.timedelta(1) if row["valid_to"] else _LAST_DAY,
        }
        for row in read_reference(reference_file("thresholds", data))
    ]
    text = ["id", "regime", "area", "measured_in"]
    fields = [(name, pa.string()) for name in text] + [("value", pa.float64())]
    schema = pa.schema([*fields, ("first_day", pa.date32()), ("day_after", pa.date32())])
    _create(connection, "thresholds", pa.Table.from_pylist(rows, schema))


def _load_holidays(connection: duckdb.DuckDBPyConnection, data: Path | None) -> None:
    rows = [
        {"day": dt.date.fromisoformat(row["date"]), "kind": row["kind"]}
        for row in read_reference(reference_file("holidays", data))
    ]
    schema = pa.schema([("day", pa.date32()), ("kind", pa.string())])
    _create(connection, "holidays", pa.Table.from_pylist(rows, schema))


def _gather_flagged(connection: duckdb.DuckDBPyConnection, answered: list[str]) -> None:
    """Create flagged_tenders, the tenders that any of the tables `answered` flags."""
    each = [f"select tender_id from {table} where subject = 'tender' and state = 'flagged'" for table in answered]
    connection.execute(f"create or replace temp table flagged_tenders as {' union '.join(each)}")


def _create(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.execute(f"drop table if exists {name}")
    connection.from_arrow(table).create(name)
