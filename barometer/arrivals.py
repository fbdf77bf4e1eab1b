"""What each delivery knew of each month, kept from snapshot to snapshot, and how complete that makes recent months."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometer.faults import NoSnapshot, UnreadableSeries
from barometer.query_files import query_text
from barometer.snapshots import current_snapshot

if TYPE_CHECKING:
    from barometer.readings.lag import Lag

FEWEST_DELIVERIES = 3
_LAST_DELAY = 11  # what comes a year after the month is not waited for
_Row = tuple[object, ...]


def build_arrivals(
    connection: duckdb.DuckDBPyConnection, folder: Path, data: Path, system: str, calendar: tuple[str, ...]
) -> None:
    """Store under `folder` the tables arrivals and completeness of the extracts of `connection`.

    Needs the tables of the cube (months, items). What the current snapshot of data folder `data` knew is carried over
    where it comes from the same `system` and counts by the same `calendar`.
    """
    connection.execute("create temp table arrivals_before (month date, data_as_of date, items bigint)")
    if known := _known_before(data, system, calendar):
        connection.executemany("insert into arrivals_before values (?, ?, ?)", known)
    connection.execute(f"create temp table arrivals as {query_text('arrivals/arrivals')}")
    connection.execute(f"create temp table completeness as {query_text('arrivals/conventions')}")
    if learned := _completeness(connection.sql(query_text("arrivals/delays")).df()):
        connection.executemany("insert into completeness values (?, ?, ?, ?, ?, ?, ?, ?, ?, false, null)", learned)
    for name in ("arrivals", "completeness"):
        connection.sql(f"select * from {name} order by all").write_parquet(str(folder / f"{name}.parquet"))


def _known_before(data: Path, system: str, calendar: tuple[str, ...]) -> list[_Row]:
    """Return month, data_as_of and items that the current snapshot knows; nothing where it tells of something else.

    A snapshot that cannot be read is about to be replaced: it must not keep the next one from being published.
    """
    try:
        former = current_snapshot(data)
        if (former.manifest.get("system"), former.manifest.get("calendar")) != (system, list(calendar)):
            return []
        with duckdb.connect() as reader:
            kept = reader.read_parquet(str(former.folder / "cube" / "arrivals.parquet"))
            return kept.project("month, data_as_of, items").fetchall()
    except (NoSnapshot, duckdb.Error):
        return []


def _completeness(delays: pd.DataFrame) -> list[_Row]:
    """Return the learned rows of completeness: none where fewer than three deliveries tell of late registrations."""
    from barometer.readings.lag import read_triangle  # a second of loading that no page has to wait for

    triangle = _cumulated(delays)
    used = delays[delays["month"].isin(triangle.index) & (delays["delay"] <= _LAST_DELAY)]
    deliveries = int(used["step"].nunique())
    if deliveries < FEWEST_DELIVERIES:
        return []
    try:
        told = read_triangle(np.diff(_kept_to_the_end(triangle.to_numpy(dtype=float)), axis=1, prepend=0.0))
    except UnreadableSeries:  # months without any registration tell nothing of lateness
        return []
    now = delays[delays["step"] == 0].set_index("month")["items"]
    latest = triangle.notna().sum(axis=1) - 1
    return [
        (month.date(), *_learned(told, place, int(latest[month]), int(now[month])), deliveries)
        for place, month in enumerate(triangle.index)
    ]


def _cumulated(delays: pd.DataFrame) -> pd.DataFrame:
    """Return registrations so far (month x delay) of the months known from their end on.

    What a delivery left out between two others would have told lies on the line between them.
    """
    wide = delays.pivot(index="month", columns="delay", values="items").astype(float)
    wide = wide.reindex(columns=range(min(_LAST_DELAY, int(delays["delay"].max() if len(delays) else 0)) + 1))
    known = wide[wide[0].notna()].interpolate(axis=1, limit_area="inside")
    return known.dropna(axis=1, how="all")


def _kept_to_the_end(cumulated: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the counts (month x delay) without what a later delivery took back: a month never shrinks."""
    kept = np.fmin.accumulate(cumulated[:, ::-1], axis=1)[:, ::-1]
    return np.where(np.isnan(cumulated), np.nan, kept)


def _learned(told: Lag, place: int, delay: int, items: int) -> _Row:
    """Return state, delay, items, share, estimate, lower and upper; the last three for an estimate only."""
    share = float(told.completeness[place])
    numbers = (told.estimate[place], told.lower[place], told.upper[place])
    known = (float(number) if np.isfinite(told.lower[place]) else None for number in numbers)
    return (str(told.state[place]), delay, items, share, *known)
