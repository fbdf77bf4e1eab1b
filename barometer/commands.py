"""What each command of the command line does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import Namespace
from typing import Any

from barometer.contract import HOUSE
from barometer.counting import CODED
from barometer.disclosure import gate
from barometer.faults import NoSnapshot, NotAllowed
from barometer.filters import chosen_codes
from barometer.metrics import ask as ask_metric
from barometer.metrics import metric_named, missing_columns
from barometer.periods import parse_month, periods_between
from barometer.publishing import publish as publish_delivery
from barometer.reference import data_folder
from barometer.scope import local_scope
from barometer.session import open_session
from barometer.snapshots import current_snapshot

SAMPLE = HOUSE / "data" / "sample"


def run(chosen: Namespace) -> None:
    """Open the dashboard; on a first start the committed sample is published, so that there is something to see."""
    try:
        current_snapshot()
    except NoSnapshot:
        publish_delivery(SAMPLE, data_folder(), _tell)
    address = f"http://127.0.0.1:{chosen.port}"
    _tell(f"晴雨表 Barometer: {address} (stop with Ctrl-C)")
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(chosen.port)]
    environment = {**os.environ, "BAROMETER_DATA": str(data_folder())}
    try:
        code = subprocess.run(command, cwd=HOUSE, env=environment, check=False).returncode
    except KeyboardInterrupt:
        code = 0
    sys.exit(code)


def publish(chosen: Namespace) -> None:
    """Check and publish the delivery, telling each step."""
    publish_delivery(chosen.source, chosen.data, _tell)


def sample(chosen: Namespace) -> None:
    """Write a synthetic delivery."""
    from barometer.sample import write_sample  # numpy-heavy, and no other command needs it

    try:
        write_sample(chosen.out, chosen.units, chosen.rows, chosen.seed)
    except ValueError as error:
        raise NotAllowed("Such a sample cannot be made", found=str(error), remedy="ask for other numbers") from error
    _tell(f"Wrote {chosen.rows:,} petitions of {chosen.units:,} units to {chosen.out}")


def intake(chosen: Namespace) -> None:
    """Turn a source file into a delivery and tell what was accepted and set aside."""
    from barometer.intake import intake as take_in
    from barometer.releases_intake import intake_releases

    if chosen.format == "ocds":
        manifest = intake_releases(chosen.source, chosen.out, chosen.mapping, _tell)
    elif chosen.mapping is None:
        raise NotAllowed("A table needs a mapping", column="--mapping", remedy="give a TOML file as in data/mappings")
    else:
        manifest = take_in(chosen.mapping, chosen.source, chosen.out)
    for table, counts in manifest.intake.items():
        _tell(f"{table}: {counts['accepted']:,} accepted, {counts['quarantined']:,} quarantined")
    if any(counts["quarantined"] for counts in manifest.intake.values()):
        _tell(f"Reasons by row: {chosen.out / 'quarantine.csv'}")


def ask(chosen: Namespace) -> None:
    """Print a metric for each period, as JSON or as lines."""
    scope, snapshot = local_scope(), current_snapshot(chosen.data)
    periods = periods_between(parse_month(chosen.first), parse_month(chosen.last), chosen.by)
    metric = metric_named(chosen.metric)
    session = open_session(scope, snapshot)
    only = tuple((column, chosen_codes(vars(chosen), column, session)) for column in CODED if vars(chosen)[column])
    told = gate(ask_metric(session, metric.id, periods, chosen.unit, only=only), scope)
    rows = [
        {
            "period": row["period"],
            "unit": row["unit"],
            "numerator": _whole(row["numerator"]),
            "denominator": _whole(row["denominator"]),
            "value": _whole(row["value"]) if metric.kind == "count" else _known(row["value"]),
        }
        for row in told.to_dict("records")
    ]
    answer: dict[str, Any] = {
        "rows": rows,
        "snapshot": snapshot.label,
        "data_as_of": snapshot.data_as_of.isoformat(),
    }
    if missing := missing_columns(metric, snapshot):
        answer["not_computable"] = [f"{need} is empty" for need in missing]
    if chosen.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        _print_rows(rows, answer)


def flags(chosen: Namespace) -> None:
    """Print what the open standard's indicators find in a file of compiled releases."""
    from barometer.flags.standard_output import standard_results
    from barometer.flags.standard_settings import read_settings

    results = standard_results(chosen.ocds, read_settings(chosen.settings, chosen.all), _tell)
    print(json.dumps(results, ensure_ascii=False, indent=None if chosen.json else 1))


