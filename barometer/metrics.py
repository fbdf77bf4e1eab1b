"""The registry of metrics, and the one function that asks them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from barometer.counting import Only
from barometer.faults import NotAllowed, UnknownMetric
from barometer.periods import Period
from barometer.query_files import QUERIES, query_text
from barometer.session import Session
from barometer.snapshots import Snapshot

ALL = "all"
SMALL_BASE = 30  # a rate of fewer moves by more than three points with one of them
_ASKED = {
    "asked_events": "events_in($periods, $units, $breakdowns)",
    "asked_matters": "matters_in($periods, $units, $breakdowns)",
    "asked_answer_days": "answer_days_in($periods, $units, $breakdowns)",
    "asked_tenders": "tenders_in($periods, $units, $breakdowns)",
    "asked_headcounts": "headcounts_in($periods, $units)",
}


@dataclass(frozen=True)
class Metric:
    """One block of queries/metrics.toml.

    `kind` is "count", "share" (value between 0 and 1), "days" (a quantile; denominator: how many items), "density"
    (value a thousand persons) or "amount" (yuan). `used_on` names the pages that ask the metric. `is_read`: months are
    held against what was to be expected; `is_warned`: those above it enter the list of early signals; `has_trend`: its
    change over three years is read.
    """

    id: str
    label_zh: str
    label_en: str
    kind: str
    counted_in: str
    better: str
    formula_zh: str
    formula_en: str
    source_zh: str
    source_en: str
    is_statute: bool
    needs: tuple[str, ...]
    additive: bool
    used_on: tuple[str, ...]
    short_en: str = ""
    is_verified: bool = True
    is_stock: bool = False
    is_read: bool = False
    is_warned: bool = False
    has_trend: bool = False
    breakdowns: tuple[str, ...] = ("channel", "category", "area")
    limits: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """Return the SQL that answers the metric."""
        return query_text(self.id)

    def label(self, language: str) -> str:
        """Return the name in Chinese ("zh") or English ("en")."""
        return self.label_en if language == "en" else self.label_zh

    def source(self, language: str) -> str:
        """Return the article or the practice the definition rests on."""
        return self.source_en if language == "en" else self.source_zh

    def formula(self, language: str) -> str:
        """Return numerator and denominator in words."""
        return self.formula_en if language == "en" else self.formula_zh


@cache
def registry() -> dict[str, Metric]:
    """Return every metric by id, in the order of the file."""
    blocks = tomllib.loads((QUERIES / "metrics.toml").read_text(encoding="utf-8"))
    return {name: Metric(id=name, **_frozen(block)) for name, block in blocks.items()}


def _frozen(block: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in block.items()}


def metric_named(metric_id: str) -> Metric:
    """Return the metric; raises UnknownMetric with the ids there are."""
    if metric_id not in registry():
        raise UnknownMetric(
            f"Unknown metric '{metric_id[:64]}'",
            file="queries/metrics.toml",
            expected=", ".join(registry()),
            remedy="choose one of these ids",
        )
    return registry()[metric_id]


def missing_columns(metric: Metric, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the columns whose absence keeps the metric from being computed; empty where it can be."""
    return missing_needs(metric.needs, snapshot)


def missing_needs(needs: Sequence[str], snapshot: Snapshot) -> tuple[str, ...]:
    """Return the needs ("table.column", alternatives joined by " | ") that `snapshot` does not fill."""
    return tuple(need for need in needs if all(snapshot.lacks(*one.split(".")) for one in need.split(" | ")))


def ask(
    session: Session,
    metric_id: str,
    periods: Sequence[Period],
    units: Sequence[str] = (),
    breakdown: str = ALL,
    apart: bool = True,
    only: Only = (),
) -> pd.DataFrame:
    """Return one metric as `ask_several` does, without the columns metric and breakdown."""
    told = ask_several(session, (metric_id,), periods, units, (breakdown,), apart, only)
    return told.drop(columns=["metric", "breakdown"])


