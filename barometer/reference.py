"""Dated facts with their source: limits, calendars, events and code lists of data/reference."""

from __future__ import annotations

import csv
import datetime as dt
import os
from functools import cache
from pathlib import Path

from barometer.contract import HOUSE
from barometer.faults import BrokenContract

SHIPPED = HOUSE / "data" / "reference"


def data_folder() -> Path:
    """Return the folder that holds snapshots and local reference tables (`BAROMETER_DATA`, else data/)."""
    return Path(os.environ.get("BAROMETER_DATA") or HOUSE / "data").resolve()


def reference_file(name: str, data: Path | None = None) -> Path:
    """Return the path of reference table `name`: the site's own where it has one, else the shipped one."""
    own = (data or data_folder()) / "reference" / f"{name}.csv"
    return own if own.is_file() else SHIPPED / f"{name}.csv"


@cache
def read_reference(path: Path) -> tuple[dict[str, str], ...]:
    """Return the rows of a reference table, all values as text, empty text for nothing."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(csv.DictReader(lines))


def threshold_in_force(threshold_id: str, on: dt.date, data: Path | None = None) -> float:
    """Return the threshold of all regimes and areas that holds on day `on`, in the row's own unit of measure.

    Raises BrokenContract when no dated row covers the day.
    """
    path = reference_file("thresholds", data)
    for row in read_reference(path):
        is_general = row["id"] == threshold_id and not row["regime"] and not row["area"]
        if is_general and row["valid_from"] <= on.isoformat() <= (row["valid_to"] or "9999"):
            return float(row["value"])
    raise BrokenContract(
        f"No threshold '{threshold_id}' is in force on {on}",
        file=path.name,
        column="id",
        expected=f"a row '{threshold_id}' for every regime and area whose valid_from and valid_to enclose {on}",
        remedy="add the dated row, or remove the local thresholds.csv to use the shipped one",
    )


def limit_in_force(limit_id: str, on: dt.date, data: Path | None = None) -> int:
    """Return the limit `limit_id` that holds on day `on`, in the row's own unit of measure.

    Raises BrokenContract when no dated row covers the day.
    """
    path = reference_file("limits", data)
    for row in read_reference(path):
        if row["id"] == limit_id and row["valid_from"] <= on.isoformat() <= (row["valid_to"] or "9999"):
            return int(row["value"])
    raise BrokenContract(
        f"No limit '{limit_id}' is in force on {on}",
        file=path.name,
        column="id",
        expected=f"a row '{limit_id}' whose valid_from and valid_to enclose {on}",
        remedy="add the dated row with its article, or remove the local limits.csv to use the shipped one",
    )
