"""Deliveries as a later one corrects them: the same rows but for what was entered wrongly or is no longer provided."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from barometer.contract import arrow_schema, tables
from barometer.delivery import describe_files, read_manifest, write_manifest

LAST_MONTH = dt.date(2026, 10, 1)
CORRECTED = 12


def write_corrected(source: Path, folder: Path) -> Path:
    """Write the delivery with twelve letters of its last month as petitions by telephone."""
    rows = _petitions(source)
    letters = (rows["channel"] == "letter") & (rows["purpose"] == "appeal") & (rows["registered_on"] >= LAST_MONTH)
    chosen = rows[letters].sort_values("petition_id").head(CORRECTED).index
    assert len(chosen) == CORRECTED
    rows.loc[chosen, "channel"] = "phone"
    return _written(source, folder, rows)


def write_without_persons(source: Path, folder: Path) -> Path:
    """Write the delivery without the number of persons: collective visits cannot be computed."""
    return _written(source, folder, _petitions(source).assign(persons=None))


def _petitions(source: Path) -> pd.DataFrame:
    return pd.concat([pq.read_table(path).to_pandas() for path in sorted((source / "petitions").glob("*.parquet"))])


def _written(source: Path, folder: Path, petitions: pd.DataFrame) -> Path:
    shutil.copytree(source, folder)
    for path in (folder / "petitions").glob("*.parquet"):
        path.unlink()
    table = pa.Table.from_pandas(petitions, arrow_schema(tables()["petitions"]), preserve_index=False)
    pq.write_table(table, folder / "petitions" / "part-0.parquet")
    write_manifest(folder, replace(read_manifest(folder), files=describe_files(folder)))
    return folder
