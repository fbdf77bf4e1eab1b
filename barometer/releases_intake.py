"""Intake of compiled releases: procurement tables of the contract; rows that break it are put aside with a reason."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from barometer.contract import Table, arrow_schema, tables
from barometer.faults import BrokenContract, UnreadableFile
from barometer.intake import refuse_filled, write_quarantine, write_rows
from barometer.manifest import Manifest, describe_files, write_manifest
from barometer.ocds.loading import DETAILS, load_releases
from barometer.parquet_files import open_engine
from barometer.query_files import query_text
from barometer.reference import reference_file
from barometer.row_checks import RowCheck, column_checks
from barometer.row_links import load_code_lists

# Parents before children, so that a child whose parent was put aside is put aside too.
DELIVERED = (
    "units", "suppliers", "tenders", "bids", "bid_tenderers", "awards", "award_suppliers", "tender_items", "contracts",
)  # fmt: skip


@dataclass(frozen=True)
class ReleasesMapping:
    """What releases do not say of themselves; every entry may be left out."""

    data_as_of: date | None = None
    system: str = "open contracting releases"
    root_id: str = "all-buyers"
    root_name: str = "全部采购单位"


def intake_releases(
    source: Path, out: Path, mapping: Path | None = None, warn: Callable[[str], None] = lambda line: None
) -> Manifest:
    """Write the delivery that the releases of `source` make into the empty folder `out`; return its manifest.

    Beside the tables it holds quarantine.csv: table, row (line of the source), column, reason. Petitions are delivered
    empty. Without data_as_of in the mapping the latest release dates the delivery.

    Raises:
        OSError, UnreadableFile: the mapping or the source is missing, cannot be read or holds no release.
        BrokenContract: an entry is unknown, the folder is not empty, nothing dates the delivery, or rows in ≠
            accepted + quarantined.
    """
    told = _read_mapping(mapping)
    refuse_filled(out)
    with open_engine() as connection:
        load_releases(connection, source, warn, DETAILS)
        as_of = told.data_as_of or _latest_day(connection, source)
        load_code_lists(connection, reference_file("codes"), has_delivered=False)
        connection.execute('create table quarantine ("table" varchar, row bigint, "column" varchar, reason varchar)')
        counts = {name: _take_in(connection, tables()[name], told, as_of, out) for name in DELIVERED}
        write_rows(out, "petitions", arrow_schema(tables()["petitions"]).empty_table())
        write_quarantine(connection, out)
        period = _period(connection, as_of)
    files = tuple(replace(file, encoding="utf-8") for file in describe_files(out))
    manifest = Manifest(data_as_of=as_of, period=period, system=told.system, files=files, intake=counts)
    write_manifest(out, manifest)
    return manifest


def _read_mapping(path: Path | None) -> ReleasesMapping:
    if path is None:
        return ReleasesMapping()
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        mapping = ReleasesMapping(**told)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            "The mapping cannot be read.", path.name, expected="TOML in UTF-8", remedy="mend the line that is named"
        ) from error
    except TypeError as error:
        raise _not_understood(path, ", ".join(told)) from error
    for key, value in told.items():
        if not isinstance(value, date if key == "data_as_of" else str):
            raise _not_understood(path, key)
    return mapping


def _not_understood(path: Path, found: str) -> BrokenContract:
    return BrokenContract(
        "The mapping holds an entry that is not understood.",
        path.name,
        expected="data_as_of (a day), system, root_id, root_name (texts)",
        found=found[:64],
        remedy="correct the entry, or leave it out",
    )


def _latest_day(connection: duckdb.DuckDBPyConnection, source: Path) -> date:
    days = connection.execute(
        "select greatest((select max(released_on) from tender_details), (select max(awarded_on) from award_details))"
    ).fetchall()
    latest: date | None = days[0][0]
    if latest is None:
        remedy = "give data_as_of as a day in the mapping"
        raise BrokenContract("No day of the source dates the delivery.", source.name, "date", remedy=remedy)
    return min(latest, date.today() + timedelta(days=1))


def _period(connection: duckdb.DuckDBPyConnection, as_of: date) -> tuple[date, date] | None:
    query = "select cast(min(coalesce(opened_at, notice_at)) as date) from accepted_tenders"
    first: date | None = connection.execute(query).fetchall()[0][0]
    return (first, max(first, as_of)) if first else None


def _take_in(
    connection: duckdb.DuckDBPyConnection, table: Table, told: ReleasesMapping, as_of: date, out: Path
) -> Mapping[str, int]:
    """Write the accepted rows of a table, put the others into `quarantine`, and return how many of each."""
    query = query_text(f"ocds/delivered/{table.name}")
    values = {"root_id": told.root_id, "root_name": told.root_name} if table.name == "units" else {}
    connection.execute(f"create temp table mapped_{table.name} as {query}", values)
    present = set(connection.table(f"mapped_{table.name}").columns)
    checks = list(_checks(table, present & table.columns.keys(), as_of))
    cases = " ".join(f"when {check.condition} then {number}" for number, check in enumerate(checks))
    keys = ", ".join(table.key)
    connection.execute(
        f"""
        create temp table judged as
        with numbered as (
            select *, row_number() over (partition by {keys} order by source_row) > 1 as is_repeated
            from mapped_{table.name}
        )
        select *, case {cases} end as broken from numbered
        """,
        [value for check in checks for value in check.values],
    )
    for number, check in enumerate(checks):
        connection.execute(
            "insert into quarantine select ?, source_row, ?, ? from judged where broken = ?",
            [table.name, check.column, check.problem, number],
        )
    connection.execute(f"create temp table accepted_{table.name} as select * from judged where broken is null")
    columns = ", ".join(f'"{name}"' if name in present else f'null as "{name}"' for name in table.columns)
    accepted = connection.sql(f"select {columns} from accepted_{table.name} order by source_row, {keys}")
    write_rows(out, table.name, accepted.to_arrow_table())
    rows_in, quarantined = connection.execute("select count(*), count(broken) from judged").fetchall()[0]
    connection.execute("drop table judged")
    return {"rows_in": rows_in, "accepted": accepted.shape[0], "quarantined": quarantined}


def _checks(table: Table, present: set[str], as_of: date) -> Iterator[RowCheck]:
    """Yield the rules a row must keep, in the order in which a broken one gives the reason."""
    for name in sorted(present, key=list(table.columns).index):
        column = table.columns[name]
        parent, _, key = column.references.partition(".")
        if parent in ("tenders", "bids", "awards") and not column.is_nullable:
            yield RowCheck(name, f'"{name}" is null', f"The row of {parent} it belongs to was put aside.", "", "")
        yield from column_checks(table, column, present, as_of)
        if column.type == "money":
            problem = "An amount has more digits than the contract holds."
            does_not_fit = f'"{name}" is not null and try_cast("{name}" as decimal(18, 2)) is null'
            yield RowCheck(name, does_not_fit, problem, "", "")
        if column.codes:
            known = "(select code from code_lists where list = ? and code is not null)"
            yield RowCheck(name, f'"{name}" not in {known}', "A code is not in its list.", "", "", (column.codes,))
        if parent in DELIVERED and not column.is_nullable:
            known = f'(select "{key}" from accepted_{parent})'
            yield RowCheck(name, f'"{name}" not in {known}', f"A row of {parent} that it needs is missing.", "", "")
    yield RowCheck(", ".join(table.key), "is_repeated", "An earlier row has the same key.", "", "")