def ask_several(
    session: Session,
    metric_ids: Sequence[str],
    periods: Sequence[Period],
    units: Sequence[str] = (),
    breakdowns: Sequence[str] = (ALL,),
    apart: bool = True,
    only: Only = (),
    together: bool = True,
) -> pd.DataFrame:
    """Return metrics for each asked period: for all chosen units `together` and, `apart`, for each subtree.

    `only` names the codes of channel, category or area that count; without it all do.

    Columns metric, period, unit (None: all chosen together; the whole scope where none is chosen), breakdown, code
    (None where a period holds no event), numerator (NaN for days), denominator (NaN for counts), value (share between
    0 and 1, the count, days, or density).
    Rows stand in the order asked, totals first. NaN: outside the covered months, nothing to divide by, history too
    short, or a column the metric needs is empty (see `missing_columns`); a true zero is 0.
    Raises UnknownMetric, UnknownUnit, and NotAllowed for a breakdown a metric does not have.
    """
    metrics = [_with_breakdowns(metric_id, breakdowns) for metric_id in dict.fromkeys(metric_ids)]
    asked_units: list[str | None] = [*([None] if together else []), *(dict.fromkeys(units) if apart else [])]
    unique = {f"{index:06d}": period for index, period in enumerate(dict.fromkeys(periods))}
    values = {
        "periods": [period.written(key) for key, period in unique.items()],
        "breakdowns": list(breakdowns),
    }
    with session.nodes_of([units if unit is None else [unit] for unit in asked_units], only) as nodes:
        values["units"] = [f"{unit or ''}/{node}" for unit, node in zip(asked_units, nodes, strict=True)]
        rows = session.rows(joined_query(tuple(metric.id for metric in metrics)), values)
    uncovered = {key for key, period in unique.items() if not session.covers(period)}
    missing = {metric.id for metric in metrics if missing_columns(metric, session.snapshot)}
    places = {unit: place for place, unit in enumerate(asked_units)}
    order = {metric.id: place for place, metric in enumerate(metrics)}
    rows.sort(key=lambda row: (order[row[0]], row[1], places[row[2]], row[3] or "", row[4] or ""))
    told = [
        (metric_id, unique[key].label, unit, breakdown, code)
        + ((None, None, None) if key in uncovered or metric_id in missing else tuple(map(_as_float, counts)))
        for metric_id, key, unit, breakdown, code, *counts in rows
    ]
    return _as_frame(told)


@cache
def joined_query(metric_ids: tuple[str, ...]) -> str:
    """Return one query for several metrics over the same asked events.

    Planning is most of what a small query costs: joined, thirteen metrics cost as much as four asked one by one.
    A metric's own query reads only what was asked, so that none can forget a filter.
    """
    asked = " ".join(registry()[metric_id].query for metric_id in metric_ids)
    found = [f"{name} as materialized (select * from {source})" for name, source in _ASKED.items() if name in asked]
    return f"with {', '.join(found)} " + " union all ".join(
        f"select '{metric_id}' as metric, period, unit, breakdown, code, numerator, denominator, value "
        f"from ({registry()[metric_id].query})"
        for metric_id in metric_ids
    )


def _with_breakdowns(metric_id: str, breakdowns: Sequence[str]) -> Metric:
    metric = metric_named(metric_id)
    for breakdown in breakdowns:
        if breakdown not in (ALL, *metric.breakdowns):
            raise NotAllowed(
                f"{metric_id} has no breakdown '{breakdown[:64]}'",
                expected=", ".join((ALL, *metric.breakdowns)),
                remedy="choose one of these",
            )
    return metric


def _as_frame(told: list[tuple[Any, ...]]) -> pd.DataFrame:
    words, numbers = ("metric", "period", "unit", "breakdown", "code"), ("numerator", "denominator", "value")
    columns = list(zip(*told, strict=True)) or [()] * 8
    return pd.DataFrame(
        {
            **{name: pd.Series(column, dtype=object) for name, column in zip(words, columns[:5], strict=True)},
            **{name: pd.Series(column, dtype=float) for name, column in zip(numbers, columns[5:], strict=True)},
        }
    )


def _as_float(count: Any) -> float | None:
    return None if count is None else float(count)
