"""Early signs of a month: which series left their expectation, what chance alone would list, how often it held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from barometer.audience import Audience
from barometer.filters import SERIES_MONTHS, Filters
from barometer.metrics import registry
from barometer.month_states import last_final_month
from barometer.periods import add_months
from barometer.reading_answers import Reading, readings_between
from barometer.readings.forecast import ALARM, LIST_FROM, WATCH
from barometer.readings.signals import IS_ALARM, IS_FALL, IS_WATCH, false_discovery_rates
from barometer.session import WHOLE

KEPT = 512
BACK_TESTED = 24
#: What a rule raises, and the share of months that chance alone raises (a fall to zero has none to speak of).
_RULES: dict[str, tuple[tuple[str, ...], float | None]] = {
    IS_ALARM: ((IS_ALARM,), ALARM),
    IS_WATCH: ((IS_ALARM, IS_WATCH), WATCH),
    IS_FALL: ((IS_FALL,), None),
}


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
    months: int
    tested: int
    raised: int
    expected: float | None
    followed: int
    confirmed: int


@lru_cache(maxsize=KEPT)
def signals(audience: Audience, filters: Filters) -> Signals:
    """Return the signals of the last final month in the chosen units and all below, of the metrics that warn."""
    month = last_final_month(audience, filters) or filters.month
    nodes = nodes_read(audience, filters.units)
    read = [one for one in readings_between(audience, nodes, _warned(), month, month) if one.history >= LIST_FROM]
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
    last = last_final_month(audience, filters) or filters.month
    first = add_months(last, 1 - BACK_TESTED)
    nodes = nodes_read(audience, filters.units)
    read = [one for one in readings_between(audience, nodes, _warned(), first, last) if one.history >= LIST_FROM]
    return tuple(
        _tested([one for one in read if one.metric == metric], metric, kind) for metric in _warned() for kind in _RULES
    )


def _tested(read: Sequence[Reading], metric: str, kind: str) -> BackTest:
    """Return what the rule `kind` says of the readings of one metric; whoever is alarmed is watched as well."""
    kinds, chance = _RULES[kind]
    raised = [one for one in read if one.kind in kinds]
    known = {(one.node, one.month): one for one in read}
    after = [known.get((one.node, add_months(one.month, 1))) for one in raised]
    followed = [one for one in after if one]
    confirmed = sum(one.kind in kinds for one in followed)
    expected = None if chance is None else chance * len(read)
    months = len({one.month for one in read})
    return BackTest(metric, kind, months, len(read), len(raised), expected, len(followed), confirmed)


def _warned() -> tuple[str, ...]:
    return tuple(metric.id for metric in registry().values() if metric.is_warned)


def has_readings(audience: Audience) -> bool:
    """Return whether the snapshot was read at publish; older ones were not."""
    return (audience.snapshot.folder / "cube" / "readings.parquet").is_file()


def series_read(audience: Audience, listed: Sequence[Signal]) -> dict[tuple[str, str], tuple[Reading, ...]]:
    """Return, by node and metric, the readings of the 36 months up to each of `listed`, in one query."""
    if not listed:
        return {}
    last = max(one.reading.month for one in listed)
    nodes = tuple(dict.fromkeys(one.reading.node for one in listed))
    metrics = tuple(dict.fromkeys(one.reading.metric for one in listed))
    wanted: dict[tuple[str, str], list[Reading]] = {(one.reading.node, one.reading.metric): [] for one in listed}
    for reading in readings_between(audience, nodes, metrics, add_months(last, 1 - SERIES_MONTHS), last):
        if (reading.node, reading.metric) in wanted:
            wanted[reading.node, reading.metric].append(reading)
    return {case: tuple(read) for case, read in wanted.items()}
