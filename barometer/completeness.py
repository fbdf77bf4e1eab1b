"""Is the data whole? Units one level down, who of them delivered, and sums that must agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.event_counts import event_counts
from barometer.filters import Filters
from barometer.periods import Period
from barometer.query_files import query_text


@dataclass(frozen=True)
class Counts:
    """What one event holds: registrations, visits, persons."""

    items: int = 0
    batches: int = 0
    persons: int = 0


def units_one_level_down(audience: Audience, units: tuple[str, ...]) -> tuple[str, ...]:
    """Return the units just below the chosen one or the only top, in tree order; several stand for themselves."""
    tree = audience.session.tree
    tops = tree.topmost(units) if units else tree.roots
    if len(tops) > 1:
        return tops
    below = tuple(unit.unit_id for unit in tree.units.values() if unit.parent_id == tops[0])
    return below or tops


def counts_of(
    audience: Audience, event: str, period: Period, units: tuple[str, ...], breakdown: str
) -> dict[str, Counts]:
    """Return the counts of an event by code of `breakdown`, over the period, for the chosen units together."""
    found: dict[str, Counts] = {}
    chosen = Filters(period.last_month, units=units)
    for count in event_counts(audience, (event,), period, chosen, breakdown):
        known = found.get(count.code, Counts())
        found[count.code] = Counts(
            known.items + count.items, known.batches + count.batches, known.persons + count.persons
        )
    return found


def registered_by_unit(audience: Audience, period: Period, units: Iterable[str]) -> dict[str, int]:
    """Return the registrations of each of `units` with all below it; a unit without any has no entry."""
    with audience.session.nodes_of([(unit,) for unit in units]) as nodes:
        return dict(_rows(audience, "node_registrations", {"nodes": nodes, **_months(period)}))


def registered_by_itself(audience: Audience, period: Period, unit: str) -> int:
    """Return the registrations that `unit` made itself, without those of units below."""
    audience.session.tree.require(unit)
    return int(_rows(audience, "own_registrations", {"units": [unit], **_months(period)})[0][0])


def _months(period: Period) -> dict[str, Any]:
    return {"first_month": period.first_month, "last_month": period.last_month}


def _rows(audience: Audience, query: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    rows = gate(audience.session.frame(query_text(query), values), audience.scope)
    return list(rows.itertuples(index=False, name=None))
