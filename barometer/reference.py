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


def new_years(data: Path | None = None) -> tuple[dt.date, ...]:
    """Return the first days of the Chinese years in order; a month beyond the last is read as one without."""
    return tuple(
        sorted(dt.date.fromisoformat(row["first_day"]) for row in read_reference(reference_file("new_years", data)))
    )


def threshold_in_force(threshold_id: str, on: dt.date, data: Path | None = None) -> float:
    """Return the threshold of all regimes and areas that holds on day `on`, in the row's own unit of measure.

    Raises BrokenContract when no dated row covers the day.
    """
    return float(_row_in_force("threshold", threshold_id, on, data)["value"])


def limit_in_force(limit_id: str, on: dt.date, data: Path | None = None) -> int:
    """Return the limit `limit_id` that holds on day `on`, in the row's own unit of measure.

    Raises BrokenContract when no dated row covers the day.
    """
    return int(_row_in_force("limit", limit_id, on, data)["value"])


def _row_in_force(what: str, row_id: str, on: dt.date, data: Path | None) -> dict[str, str]:
    """Return the dated row of limits.csv or thresholds.csv that names no regime and no area and encloses the day."""
    path = reference_file(f"{what}s", data)
    for row in read_reference(path):
        is_general = row["id"] == row_id and not row.get("regime") and not row.get("area")
        if is_general and row["valid_from"] <= on.isoformat() <= (row["valid_to"] or "9999"):
            return row
    raise BrokenContract(
        f"No {what} '{row_id}' is in force on {on}",
        file=path.name,
        column="id",
        expected=f"a row '{row_id}' whose valid_from and valid_to enclose {on}",
        remedy=f"add the dated row with its article, or remove the local {path.name} to use the shipped one",
    )
