"""Intake: a source file becomes a delivery; rows that cannot count are put aside with their reason."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from barometer.contract import Table, arrow_schema, tables
from barometer.faults import BrokenContract
from barometer.manifest import Manifest, describe_files, write_manifest
from barometer.mapping import Rule, SourceMapping, read_mapping
from barometer.parquet_files import open_engine
from barometer.row_checks import RowCheck, column_checks
from barometer.source_files import load_source, quoted
from barometer.source_labels import load_labels, unit_rows
from barometer.source_rules import mapped_query, unread

_KEY_BEGINS = "[A-Za-z].*"


def intake(mapping: Path, source: Path, out: Path) -> Manifest:
    """Write the delivery that `mapping` makes of `source` into the empty folder `out`; return its manifest.

    Besides the tables it holds quarantine.csv: table, row of the source (1 = first data row), column, reason.

    Raises:
        UnreadableFile: the mapping or the source is missing or cannot be read.
        BrokenContract: a column is missing, the folder is not empty, or rows in ≠ accepted + quarantined.
    """
    described = read_mapping(mapping)
    refuse_filled(out)
    with open_engine() as connection:
        encoding = load_source(connection, source, described.source_columns())
        as_of = described.day or _latest_day(connection, source, described.latest)
        _write_tree_and_codes(connection, described, out)
        connection.execute('create table quarantine ("table" varchar, row bigint, "column" varchar, reason varchar)')
        counts = {
            name: _take_in(connection, tables()[name], rules, as_of, out) for name, rules in described.tables.items()
        }
        write_quarantine(connection, out)
    manifest = _manifest(described, as_of, counts, out, encoding)
    write_manifest(out, manifest)
    return manifest


def refuse_filled(out: Path) -> None:
    """Raise BrokenContract where the folder for a delivery already holds something."""
    if out.exists() and any(out.iterdir()):
        remedy = "Give a new or empty folder."
        raise BrokenContract("The folder for the delivery is not empty.", out.name, remedy=remedy)


def _latest_day(connection: duckdb.DuckDBPyConnection, source: Path, column: str) -> date:
    query = f"select max(try_cast({quoted(column)} as date)) from source"
    latest: date | None = connection.execute(query).fetchall()[0][0]
    if latest is None:
        remedy = "Give data_as_of as a day in the mapping, or correct the column."
        raise BrokenContract("No day of the source dates the delivery.", source.name, column, remedy=remedy)
    return latest


def _write_tree_and_codes(connection: duckdb.DuckDBPyConnection, mapping: SourceMapping, out: Path) -> None:
    codes = load_labels(connection, mapping)
    write_rows(out, "units", unit_rows(connection, mapping))
    if codes.num_rows:
        write_rows(out, "codes", codes)


def _take_in(
    connection: duckdb.DuckDBPyConnection, table: Table, rules: Mapping[str, Rule], as_of: date, out: Path
) -> dict[str, int]:
    """Write the accepted rows of a table, put the others into `quarantine`, and return how many of each."""
    query, values = mapped_query(table, rules)
    connection.execute(f"create or replace table mapped as {query}", values)
    checks = _checks(table, rules, as_of)
    cases = " ".join(f"when {check.condition} then {number}" for number, check in enumerate(checks))
    connection.execute(
        f"create or replace table judged as select *, case {cases} end as broken from mapped",
        [value for check in checks for value in check.values],
    )
    for number, check in enumerate(checks):
        connection.execute(
            "insert into quarantine select ?, source_row, ?, ? from judged where broken = ?",
            [table.name, check.column, check.problem, number],
        )
    columns = ", ".join(quoted(name) if name in rules else f"null as {quoted(name)}" for name in table.columns)
    accepted = connection.sql(f"select {columns} from judged where broken is null order by source_row")
    write_rows(out, table.name, accepted.to_arrow_table())
    return _count(connection, table)


def _checks(table: Table, rules: Mapping[str, Rule], as_of: date) -> list[RowCheck]:
    """Return the rules a row must keep, in the order in which a broken one gives the reason."""
    checks = []
    for name in rules:
        problem = "The value cannot be read as the contract asks, or is not in its list."
        checks.append(RowCheck(name, unread(name), problem, "", ""))
        checks += column_checks(table, table.columns[name], set(rules), as_of)
        if table.columns[name].type == "key":
            problem, condition = (
                "A key does not begin with a letter.",
                f"not regexp_full_match({quoted(name)}, ?)",
            )
            checks.append(RowCheck(name, condition, problem, "", "", (_KEY_BEGINS,)))
    key = ", ".join(table.key)
    checks.append(RowCheck(key, "is_repeated", "An earlier row has the same key.", "", ""))
    return checks


def _count(connection: duckdb.DuckDBPyConnection, table: Table) -> dict[str, int]:
    rows_in, accepted, quarantined = connection.execute(
        """
        select
            (select count(*) from source),
            (select count(*) from judged where broken is null),
            (select count(*) from quarantine where "table" = ?)
        """,
        [table.name],
    ).fetchall()[0]
    if rows_in != accepted + quarantined:
        raise BrokenContract(
            "Rows were lost on the way in.",
            f"{table.name}/",
            expected=f"{rows_in:,} rows",
            found=f"{accepted:,} accepted and {quarantined:,} put aside",
            remedy="This is an error of intake: report it, and do not use the delivery.",
        )
    return {"rows_in": rows_in, "accepted": accepted, "quarantined": quarantined}


def write_rows(out: Path, name: str, rows: pa.Table) -> None:
    """Write the rows of table `name` into its folder below `out`, in the contract's columns and types."""
    (out / name).mkdir(parents=True)
    table = rows.cast(arrow_schema(tables()[name]))
    pq.write_table(table, out / name / f"{name}.parquet", compression="zstd")


def write_quarantine(connection: duckdb.DuckDBPyConnection, out: Path) -> None:
    """Write the rows of the table `quarantine` into quarantine.csv of the folder `out`."""
    rows = connection.execute('select * from quarantine order by "table", row').fetchall()
    with (out / "quarantine.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["table", "row", "column", "reason"])
        writer.writerows(rows)


def _manifest(
    mapping: SourceMapping, as_of: date, counts: dict[str, dict[str, int]], out: Path, encoding: str
) -> Manifest:
    return Manifest(
        data_as_of=as_of,
        period=_period(out, as_of),
        system=mapping.system,
        matter_derived=mapping.matter_derived,
        higher_level_items_left_out=mapping.higher_level_items_left_out,
        files=tuple(replace(file, encoding=encoding) for file in describe_files(out)),
        intake=counts,
        notes=mapping.notes,
    )


def _period(out: Path, as_of: date) -> tuple[date, date] | None:
    """Return the days from the first registration to the delivery's own day; None without petitions."""
    path = out / "petitions" / "petitions.parquet"
    first = pc.min(pq.read_table(path, columns=["registered_on"])[0]).as_py() if path.exists() else None
    return (first, as_of) if first else None