def score_flags(chosen: Namespace) -> None:
    """Print what the flags find of a fresh sample's cases, as JSON or as lines."""
    from barometer.sample.scoring import score_flags as score  # numpy-heavy, and no other command needs it

    try:
        scores = score(chosen.seed, chosen.rows, chosen.units)
    except ValueError as error:
        raise NotAllowed("Such a sample cannot be made", found=str(error), remedy="ask for other numbers") from error
    if chosen.json:
        print(json.dumps({row.flag: {"found": row.found, "missed": row.missed, "false": row.false} for row in scores}))
        return
    print("flag\tfound\tmissed\tfalse")
    for row in scores:
        print(f"{row.flag}\t{row.found}\t{row.missed}\t{row.false}")
        if row.missed:
            _tell(f"{row.flag} missed: {', '.join(row.missed_ids)}")


def benchmark_pages(chosen: Namespace) -> None:
    """Measure the pages on synthetic data and print the medians."""
    from barometer.benchmark import measure_pages

    measured = measure_pages(chosen.rows, chosen.units, chosen.changes, _tell)
    print(json.dumps(measured, indent=None if chosen.json else 1))


def benchmark_flags(chosen: Namespace) -> None:
    """Measure the procurement flags on synthetic extracts and print what they take."""
    from barometer.procurement_benchmark import measure_flags

    print(json.dumps(measure_flags(chosen.tenders, _tell), indent=None if chosen.json else 1))


def shots(chosen: Namespace) -> None:
    """Write a picture of every page, as an installed Chromium shows it."""
    from barometer.page_shots import write_shots

    write_shots(chosen.out, chosen.lang, chosen.theme, _tell)


def benchmark_signals(chosen: Namespace) -> None:
    """Measure the early warnings on series with known outbreaks and print how often each is wrong or right."""
    from barometer.signals_benchmark import lines_of, measure_signals

    if chosen.replicates < 1 or chosen.seed < 0:
        found = f"replicates {chosen.replicates}, seed {chosen.seed}"
        raise NotAllowed("Nothing can be drawn so", expected="replicates from 1, seed from 0", found=found)
    measured = measure_signals(chosen.replicates, chosen.seed, _tell, chosen.series)
    print(json.dumps(measured) if chosen.json else "\n".join(lines_of(measured)))


def score_signals(chosen: Namespace) -> None:
    """Print what the signals find in a fresh sample."""
    from barometer.signals_score import score_signals as score

    try:
        told = score(chosen.units, chosen.rows, chosen.seed, _tell)
    except ValueError as error:
        raise NotAllowed("Such a sample cannot be made", found=str(error), remedy="ask for other numbers") from error
    print(json.dumps(told, indent=None if chosen.json else 1))


def _known(value: float) -> float | None:
    return None if value != value else value


def _whole(count: float) -> int | None:
    return None if count != count else round(count)


def _print_rows(rows: list[dict[str, object]], answer: dict[str, Any]) -> None:
    for row in rows:
        cells = (row["period"], row["unit"] or "*", row["numerator"], row["denominator"], row["value"])
        print("\t".join("" if cell is None else str(cell) for cell in cells))
    for note in answer.get("not_computable", []):
        print(f"not computable: {note}", file=sys.stderr)
    print(f"snapshot {answer['snapshot']}, data as of {answer['data_as_of']}", file=sys.stderr)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
