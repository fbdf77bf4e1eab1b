"""The benchmark of the flags: what it prints, and that its extracts are those of the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from barometer.__main__ import main
from barometer.contract import tables
from barometer.flags.own_profile import PROCUREMENT
from barometer.flags.registry import registry, standard_flags
from barometer.procurement_benchmark import write_extracts


def test_the_command_tells_seconds_and_memory(capsys: Any) -> None:
    assert main(["benchmark", "flags", "--tenders", "300", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["tenders"] == 300
    assert told["standard"]["flags"].keys() == {"prepare", *standard_flags()}
    assert told["all"]["flags"] == len(registry())
    assert told["standard"]["seconds"] > 0
    assert told["peak_mib"] > 0


def test_the_extracts_keep_the_contract_and_the_usual_number_of_bids(tmp_path: Path) -> None:
    counts = write_extracts(tmp_path, 5_000)
    for name in PROCUREMENT:
        assert pq.read_schema(tmp_path / f"{name}.parquet").names == list(tables()[name].columns)
    assert 3.7 < counts["bids"] / counts["tenders"] < 4
    with duckdb.connect() as connection:
        for name in PROCUREMENT:
            key = ", ".join(tables()[name].key)
            query = f"select count(*), count(distinct ({key})) from read_parquet($path)"
            rows, keys = connection.execute(query, {"path": str(tmp_path / f"{name}.parquet")}).fetchall()[0]
            assert rows == keys == counts[name], name
