"""What the published readings find in a fresh sample: cases seen, how late, and false alarms, by unit and month."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from barometer.faults import UnreadableSeries
from barometer.metrics import registry
from barometer.node_series import READ_MONTHS, node_series
from barometer.periods import add_months, monthly, months_apart
from barometer.publishing import publish
from barometer.query_files import query_text
from barometer.reading_cube import judged
from barometer.readings.forecast import ALARM, LIST_FROM
from barometer.readings.signals import IS_ALARM, IS_FALL
from barometer.readings.trend import annual_ratio
from barometer.sample import write_sample
from barometer.sample.known_cases import Case, unit_cases_of
from barometer.scope import Scope
from barometer.session import Session, open_session


def score_signals(units: int, rows: int, seed: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Return what the signals find in a sample drawn from `seed`, without having seen what was put into it.

    Scored is what publish stored: every unit with all below it × metric that warns × month with 48 before it. A case
    is found by an alarm (or a fall to zero) at its unit and metric within its months; a case that moves over years by
    the trend of three years. An alarm at a unit above, below or at a case from its start on is no false one.
    Keys: found, cases, found_share, months_late (of alarms and falls, mean), false_alarms, expected_false_alarms,
    months_judged (series × months), false_alarm_rate, by_case.
    """
    with tempfile.TemporaryDirectory() as folder:
        tell(f"Writing {rows:,} petitions of {units:,} units")
        write_sample(Path(folder) / "delivery", units, rows, seed)
        session = open_session(Scope(), publish(Path(folder) / "delivery", Path(folder) / "data", tell))
        cases = unit_cases_of(Path(folder) / "delivery")
        measured = _score(session, cases)
        open_session.cache_clear()
    return {**measured, "units": units, "rows": rows, "seed": seed}


def warned_readings(session: Session) -> pd.DataFrame:
    """Return the published readings of all units from which signals are taken: node, metric, month, kind and more."""
    values = {
        "nodes": list(session.tree.units),
        "metrics": [metric.id for metric in registry().values() if metric.is_warned],
        "first_month": session.first_month,
        "last_month": session.last_month,
    }
    told = session.frame(query_text("readings_of"), values)
    return told[told["history"] >= LIST_FROM]


def _score(session: Session, cases: Sequence[Case]) -> dict[str, Any]:
    told = warned_readings(session)
    by_case = [_found(case, told, session) for case in cases]
    quiet = told[_is_quiet(session, cases, told)]
    false = int((quiet["kind"] == IS_ALARM).sum())
    late = [one["months_late"] for one in by_case if one["months_late"] is not None]
    found = sum(one["found"] for one in by_case)
    return {
        "found": found,
        "cases": len(cases),
        "found_share": round(found / len(cases), 3),
        "months_late": round(float(np.mean(late)), 2) if late else None,
        "false_alarms": false,
        "expected_false_alarms": round(ALARM * len(quiet), 1),
        "months_judged": len(quiet),
        "false_alarm_rate": round(false / len(quiet), 4),
        "by_case": by_case,
    }


def _found(case: Case, told: pd.DataFrame, session: Session) -> dict[str, Any]:
    """Return whether the reading for this kind of case saw it, and how many months after its start."""
    late = None
    if case.reading == "trend":
        is_found = _direction(session, case) == case.direction
    else:
        kind = IS_FALL if case.reading == "fall" else IS_ALARM
        own = told[(told["node"] == case.unit) & (told["metric"] == case.metric) & (told["kind"] == kind)]
        months = [month for month in own["month"] if case.first <= month <= case.last]
        is_found, late = bool(months), months_apart(case.first, min(months)) if months else None
    return {"kind": case.kind, "unit": case.unit, "reading": case.reading, "found": is_found, "months_late": late}


def _direction(session: Session, case: Case) -> str:
    """Return where what is judged of the case's metric has moved over three years to the last month but one."""
    last = add_months(session.last_month, -1)
    series = node_series(session, case.metric, (case.unit,), monthly(add_months(last, 1 - READ_MONTHS), last))
    try:
        return annual_ratio(judged(series, ~np.isnan(series.numerators))[0][0]).direction
    except UnreadableSeries:
        return ""


def _is_quiet(session: Session, cases: Sequence[Case], told: pd.DataFrame) -> pd.Series[bool]:
    """Return which readings no case touches: at, above and below it from its start on."""
    quiet = pd.Series(True, index=told.index)
    for case in cases:
        near = {*session.tree.above(case.unit), *session.tree.below(case.unit)}
        quiet &= ~(told["node"].isin(near) & (told["month"] >= case.first))
    return quiet
