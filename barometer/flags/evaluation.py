"""Flags asked of a database that holds the procurement tables of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from barometer.flags.registry import Flag, parameters_of
from barometer.query_files import query_text

MACROS = ("quantile_8", "lower_fence", "upper_fence")
BEFORE_PRICES = ("considered_tenders", "considered_bids", "award_outcomes")


def prepare(connection: duckdb.DuckDBPyConnection, values: Mapping[str, Any]) -> str | None:
    """Create the tables all flags share from the procurement tables, and return the currency prices are compared in.

    `values` are compared_methods, uncompared_methods and excluded_methods (lists of methods in source words),
    default_currency (what a missing currency means, None: nothing) and currency (None: the first one met); has_gaps and
    has_lowest (default true) say whether flags about gaps and lowest bids follow, whose bids alone count as met.
    """
    for name in MACROS:
        connection.execute(query_text(f"procurement/{name}"))
    for name in BEFORE_PRICES:
        _create(connection, name, query_text(f"procurement/{name}"), values)
    currency = values["currency"] or _first_currency(connection, {"has_gaps": True, "has_lowest": True} | dict(values))
    _create(connection, "price_gaps", query_text("procurement/price_gaps"), {"currency": currency})
    return currency


def _first_currency(connection: duckdb.DuckDBPyConnection, values: Mapping[str, Any]) -> str | None:
    query = query_text("procurement/first_currency")
    found = connection.execute(query, {name: values[name] for name in parameters_of(query)}).fetchone()
    return found[0] if found else None


def answer(connection: duckdb.DuckDBPyConnection, flag: Flag, values: Mapping[str, Any]) -> str:
    """Create the table flag_<id> with what `flag` answers, and return its name."""
    table = f"flag_{flag.id}"
    _create(connection, table, flag.query, values)
    return table


def _create(connection: duckdb.DuckDBPyConnection, table: str, query: str, values: Mapping[str, Any]) -> None:
    taken = {name: values[name] for name in parameters_of(query)}
    connection.execute(f"create or replace temp table {table} as {query}", taken)
