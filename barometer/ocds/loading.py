"""Releases in a database: the tables flags read, filled in batches, so that a large file needs little memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from barometer.contract import arrow_schema, tables
from barometer.faults import UnreadableFile
from barometer.ocds.releases import Warn, Warnings, read_lines
from barometer.query_files import query_text

TABLES = ("tenders", "bids", "bid_tenderers", "awards", "award_suppliers", "tender_items")
MACROS = (
    "text_at", "number_at", "instant_at", "day_at", "text_in", "number_in", "instant_in", "key_of",
)  # fmt: skip
DETAILS = ("tender_details", "award_details", "told_contracts", "told_names")
_TOLD = ("releases", "told_bids", "told_awards")
BATCH = 32 << 20


def load_releases(
    connection: duckdb.DuckDBPyConnection, path: Path, warn: Warn = lambda line: None, more: tuple[str, ...] = ()
) -> int:
    """Create the procurement tables in `connection`, fill them with the releases of `path`, return how many.

    Columns are the contract's, money as double, every one nullable: the file is read as it is. Keys are made of line
    and place, so that their order is the file's; times are UTC, null where the source has no full timestamp. A tenderer
    or supplier without an id keeps its row, with a null supplier_id. Of a name that an object
    repeats the first counts. `more` names further queries whose answers are kept.

    Raises OSError where the file cannot be read, UnreadableFile where it holds no release.
    """
    for name in MACROS:
        connection.execute(query_text(f"ocds/{name}"))
    for name in TABLES:
        empty = pa.schema(_doubled(arrow_schema(tables()[name]))).empty_table()
        connection.from_arrow(empty).create(name)
    count = 0
    warnings = Warnings(path.name, warn)
    for batch in read_lines(path, warnings, BATCH):
        _read(connection, batch)
        for line, is_json in connection.execute(query_text("ocds/left_out")).fetchall():
            warnings.leave_out(line, is_json)
        for name in TABLES:
            connection.execute(f"insert into {name} by name {query_text(f'ocds/{name}')}")
        for name in more:
            query = query_text(f"ocds/{name}")
            connection.execute(f"insert into {name} by name {query}" if count else f"create table {name} as {query}")
        count += connection.table("releases").shape[0]
    warnings.close()
    if not count:
        raise UnreadableFile(
            "The file holds no compiled release",
            path.name,
            column="ocid",
            expected="one JSON object with an ocid a line, in UTF-8",
            found=f"{warnings.count:,} other lines" if warnings.count else "an empty file",
            remedy="export compiled releases as JSON lines (.jsonl), not as a package or an array",
        )
    return count


def _read(connection: duckdb.DuckDBPyConnection, batch: pa.Table) -> None:
    connection.register("lines", batch)
    for name in _TOLD:
        connection.execute(f"create or replace temp table {name} as {query_text(f'ocds/{name}')}")


def _doubled(schema: pa.Schema) -> Iterator[pa.Field]:
    for field in schema:
        yield pa.field(field.name, pa.float64() if pa.types.is_decimal(field.type) else field.type)
