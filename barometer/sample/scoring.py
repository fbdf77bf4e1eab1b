"""Whether the flags find what is planted: a fresh sample, our own profile, and the cases written beside it."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from barometer.flags.own_profile import PROCUREMENT, evaluate_own
from barometer.flags.registry import Flag, registry
from barometer.sample import PLANTED, write_sample
from barometer.sample.clock import AS_OF, isoformat

Subjects = set[tuple[str, str]]
_OF_YEARS = {"flag_C29", "flag_C06_share"}  # cases that the tenders of one buyer, area and year make together


@dataclass(frozen=True)
class FlagScore:
    """How one flag did: planted subjects that it flags, planted ones that it does not, others that it flags."""

    flag: str
    found: int
    missed: int
    false: int
    missed_ids: tuple[str, ...]


def score_flags(seed: int, rows: int, units: int) -> list[FlagScore]:
    """Return the score of every flag with a planted case in a fresh sample with `seed`."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        write_sample(Path(folder), units, rows, seed)
        return score_delivery(connection, Path(folder))


def score_delivery(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[FlagScore]:
    """Return the scores on a written sample; its procurement tables are read into `connection`."""
    for name in PROCUREMENT:
        connection.read_parquet(str(folder / name / "*.parquet")).create(name)
    answered = evaluate_own(connection, dt.date.fromisoformat(isoformat(AS_OF)))
    planted: dict[str, Subjects] = defaultdict(set)
    for case in json.loads((folder / PLANTED).read_text(encoding="utf-8")):
        if case["kind"] == "flag":
            flag = registry()[case["id"].split("_")[1]]
            planted[flag.id] |= _subjects(connection, flag, case)
    return [
        _score(connection, flag_id, answered[flag_id], planted[flag_id]) for flag_id in answered if flag_id in planted
    ]


def _subjects(connection: duckdb.DuckDBPyConnection, flag: Flag, case: dict[str, Any]) -> Subjects:
    if case["id"] in _OF_YEARS:
        found = connection.execute(
            "select distinct concat_ws('/', unit_id, area, year) from dated_tenders where tender_id in $tenders",
            {"tenders": case["tender_ids"]},
        ).fetchall()
        return {("buyer_year", key) for (key,) in found}
    if flag.subject in ("supplier", "organisation"):
        return {("supplier", key) for key in case["supplier_ids"]}
    return {("tender", key) for key in case["tender_ids"]}


def _score(connection: duckdb.DuckDBPyConnection, flag_id: str, table: str, planted: Subjects) -> FlagScore:
    """Return the score; a supplier named with a tender is part of the tender's case, not one of its own."""
    rows = connection.execute(
        f"select distinct subject, subject_id from {table}"
        " where state = 'flagged' and (subject != 'supplier' or tender_id is null)"
    ).fetchall()
    flagged: Subjects = set(rows)
    missed = tuple(sorted(key for _, key in planted - flagged))
    return FlagScore(flag_id, len(planted & flagged), len(missed), len(flagged - planted), missed)
