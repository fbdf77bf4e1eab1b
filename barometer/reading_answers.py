"""How the months of a metric were read at publish: gated answers for pages, kept per scope and snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.filters import Filters
from barometer.metrics import registry
from barometer.month_states import last_final_month
from barometer.periods import add_months
from barometer.query_files import query_text
from barometer.readings.forecast import ALARM, LINE_FROM, LIST_FROM, WATCH
from barometer.readings.signals import IS_ALARM, IS_FALL, IS_WATCH, false_discovery_rates
from barometer.readings.xmr import RUN
from barometer.session import WHOLE

KEPT = 512
BACK_TESTED = 24
ABOVE, BELOW, USUAL = "above", "below", "usual"
RUN_ABOVE, RUN_BELOW, RISING, FALLING = "run_above", "run_below", "rising", "falling"


@dataclass(frozen=True)
class Reading:
    """A month of a metric held against what the months before it let expect; value and limits on the metric's scale.

    `counted` of `base` were judged (late answers of those due; base None for counts). `kind` is alarm, watch,
    fall_to_zero or empty; `raised` for how many months in a row. `run` and `climb`: months in a row above and ever
    higher against the expectation, negative for below and lower.
    """

    node: str
    metric: str
    month: dt.date
    value: float
    counted: int
    base: int | None
    expected: float
    lower: float
    upper: float
    strength: float
    chance: float
    kind: str
    raised: int
    run: int
    climb: int
    history: int

    @property
    def state(self) -> str:
        """Return the first that holds: above or below the limits, a run on one side, rising or falling, usual."""
        if self.value > self.upper or self.value < self.lower:
            return ABOVE if self.value > self.upper else BELOW
        if abs(self.run) >= RUN:
            return RUN_ABOVE if self.run > 0 else RUN_BELOW
        if abs(self.climb) >= RUN - 1:
            return RISING if self.climb > 0 else FALLING
        return USUAL

    @property
    def verdict(self) -> str:
        """Return what the state means: "worse", "better" by the metric, "neutral" where neither is, "" if usual."""
        better = registry()[self.metric].better
        if self.state == USUAL or better == "neutral":
            return "" if self.state == USUAL else "neutral"
        is_higher = self.state in (ABOVE, RUN_ABOVE, RISING)
        return "better" if is_higher == (better == "higher") else "worse"

    @property
    def is_weak(self) -> bool:
        """Return whether the history is too short for more than a hint."""
        return self.history < LINE_FROM

    @property
    def since(self) -> dt.date:
        """Return the month from which on it has been raised without a break."""
        return add_months(self.month, 1 - max(self.raised, 1))


@dataclass(frozen=True)
class AnnualChange:
    """The factor by which a count changed a year, from one month to another, with its 95 % interval."""

    metric: str
    first_month: dt.date
    last_month: dt.date
    items: int
    ratio: float
    low: float
    high: float
    p: float
    direction: str


@dataclass(frozen=True)
class Signal:
    """A reading that is to be looked at, and the share of false ones among those as strong (None for a fall)."""

    reading: Reading
    q: float | None


@dataclass(frozen=True)
class Signals:
    """The signals of a month, strongest first, falls to zero last; how many series were read to find them."""

    month: dt.date
    listed: tuple[Signal, ...]
    tested: int

    @property
    def expected_false(self) -> float:
        """Return how many of the alarms chance alone would give."""
        return self.tested * ALARM


@dataclass(frozen=True)
class BackTest:
    """What one rule said of one metric over the months tested: how often, and how often again the month after."""

    metric: str
    kind: str
    tested: int
    raised: int
    expected: float | None
    followed: int
    confirmed: int


@lru_cache(maxsize=KEPT)
def readings_of(audience: Audience, metric_id: str, filters: Filters) -> tuple[Reading, ...]:
    """Return the readings of a metric over the 36 months of a chart; none for units or codes counted together."""
    node = audience.session.published_node(filters.units, filters.only)
    first = filters.months[0].first_month
    return _readings(audience, (node,), (metric_id,), first, filters.month) if node else ()


def last_reading(audience: Audience, metric_id: str, filters: Filters) -> Reading | None:
    """Return how the last final month up to the chosen one was read; None where it could not be."""
    month = last_final_month(audience, filters)
    return next((one for one in readings_of(audience, metric_id, filters) if one.month == month), None)


@lru_cache(maxsize=KEPT)
def annual_changes(audience: Audience, filters: Filters) -> dict[str, AnnualChange]:
    """Return the yearly change of each count over three years; empty where the chosen month is an earlier one."""
    node = audience.session.published_node(filters.units, filters.only)
    if not node:
        return {}
    rows = gate(audience.session.frame(query_text("annual_ratios_of"), {"node": node}), audience.scope)
    found = (AnnualChange(*row) for row in rows.itertuples(index=False, name=None))
    return {one.metric: one for one in found if one.last_month <= filters.month}


@lru_cache(maxsize=KEPT)
def signals(audience: Audience, filters: Filters) -> Signals:
    """Return the signals of the last final month in the chosen units and all below, of the metrics that warn."""
    month = last_final_month(audience, filters)
    nodes = nodes_read(audience, filters.units)
    read = [one for one in _readings(audience, nodes, _warned(), month, month) if one.history >= LIST_FROM]
    rates = false_discovery_rates([one.chance for one in read])
    found = [
        Signal(one, None if one.kind == IS_FALL else float(q))
        for one, q in zip(read, rates, strict=True)
        if one.kind in (IS_ALARM, IS_WATCH, IS_FALL)
    ]
    found.sort(key=lambda one: (one.q is None, -one.reading.strength if one.q is not None else one.reading.strength))
    return Signals(month, tuple(found), len(read))


def nodes_read(audience: Audience, units: Sequence[str]) -> tuple[str, ...]:
    """Return the chosen units with all below, the whole organisation first where no unit is chosen.

    A single top unit holds what the whole holds and is not read twice.
    """
    tree = audience.session.tree
    below = tuple(dict.fromkeys(unit for top in units or tree.roots for unit in tree.below(top)))
    if units or not audience.scope.is_whole:
        return below
    return (WHOLE, *(unit for unit in below if (unit,) != tree.roots))


@lru_cache(maxsize=KEPT)
def back_test(audience: Audience, filters: Filters) -> tuple[BackTest, ...]:
    """Return what each rule would have said of each metric in the 24 final months up to the last final one."""
    last = last_final_month(audience, filters)
    first = add_months(last, 1 - BACK_TESTED)
    nodes = nodes_read(audience, filters.units)
    read = [one for one in _readings(audience, nodes, _warned(), first, last) if one.history >= LIST_FROM]
    known = {(one.node, one.metric, one.month): one for one in read}
    told = []
    for metric in _warned():
        own = [one for one in read if one.metric == metric]
        for kind, of_kind in ((IS_ALARM, (IS_ALARM,)), (IS_WATCH, (IS_ALARM, IS_WATCH)), (IS_FALL, (IS_FALL,))):
            raised = [one for one in own if one.kind in of_kind]
            after = [known.get((one.node, metric, add_months(one.month, 1))) for one in raised]
            followed = [one for one in after if one]
            expected = {IS_ALARM: ALARM, IS_WATCH: WATCH}.get(kind)
            told.append(
                BackTest(
                    metric,
                    kind,
                    len(own),
                    len(raised),
                    None if expected is None else expected * len(own),
                    len(followed),
                    sum(one.kind in of_kind for one in followed),
                )
            )
    return tuple(told)


def _warned() -> tuple[str, ...]:
    return tuple(metric.id for metric in registry().values() if metric.is_warned)


def _readings(
    audience: Audience, nodes: Sequence[str], metrics: Sequence[str], first: dt.date, last: dt.date
) -> tuple[Reading, ...]:
    values = {"nodes": list(nodes), "metrics": list(metrics), "first_month": first, "last_month": last}
    rows = gate(audience.session.frame(query_text("readings_of"), values), audience.scope)
    return tuple(Reading(*row) for row in rows.itertuples(index=False, name=None))
