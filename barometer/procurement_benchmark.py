"""Time and memory of the procurement flags, asked of synthetic Parquet extracts."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from barometer.contract import arrow_schema, tables
from barometer.flags.evaluation import answer, prepare
from barometer.flags.own_profile import PROCUREMENT, evaluate_own
from barometer.flags.registry import standard_flags
from barometer.flags.standard_settings import read_settings
from barometer.query_files import query_text

MEMORY = "1.6GB"  # the engine's share of 2 GiB: the process itself and its buffers need the rest
AS_OF = dt.date(2026, 10, 31)
_COMMON: dict[str, Any] = {
    "compared_methods": [],
    "uncompared_methods": [],
    "excluded_methods": [],
    "default_currency": "CNY",
    "currency": None,
}


def measure_flags(tenders: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Return seconds that flags take over `tenders` synthetic tenders on Parquet, from opening the files on.

    Keys: tenders, bids, standard {seconds, flags {code: seconds}}, all {seconds, flags: number}, peak_mib of the
    process.
    """
    with tempfile.TemporaryDirectory() as folder:
        tell(f"Writing {tenders:,} tenders")
        counts = write_extracts(Path(folder), tenders)
        tell(f"Asking {len(standard_flags())} standard flags over {counts['bids']:,} bids")
        standard = _timed_standard(Path(folder))
        tell("Asking all flags")
        every = _timed_own(Path(folder))
    return {
        "tenders": counts["tenders"],
        "bids": counts["bids"],
        "standard": standard,
        "all": every,
        "peak_mib": _peak_mib(),
    }


def write_extracts(folder: Path, n: int) -> dict[str, int]:
    """Write the procurement tables as Parquet in the contract's columns and types, and return their rows."""
    with _engine(folder) as connection:
        connection.execute(query_text("synthetic/draw"))
        connection.execute(f"create temp table slots as {query_text('synthetic/slots')}", {"tenders": n})
        for name in PROCUREMENT:
            connection.from_arrow(arrow_schema(tables()[name]).empty_table()).create(name)
            connection.execute(f"insert into {name} by name {query_text(f'synthetic/{name}')}")
            connection.table(name).write_parquet(str(folder / f"{name}.parquet"), compression="zstd")
            connection.execute(f"drop table {name}")
    return {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in PROCUREMENT}


def _engine(folder: Path) -> duckdb.DuckDBPyConnection:
    offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    return duckdb.connect(config={**offline, "memory_limit": MEMORY, "temp_directory": str(folder / "spill")})


def _opened(folder: Path) -> duckdb.DuckDBPyConnection:
    connection = _engine(folder)
    for name in PROCUREMENT:
        connection.read_parquet(str(folder / f"{name}.parquet")).create_view(name)
    return connection


def _timed_standard(folder: Path) -> dict[str, Any]:
    settings = read_settings(None)
    started = time.perf_counter()
    seconds = {}
    with _opened(folder) as connection:
        currency = prepare(connection, _COMMON)
        seconds["prepare"] = _since(started)
        for code, flag in standard_flags().items():
            before = time.perf_counter()
            answer(connection, flag, {**settings.values(code), "currency": currency})
            seconds[code] = _since(before)
    return {"seconds": _since(started), "flags": seconds}


def _timed_own(folder: Path) -> dict[str, Any]:
    started = time.perf_counter()
    with _opened(folder) as connection:
        answered = evaluate_own(connection, AS_OF)
    return {"seconds": _since(started), "flags": len(answered)}


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def _peak_mib() -> int | None:
    if sys.platform == "win32":
        return None  # Windows tells no peak without a further package
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)
