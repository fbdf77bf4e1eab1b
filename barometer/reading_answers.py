"""How the months of a metric were read at publish: gated answers for pages, kept per scope and snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.filters import Filters
from barometer.metrics import registry
from barometer.month_states import last_final_month
from barometer.periods import add_months, period_ending
from barometer.query_files import query_text
from barometer.readings.forecast import LINE_FROM
from barometer.readings.signals import IS_FALL
from barometer.readings.xmr import RUN
from barometer.reporting import reporting_over

KEPT = 512
ABOVE, BELOW, USUAL, NO_CASE, NOT_WHOLE = "above", "below", "usual", "no_case", "not_whole"
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
    is_doubted: bool = False

    @property
    def state(self) -> str:
        """Return the first that holds: no case at all, beyond the limits, a run on one side, a climb, usual.

        What is not usual while units seem to be missing is not read: it may be their silence.
        """
        if self.kind == IS_FALL:
            return NO_CASE
        state = self._state_alone
        return NOT_WHOLE if self.is_doubted and state != USUAL else state

    @property
    def _state_alone(self) -> str:
        if self.value > self.upper or self.value < self.lower:
            return ABOVE if self.value > self.upper else BELOW
        if abs(self.run) >= RUN:
            return RUN_ABOVE if self.run > 0 else RUN_BELOW
        if abs(self.climb) >= RUN - 1:
            return RISING if self.climb > 0 else FALLING
        return USUAL

    @property
    def verdict(self) -> str:
        """Return what the state means: "worse", "better" by the metric, "neutral" where neither is, "" if usual.

        A climb is one against the expectation, not of the figure: it has no colour.
        """
        better = registry()[self.metric].better
        if self.state not in (ABOVE, BELOW, RUN_ABOVE, RUN_BELOW) or better == "neutral":
            return "" if self.state == USUAL else "neutral"
        is_higher = self.state in (ABOVE, RUN_ABOVE)
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


@lru_cache(maxsize=KEPT)
def readings_of(audience: Audience, metric_id: str, filters: Filters) -> tuple[Reading, ...]:
    """Return the readings of a metric over the 36 months of a chart; none for units or codes counted together."""
    node = audience.session.published_node(filters.units, filters.only)
    first = filters.months[0].first_month
    read = readings_between(audience, (node,), (metric_id,), first, filters.month) if node else ()
    odd = [one for one in read if one.state != USUAL]
    years = tuple(period_ending(one.month, "rolling") for one in odd)
    reported = reporting_over(audience, years, filters.units) if odd else ()
    doubted = {one.month for one, told in zip(odd, reported, strict=True) if not told.is_enough}
    return tuple(replace(one, is_doubted=one.month in doubted) for one in read)


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


def readings_between(
    audience: Audience, nodes: Sequence[str], metrics: Sequence[str], first: dt.date, last: dt.date
) -> tuple[Reading, ...]:
    """Return the readings of metrics at nodes of the tree from one month to another, in one query."""
    values = {"nodes": list(nodes), "metrics": list(metrics), "first_month": first, "last_month": last}
    rows = gate(audience.session.frame(query_text("readings_of"), values), audience.scope)
    return tuple(Reading(*row) for row in rows.itertuples(index=False, name=None))
