"""Releases in a database: the tables flags read, filled in batches, so that a large file needs little memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from barometer.contract import arrow_schema, tables
from barometer.ocds.releases import Warn, read_releases
from barometer.ocds.rows import TABLES, rows_of

BATCH = 10_000


def load_releases(connection: duckdb.DuckDBPyConnection, path: Path, warn: Warn = lambda line: None) -> int:
    """Create the procurement tables in `connection`, fill them with the releases of `path`, return how many.

    Columns are the contract's, money as double, every one nullable: the file is read as it is.
    """
    for name in TABLES:
        empty = pa.schema(_doubled(arrow_schema(tables()[name]))).empty_table()
        connection.from_arrow(empty).create(name)
    count = 0
    releases = read_releases(path, warn)
    while batch := list(islice(releases, BATCH)):
        rows = rows_of(batch)
        for name in TABLES:
            schema = pa.schema(_doubled(arrow_schema(tables()[name])))
            connection.from_arrow(pa.Table.from_pylist(rows[name], schema=schema)).insert_into(name)
        count += len(batch)
    return count


def _doubled(schema: pa.Schema) -> Iterator[pa.Field]:
    for field in schema:
        yield pa.field(field.name, pa.float64() if pa.types.is_decimal(field.type) else field.type)
