"""Small deliveries for tests: real Parquet folders that keep the contract, null wherever a test says nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from barometer.contract import arrow_schema, tables
from barometer.delivery import Manifest, describe_files, write_manifest
from barometer.metrics import ask
from barometer.periods import monthly, parse_month, periods_between
from barometer.publishing import publish
from barometer.scope import Scope
from barometer.session import WHOLE, Session

Row = dict[str, Any]
DATA_AS_OF = dt.date(2026, 10, 31)
LONG_AGO = dt.date(2010, 1, 1)
ONE_UNIT: tuple[Row, ...] = ({"unit_id": "all"},)
TREE: tuple[Row, ...] = (
    {"unit_id": "all", "is_reporting": False},
    {"unit_id": "north", "parent_id": "all"},
    {"unit_id": "north-1", "parent_id": "north"},
    {"unit_id": "south", "parent_id": "all"},
)


def day(text: str) -> dt.date:
    """Return the day written 2026-10-31."""
    return dt.date.fromisoformat(text)


def write_delivery(
    folder: Path,
    units: Sequence[Row] = ONE_UNIT,
    petitions: Sequence[Row] = (),
    data_as_of: dt.date = DATA_AS_OF,
    period: tuple[dt.date, dt.date] | None = None,
    **others: Sequence[Row],
) -> Path:
    """Write a delivery and its manifest into `folder`; `others` are more tables of the contract by name.

    A unit needs its id only, a petition its day; days may be written as text. A petition without a unit belongs
    to the first one, without an id it is p1, p2, … in the order given.
    """
    first_unit = units[0]["unit_id"]
    write_table(folder, "units", [_unit(row) for row in units])
    write_table(
        folder,
        "petitions",
        [{"petition_id": f"p{n}", "unit_id": first_unit, **row} for n, row in enumerate(petitions, 1)],
    )
    for name, rows in others.items():
        write_table(folder, name, rows)
    write_manifest(folder, Manifest(data_as_of, period, system="tests", files=describe_files(folder)))
    return folder


def write_table(folder: Path, name: str, rows: Sequence[Row]) -> Path:
    """Write one table of the contract, columns that `rows` do not name null; a misspelt column is an error."""
    table = tables()[name]
    unknown = {column for row in rows for column in row} - table.columns.keys()
    assert not unknown, f"{name} has no column {', '.join(sorted(unknown))}"
    (folder / name).mkdir(parents=True, exist_ok=True)
    read = [{column: _value(table.columns[column].type, value) for column, value in row.items()} for row in rows]
    path = folder / name / "part-0.parquet"
    pq.write_table(pa.Table.from_pylist(read, arrow_schema(table)), path)
    return path


def published(
    tmp_path: Path,
    units: Sequence[Row] = ONE_UNIT,
    petitions: Sequence[Row] = (),
    scope: Scope | None = None,
    **delivery: Any,
) -> Session:
    """Return a session on a delivery that was written to and published in `tmp_path`; keywords as above."""
    source = write_delivery(tmp_path / "delivery", units, petitions, **delivery)
    return Session(scope or Scope(), publish(source, tmp_path / "data"))


def asked(
    session: Session, metric: str, first: str, last: str = "", by: str = "month", units: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the metric from month `first` to month `last`, both written 2026-10."""
    return ask(session, metric, periods_between(parse_month(first), parse_month(last or first), by), units)


def figures(
    session: Session, metric: str, first: str, last: str = "", by: str = "month", units: Sequence[str] = ()
) -> list[tuple[object, ...]]:
    """Return rows (period, unit, numerator, denominator, value) of `asked`, None for nothing."""
    rows = asked(session, metric, first, last, by, units)[["period", "unit", "numerator", "denominator", "value"]]
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in rows.itertuples(index=False)]


def figure(session: Session, metric: str, month: str, unit: str | None = None) -> tuple[object, ...]:
    """Return (numerator, denominator, value) of one month, for all units together or one subtree."""
    (row,) = [row for row in figures(session, metric, month, units=[unit] if unit else []) if row[1] == unit]
    return row[2:]


def months_lived(session: Session) -> dict[str, set[dt.date]]:
    """Return the months that speak of each unit: from its first registration on, all of them within its life."""
    months = [row for row in session.months if row["month"]]
    lives: dict[str, list[tuple[dt.date, dt.date | None]]] = {WHOLE: [(LONG_AGO, None)]}
    for unit, first, end in session.rows("select unit_id, valid_from, valid_to from units"):
        lives.setdefault(unit, []).append((first, end))
    lived = {}
    for unit, spans in lives.items():
        first, ends = min(start for start, _ in spans), [end for _, end in spans]
        last = dt.date.max if None in ends else max(end for end in ends if end)
        told = ask(session, "registered", monthly(session.first_month, session.last_month), [unit] * (unit != WHOLE))
        values = told[told["unit"].isna() if unit == WHOLE else told["unit"] == unit]["value"]
        begun = next((place for place, value in enumerate(values) if value), len(months))
        kept = [row for row in months[begun:] if first <= row["first_day"] and row["last_day"] <= last]
        lived[unit] = {row["month"] for row in kept}
    return lived


def _unit(row: Row) -> Row:
    return {"unit_name": row["unit_id"], "is_reporting": True, "valid_from": LONG_AGO, **row}


def _value(kind: str, value: object) -> object:
    if kind == "date" and isinstance(value, str):
        return dt.date.fromisoformat(value)
    if kind == "timestamp" and isinstance(value, str):
        return dt.datetime.fromisoformat(value)
    return value
