"""What the early warnings find in a fresh sample: cases seen, how late, and false alarms, by unit and month."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from barometer.faults import UnreadableSeries
from barometer.metrics import ask_several
from barometer.periods import month_run, monthly, months_apart
from barometer.publishing import publish
from barometer.readings.calendar_columns import new_year_days
from barometer.readings.forecast import ALARM, LIST_FROM, Forecast, forecast
from barometer.readings.signals import FALL_CHANCE
from barometer.readings.trend import annual_ratio
from barometer.sample import write_sample
from barometer.sample.known_cases import Case, unit_cases_of
from barometer.scope import Scope
from barometer.session import Session, open_session
from barometer.signal_scenarios import NEW_YEARS

Counts = NDArray[np.float64]
#: How many went wrong in a month, by metric: what is counted, or what the counted leaves of its base.
MISSED = ("completed_on_time_rate", "satisfied_rate")
INDICATORS = ("registered", "repeat_share", "collective_batches", *MISSED)
_TREND_MONTHS = 36


def score_signals(units: int, rows: int, seed: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Return what the signals find in a sample drawn from `seed`, without having seen what was put into it.

    Every unit with all below it × indicator is a series of monthly counts; months with 48 before them are judged. A
    case is found by an alarm (or a fall to zero) at its unit and indicator within its months; a case that moves over
    years by the trend of the last 36. An alarm at a unit above, below or at a case from its start on is no false one.
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


def counts_by_unit(session: Session) -> dict[str, Counts]:
    """Return by indicator the monthly counts (units, months) of every unit, all below it included."""
    periods, units = monthly(session.first_month, session.last_month), list(session.tree.units)
    told = ask_several(session, INDICATORS, periods, units)
    told = told[told["unit"].notna()]
    is_missed = told["metric"].isin(MISSED)
    told["count"] = told["numerator"].where(~is_missed, told["denominator"] - told["numerator"]).fillna(0)
    labels = [period.label for period in periods]
    return {
        str(metric): rows.pivot(index="unit", columns="period", values="count").loc[units, labels].to_numpy(dtype=float)
        for metric, rows in told.groupby("metric")
    }


def _score(session: Session, cases: Sequence[Case]) -> dict[str, Any]:
    months = month_run(session.first_month, session.last_month)
    days = new_year_days([month.year * 12 + month.month - 1 for month in months], NEW_YEARS)
    counts = counts_by_unit(session)
    told = {metric: forecast(series, range(LIST_FROM, len(months)), days) for metric, series in counts.items()}
    units = list(session.tree.units)
    by_case = [_found(case, counts, told, units, months) for case in cases]
    quiet = _quiet(session, cases, months[LIST_FROM:])
    false = sum(int((one.alarm & quiet).sum()) for one in told.values())
    judged = sum(int((~np.isnan(one.chance) & quiet).sum()) for one in told.values())
    late = [one["months_late"] for one in by_case if one["months_late"] is not None]
    found = sum(one["found"] for one in by_case)
    return {
        "found": found,
        "cases": len(cases),
        "found_share": round(found / len(cases), 3),
        "months_late": round(float(np.mean(late)), 2) if late else None,
        "false_alarms": false,
        "expected_false_alarms": round(ALARM * judged, 1),
        "months_judged": judged,
        "false_alarm_rate": round(false / judged, 4),
        "by_case": by_case,
    }


def _found(
    case: Case,
    counts: Mapping[str, Counts],
    told: Mapping[str, Forecast],
    units: Sequence[str],
    months: Sequence[dt.date],
) -> dict[str, Any]:
    """Return whether the reading for this kind of case saw it, and how many months after its start."""
    row, late = units.index(case.unit), None
    if case.reading == "trend":
        is_found = _direction(counts[case.metric][row, -_TREND_MONTHS:]) == case.direction
    else:
        one, series = told[case.metric], counts[case.metric][row, LIST_FROM:]
        is_fall = (series == 0) & (one.zero_chance[row] < FALL_CHANCE)
        seen = np.flatnonzero(is_fall if case.reading == "fall" else one.alarm[row]) + LIST_FROM
        first, last = (months_apart(months[0], month) for month in (case.first, case.last))
        inside = seen[(seen >= first) & (seen <= last)]
        is_found, late = bool(len(inside)), int(inside[0]) - first if len(inside) else None
    return {"kind": case.kind, "unit": case.unit, "reading": case.reading, "found": is_found, "months_late": late}


def _direction(series: Counts) -> str:
    try:
        return annual_ratio(series).direction
    except UnreadableSeries:
        return ""


def _quiet(session: Session, cases: Sequence[Case], months: Sequence[dt.date]) -> NDArray[np.bool_]:
    """Return which units and months (units, months) no case touches: at, above and below it from its start on."""
    tree, units = session.tree, list(session.tree.units)
    quiet = np.ones((len(units), len(months)), dtype=bool)
    for case in cases:
        near = {*tree.above(case.unit), *tree.below(case.unit)}
        rows, columns = [unit in near for unit in units], [month >= case.first for month in months]
        quiet[np.ix_(rows, columns)] = False
    return quiet
