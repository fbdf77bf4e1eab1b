"""Synthetic extracts: every table of the contract, drawn from a seed, with cases planted to be found.

The same arguments give the same bytes. Nothing here describes an existing organisation or person.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from barometer import contract
from barometer.delivery import Manifest, describe_files, write_manifest
from barometer.sample import clock
from barometer.sample.discipline import clues_table, reports_table
from barometer.sample.labels import codes_table
from barometer.sample.petitions import Ledger, register
from barometer.sample.plot import Planted, choose_cast, unit_cases
from barometer.sample.procurement import procure
from barometer.sample.supervision import findings_table, old_cases_table, risk_points_table
from barometer.sample.tree import Units, grow_units, units_table

PLANTED = "planted.json"  # only a scoring command may read it
FEWEST_UNITS, FEWEST_ROWS = 20, 300


def write_sample(out: Path, units: int, rows: int, seed: int) -> None:
    """Write a delivery of `rows` petitions from 2021-01 to 2026-10, and what is planted in it.

    Raises:
        ValueError: too few units or rows for the planted cases.
    """
    if units < FEWEST_UNITS or rows < FEWEST_ROWS:
        raise ValueError(f"a sample needs at least {FEWEST_UNITS} units and {FEWEST_ROWS} rows")
    tables, planted = _draw(units, rows, seed)
    for name, table in tables.items():
        _write(out / name / "part-0.parquet", name, table)
    write_manifest(
        out,
        Manifest(
            data_as_of=_date(clock.AS_OF),
            period=(_date(clock.FIRST_DAY), _date(clock.AS_OF)),
            system="synthetic sample",
            is_sample=True,
            higher_level_items_left_out=True,
            files=describe_files(out),
        ),
    )
    text = json.dumps([asdict(case) for case in planted], ensure_ascii=False, indent=1)
    (out / PLANTED).write_text(text + "\n", encoding="utf-8", newline="\n")


def _draw(n_units: int, rows: int, seed: int) -> tuple[dict[str, pa.Table], list[Planted]]:
    """Return all tables by name and the planted cases; each table has a stream of its own from the seed."""
    streams = (np.random.default_rng([seed, nth]) for nth in range(8))
    units = grow_units(next(streams), n_units)
    cast = choose_cast(units)
    ledger = register(next(streams), units, cast, rows)
    bought, flags = procure(next(streams), units, rows)
    tables = {
        "units": units_table(units),
        "codes": codes_table(),
        "petitions": ledger.table,
        "reports": reports_table(next(streams), units, rows),
        "clues": clues_table(next(streams), units, rows),
        "findings": findings_table(next(streams), units, cast, rows),
        "risk_points": risk_points_table(next(streams), units),
        "old_cases": old_cases_table(next(streams), units, ledger),
        **bought,
    }
    cases = unit_cases(units, cast)
    for case in cases:
        case.rows = _count(units, ledger, case) if case.table == "petitions" else None
    return tables, cases + flags


def _count(units: Units, ledger: Ledger, case: Planted) -> int:
    """Return the registrations within the case's days at its unit, and below where that is a branch."""
    keys = np.array([units.key(place) for place in range(len(units.name))])
    place = np.flatnonzero(np.isin(keys, case.unit_ids))
    inside = np.where(units.level[place] == 1, units.branch[ledger.unit] == place, ledger.unit == place)
    first, last = clock.day(str(case.first_day)), clock.day(str(case.last_day))
    return int((inside & (ledger.day >= first) & (ledger.day <= last)).sum())


def _write(path: Path, name: str, table: pa.Table) -> None:
    """Write one table with fixed settings: the bytes must not hang on defaults of the library."""
    # Keys that never repeat gain from differences to their neighbours, all else from a dictionary.
    own = contract.tables()[name].key[0] if len(contract.tables()[name].key) == 1 else None
    others = [field for field in table.column_names if field != own]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table,
        path,
        row_group_size=122_880,
        version="2.6",
        compression="zstd",
        compression_level=12,
        use_dictionary=others,
        column_encoding={own: "DELTA_BYTE_ARRAY"} if own else None,
    )


def _date(number: int) -> date:
    return date.fromisoformat(clock.isoformat(number))
