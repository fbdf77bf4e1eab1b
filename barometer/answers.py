"""What pages are told: gated answers about a metric for chosen filters, kept per scope and snapshot."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.filters import Filters
from barometer.metrics import Metric, ask_several, metric_named, missing_columns
from barometer.periods import Period, run_of

KEPT = 512
Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Figure:
    """One answer: numerator, denominator (None for counts) and value; None where it is not known."""

    numerator: float | None
    denominator: float | None
    value: float | None


NOTHING = Figure(None, None, None)


@dataclass(frozen=True)
class Course:
    """A metric over 36 months, the same months a year earlier, the chosen period and its base."""

    metric: Metric
    months: tuple[dt.date, ...]
    monthly: tuple[Figure, ...]
    year_earlier: tuple[Figure, ...]
    period: Period
    now: Figure
    base: Figure
    missing: tuple[str, ...]

    @property
    def span(self) -> Period:
        """Return the run of all months of the chart."""
        return run_of(self.months[0], self.months[-1])

    @property
    def is_empty(self) -> bool:
        """Return whether the chart would be a line at nothing: no month, this year or last, holds any event."""
        figures = (*self.monthly, *self.year_earlier)
        return not any(figure.value or figure.denominator for figure in figures)


_courses: OrderedDict[tuple[Audience, str, Filters], Course] = OrderedDict()


def course(audience: Audience, metric_id: str, filters: Filters) -> Course:
    """Return how a metric ran: chart months, a year before, chosen period and base."""
    return courses(audience, (metric_id,), filters)[0]


def courses(audience: Audience, metric_ids: tuple[str, ...], filters: Filters) -> tuple[Course, ...]:
    """Return the courses of several metrics; those not asked lately are asked together, in one query."""
    found = _kept(
        _courses,
        {metric_id: (audience, metric_id, filters) for metric_id in metric_ids},
        lambda unknown: _asked_courses(audience, unknown, filters),
    )
    return tuple(found[metric_id] for metric_id in metric_ids)


def _asked_courses(audience: Audience, metric_ids: tuple[str, ...], filters: Filters) -> dict[str, Course]:
    session = audience.session
    months, base = filters.months, filters.base(session)
    before = [month.shifted(-12) for month in months]
    before[-1] = replace(filters, mode="month", comparison="year").base(session)
    periods = (*months, *before, filters.period, base)
    rows = gate(
        ask_several(session, metric_ids, periods, filters.units, apart=False, only=filters.only), audience.scope
    )
    told: dict[str, dict[str, Figure]] = {metric_id: {} for metric_id in metric_ids}
    for metric_id, period, _, _, _, *counts in rows.itertuples(index=False, name=None):
        told[metric_id][period] = _figure(*counts)
    return {
        metric_id: Course(
            metric=metric_named(metric_id),
            months=tuple(month.first_month for month in months),
            monthly=tuple(figures[month.label] for month in months),
            year_earlier=tuple(figures[month.label] for month in before),
            period=filters.period,
            now=figures[filters.period.label],
            base=figures[base.label],
            missing=missing_columns(metric_named(metric_id), audience.snapshot),
        )
        for metric_id, figures in told.items()
    }


Parts = dict[str, tuple[Figure, Figure]]


def broken_down(audience: Audience, metric_id: str, filters: Filters, breakdown: str) -> Parts:
    """Return, for each code of `breakdown`, the figures of the chosen period and of its base.

    The empty code holds what has none (未分类). A code without any event in either has no entry.
    """
    return broken_down_by(audience, metric_id, filters, (breakdown,))[breakdown]


_parts: OrderedDict[tuple[Audience, str, Filters, str], Parts] = OrderedDict()


def broken_down_by(
    audience: Audience, metric_id: str, filters: Filters, breakdowns: tuple[str, ...]
) -> dict[str, Parts]:
    """Return a metric by several breakdowns; those not asked lately are asked together, in one query."""
    return _kept(
        _parts,
        {breakdown: (audience, metric_id, filters, breakdown) for breakdown in breakdowns},
        lambda unknown: _asked_parts(audience, metric_id, filters, unknown),
    )


def _asked_parts(audience: Audience, metric_id: str, filters: Filters, breakdowns: tuple[str, ...]) -> dict[str, Parts]:
    base = filters.base(audience.session)
    periods = (filters.period, base)
    asked = ask_several(
        audience.session, (metric_id,), periods, filters.units, breakdowns, apart=False, only=filters.only
    )
    told: dict[str, dict[str, dict[str, Figure]]] = {breakdown: {} for breakdown in breakdowns}
    for _, period, _, breakdown, code, *counts in gate(asked, audience.scope).itertuples(index=False, name=None):
        if code is not None:
            told[breakdown].setdefault(code, {})[period] = _figure(*counts)
    label = filters.period.label
    return {
        breakdown: {code: (by.get(label, NOTHING), by.get(base.label, NOTHING)) for code, by in parts.items()}
        for breakdown, parts in told.items()
    }


def _kept(
    memory: OrderedDict[Key, Answer],
    wanted: dict[str, Key],
    ask_for: Callable[[tuple[str, ...]], dict[str, Answer]],
) -> dict[str, Answer]:
    """Return the wanted answers, asking together for those that `memory` does not hold.

    Threads share the memory and another may make room meanwhile: each answer is looked up once.
    """
    found = {name: answer for name, key in wanted.items() if (answer := memory.get(key)) is not None}
    if unknown := tuple(name for name in wanted if name not in found):
        found |= ask_for(unknown)
        memory.update({wanted[name]: found[name] for name in unknown})
        while len(memory) > KEPT:
            memory.popitem(last=False)
    return found


@lru_cache(maxsize=KEPT)
def monthly_parts(
    audience: Audience, metric_id: str, filters: Filters, breakdown: str, periods: tuple[Period, ...]
) -> dict[str, tuple[Figure, ...]]:
    """Return a metric in each of `periods` by the code of `breakdown`; a code without events has no entry."""
    asked = ask_several(
        audience.session, (metric_id,), periods, filters.units, (breakdown,), apart=False, only=filters.only
    )
    told: dict[str, dict[str, Figure]] = {}
    for _, period, _, _, code, *counts in gate(asked, audience.scope).itertuples(index=False, name=None):
        if code is not None:
            told.setdefault(code, {})[period] = _figure(*counts)
    return {code: tuple(by.get(period.label, NOTHING) for period in periods) for code, by in told.items()}


@lru_cache(maxsize=KEPT)
def by_unit(audience: Audience, metric_id: str, filters: Filters, units: tuple[str, ...]) -> dict[str, Figure]:
    """Return a metric of the chosen period for each of `units` with all below it, in their order."""
    asked = ask_several(audience.session, (metric_id,), (filters.period,), units, only=filters.only, together=False)
    rows = gate(asked, audience.scope).itertuples(index=False, name=None)
    told = {unit: _figure(*counts) for _, _, unit, _, _, *counts in rows}
    return {unit: told.get(unit, NOTHING) for unit in units}


def value_of(parts: Parts, code: str, which: int = 0) -> float:
    """Return the value of a part in the period (0) or its base (1); 0 where the part has none."""
    figures = parts.get(code)
    return (figures[which].value or 0.0) if figures else 0.0


def _figure(*counts: float) -> Figure:
    return Figure(*(None if count != count else count for count in counts))
