"""Events as the cube counts them, by month and code or by day, for the chosen units and codes together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.filters import Filters
from barometer.periods import Period
from barometer.query_files import query_text

KEPT = 512


@dataclass(frozen=True)
class EventCount:
    """What one event, month and code of a breakdown hold."""

    event: str
    month: dt.date
    code: str
    items: int
    batches: int
    persons: int


@lru_cache(maxsize=KEPT)
def event_counts(
    audience: Audience, events: tuple[str, ...], period: Period, filters: Filters, breakdown: str
) -> tuple[EventCount, ...]:
    """Return the counts of `events` in `period` by month and code, for the chosen units and codes together."""
    session = audience.session
    values = {
        "events": list(events),
        "breakdown": breakdown,
        "first_month": period.first_month,
        "last_month": period.last_month,
    }
    with session.nodes_of([filters.units], filters.only) as (node,):
        rows = gate(session.frame(query_text("event_counts"), {**values, "node": node}), audience.scope)
    return tuple(EventCount(*row) for row in rows.itertuples(index=False, name=None))


@lru_cache(maxsize=KEPT)
def collective_days(audience: Audience, first_day: dt.date, last_day: dt.date, filters: Filters) -> dict[dt.date, int]:
    """Return the collective visits of each day that has any, for the chosen units and codes together."""
    session = audience.session
    values = {"first_day": first_day, "last_day": last_day}
    with session.nodes_of([filters.units], filters.only) as (node,):
        rows = gate(session.frame(query_text("collective_visit_days"), {**values, "node": node}), audience.scope)
    return {day: int(batches) for day, batches, _ in rows.itertuples(index=False, name=None)}
