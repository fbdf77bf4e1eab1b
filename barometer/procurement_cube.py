"""What pages read about procurement: flags evaluated once when a snapshot is published, told as bits of a tender."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb

from barometer.flags.own_profile import evaluate_own
from barometer.flags.registry import tender_flags
from barometer.query_files import query_text

TENDER_TABLES = ("flag_bits", "flag_groups", "tender_marks", "organisation_flags")
TENDER_VIEWS = ("flag_evidence", "tender_details", "tender_bids")
_FROM_QUERIES = ("flag_groups", "flag_states", "tender_marks", "tender_details", "tender_bids")
_ORDER = {"tender_marks": "span, month, tender_id", "flag_evidence": "tender_id, flag", "flag_groups": "all"}


def build_procurement(connection: duckdb.DuckDBPyConnection, folder: Path, data_as_of: dt.date, data: Path) -> None:
    """Evaluate every flag on the extracts of `connection` and store under `folder` what pages read.

    Needs the tables of the cube (days, months, unit_spans). A delivery without procurement gives empty tables.
    """
    answered = evaluate_own(connection, data_as_of, data)
    _create_bits(connection)
    answers = " union all by name ".join(f"select '{flag}' as flag, * from {table}" for flag, table in answered.items())
    connection.execute(f"create or replace temp view flag_answers as {answers}")
    for name in _FROM_QUERIES:
        connection.execute(f"create or replace temp table {name} as {query_text(f'procurement/{name}')}")
    for name in ("flag_evidence", "organisation_flags"):
        connection.execute(f"create or replace temp view {name} as {query_text(f'procurement/{name}')}")
    for name in (*TENDER_TABLES, *TENDER_VIEWS):
        rows = connection.sql(f'select * from "{name}" order by {_ORDER.get(name, "1, 2")}')
        rows.write_parquet(str(folder / f"{name}.parquet"))


def _create_bits(connection: duckdb.DuckDBPyConnection) -> None:
    """Give each flag of a tender a bit, in the order of the registry: fixed in the snapshot, not in the code."""
    connection.execute("create or replace temp table flag_bits (flag varchar, bit bigint, stage varchar, kind varchar)")
    rows = [(flag.id, 1 << place, flag.stage, flag.group) for place, flag in enumerate(tender_flags().values())]
    connection.executemany("insert into flag_bits values (?, ?, ?, ?)", rows)
