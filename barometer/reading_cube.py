"""What publish reads from the cube: each month against its expectation, and the change over three years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometer.faults import UnreadableSeries
from barometer.metrics import missing_columns, registry
from barometer.node_series import READ_MONTHS, Floats, NodeSeries, every_node, node_series
from barometer.peer_bands import peer_bands
from barometer.periods import Period, monthly
from barometer.query_files import query_text
from barometer.readings.expected import RARE
from barometer.readings.forecast import USED_FROM, Forecast, forecast
from barometer.readings.lag import FINAL
from barometer.readings.new_year import HOLIDAY, REBOUND, days_in_spans
from barometer.readings.runs import climbs, run_lengths, signed_runs
from barometer.readings.signals import FALL_CHANCE, IS_ALARM, IS_FALL, IS_WATCH
from barometer.readings.trend import annual_ratio
from barometer.reference import new_years
from barometer.session import Session

Flags = NDArray[np.bool_]
Progress = Callable[[str], None]


def build_readings(session: Session, folder: Path, data: Path, tell: Progress = lambda line: None) -> None:
    """Read every series of the snapshot that `session` holds as a whole, and store the tables under `folder`.

    `data` is the data folder, whose own reference tables may name the New Years. A metric whose columns are empty has
    no rows, nor has a series that cannot be read.
    """
    metrics = [metric for metric in registry().values() if not missing_columns(metric, session.snapshot)]
    nodes, periods = every_node(session), monthly(session.first_month, session.last_month)
    known, days = known_months(session, nodes, periods), _holidays(session, data)
    tell(f"Reading {sum(metric.is_read for metric in metrics)} metrics of {len(nodes) - 1:,} units")
    provisional = sum(state != FINAL for state in session.frame(query_text("month_states"))["state"])
    told: dict[str, list[pd.DataFrame]] = {"readings": [], "annual_ratios": [], "peer_bands": []}
    for metric in metrics:
        if metric.is_read:
            series = node_series(session, metric.id, nodes, periods)
            told["readings"].append(read_months(series, known, days))
            told["annual_ratios"] += [annual_ratios(series, known, provisional)] if metric.has_trend else []
        if metric.kind == "share" and metric.better != "neutral":
            told["peer_bands"].append(peer_bands(session, metric.id))
    with closing(duckdb.connect(config={"autoinstall_known_extensions": "false"})) as connection:
        for name, frames in told.items():
            connection.execute(query_text(f"readings/{name}"))
            for frame in frames:
                connection.from_df(frame).insert_into(name) if len(frame) else None
            connection.table(name).order("all").write_parquet(str(folder / f"{name}.parquet"))


def known_months(session: Session, nodes: Sequence[str], periods: Sequence[Period]) -> Flags:
    """Return in which months (nodes, months) a count speaks: all of them lie within the unit's life and reporting.

    A unit founded or closed within a month, and one before its first registration, has months without meaning: zeros
    there would make its first year an alarm and its end a question to the data.
    """
    registered = node_series(session, "registered", nodes, periods).numerators > 0
    known: Flags = np.logical_or.accumulate(registered, axis=1)
    lives = {unit: (first, last or dt.date.max) for unit, first, last in session.rows(query_text("unit_validity"))}
    for row, node in enumerate(nodes):
        first, last = lives.get(node, (dt.date.min, dt.date.max))
        known[row] &= [first <= start and end <= last for start, end in _spans(session)]
    return known


def judged(series: NodeSeries, known: Flags) -> tuple[Floats, Floats]:
    """Return what is counted in each month and the base it is a part of, (nodes, months), 0 and 0 where not `known`.

    Where more is better, what is left of the base is counted: late answers, not answers in time. A count has base 1.
    """
    base = np.ones_like(series.numerators) if series.denominators is None else series.denominators
    counted = base - series.numerators if series.metric.better == "higher" else series.numerators
    known = known & ~np.isnan(counted)
    return np.where(known, counted, 0.0), np.where(known, np.nan_to_num(base), 0.0)


def read_months(series: NodeSeries, known: Flags, days: Floats) -> pd.DataFrame:
    """Return the rows of table `readings` for a metric: the last 36 months of every node that can be read.

    `days` (months, 2) are those of the New Year's holiday and of the rebound after it in each month.
    """
    counted, base = judged(series, known)
    start = int(np.argmax(base.any(axis=0)))  # repeats are not known in the first months of any unit
    counted, base, days = counted[:, start:], base[:, start:], days[start:]
    months = [period.first_month for period in series.periods[start:]]
    places = range(max(USED_FROM, len(months) - READ_MONTHS), len(months))
    if not len(places):
        return pd.DataFrame()
    told = forecast(counted, places, days, bases=base)
    history: NDArray[np.int64] = (np.cumsum(base > 0, axis=1) - (base > 0))[:, places]
    return _rows(series, told, counted[:, places], base[:, places], history, [months[place] for place in places])


def _spans(session: Session) -> list[tuple[dt.date, dt.date]]:
    """Return first and last day of each covered month, as the statistical calendar has them."""
    return [(row["first_day"], row["last_day"]) for row in session.months if row["first_day"] and row["last_day"]]


def _holidays(session: Session, data: Path) -> Floats:
    windows = (days_in_spans(_spans(session), new_years(data), window) for window in (HOLIDAY, REBOUND))
    return np.column_stack(list(windows))


def _rows(
    series: NodeSeries,
    told: Forecast,
    counted: Floats,
    base: Floats,
    history: NDArray[np.int64],
    months: list[dt.date],
) -> pd.DataFrame:
    is_missed, is_share = series.metric.better == "higher", series.denominators is not None
    divisor = np.where(base > 0, base, np.nan) if is_share else np.ones_like(base)
    value, expected, low, high = (
        _on_scale(part, divisor, is_missed, is_share) for part in (counted, told.expected, told.lower, told.upper)
    )
    if is_missed:
        low, high = high, low
    side = -1 if is_missed else 1
    is_fall = (counted == 0) & (told.zero_chance < FALL_CHANCE) & (not is_share)
    is_often = told.expected >= RARE  # of fewer, most months lie below what is expected and one beside it is no run
    rules = (told.alarm, told.watch, is_fall)
    kind = np.select(rules, [IS_ALARM, IS_WATCH, IS_FALL], "")
    columns = {
        "node": np.repeat(np.array(series.nodes, dtype=object)[:, None], len(months), axis=1),
        "metric": np.full(counted.shape, series.metric.id, dtype=object),
        "month": np.repeat(np.array(months, dtype="datetime64[s]")[None, :], len(counted), axis=0),
        "value": value,
        "counted": counted,
        "base": base if is_share else np.full(base.shape, np.nan),
        "expected": expected,
        "lower": low,
        "upper": high,
        "chance": told.chance,
        "strength": told.strength,
        "kind": kind,
        "raised": np.select(rules, [run_lengths(rule) for rule in rules], 0),
        "run": side * signed_runs(np.where(is_often, told.strength, np.nan)),
        "climb": side * climbs(np.where(is_often, counted / told.expected, np.nan)),
        "history": history,
    }
    is_read = ~np.isnan(told.chance).ravel()
    return pd.DataFrame({name: column.ravel()[is_read] for name, column in columns.items()})


def _on_scale(counted: Floats, divisor: Floats, is_missed: bool, is_share: bool) -> Floats:
    """Return counts on the scale of the metric's value: themselves, a share, or what they leave of all."""
    share = np.minimum(counted / divisor, 1.0) if is_share else counted / divisor
    told: Floats = 1 - share if is_missed else share
    return told


def annual_ratios(series: NodeSeries, known: Flags, provisional: int = 1) -> pd.DataFrame:
    """Return the rows of table `annual_ratios` for a count: three years without the last, `provisional` months.

    A node that was not there throughout has no row, nor one with fewer than five a month: its interval would hold
    anything.
    """
    end = len(series.periods) - provisional
    final = slice(max(end - READ_MONTHS, 0), end)
    periods, rows = series.periods[final], []
    for node, counts, is_known in zip(series.nodes, series.numerators[:, final], known[:, final], strict=True):
        if len(periods) < READ_MONTHS or not is_known.all() or not counts.mean() >= RARE:
            continue
        try:
            told = annual_ratio(counts)
        except UnreadableSeries:
            continue
        ends = (periods[0].first_month, periods[-1].first_month)
        estimate = (told.ratio, told.low, told.high, told.p, told.direction)
        rows.append((node, series.metric.id, *ends, counts.sum(), *estimate))
    return pd.DataFrame(rows)
