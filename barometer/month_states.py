"""Is a month final? The one place that says so: from what earlier deliveries taught, else by convention."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from functools import lru_cache

from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.filters import Filters
from barometer.periods import month_run
from barometer.query_files import query_text

FINAL, ESTIMATE, AT_LEAST, PROVISIONAL = "final", "estimate", "at_least", "provisional"


@dataclass(frozen=True)
class MonthState:
    """How far a month of the whole organisation has been reported.

    `state` is final, estimate or at_least as readings/lag.py has them, provisional where only the convention speaks.
    `items` so far, the `share` they are, the `estimate` of all and the 80 % range `lower` to `upper`, `delay` in months
    since the month's end: None where `is_convention`, which names the day the month is `final_on`. `deliveries` is how
    many there have been, or taught the rest.
    """

    month: dt.date
    state: str
    deliveries: int = 1
    delay: int | None = None
    items: int | None = None
    share: float | None = None
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_convention: bool = True
    final_on: dt.date | None = None

    @property
    def is_final(self) -> bool:
        """Return whether the month may be read like any other."""
        return self.state == FINAL


@dataclass(frozen=True)
class Arrived:
    """The share of a month's registrations that is known so many months after it was first delivered whole."""

    delay: int
    share: float
    is_final: bool


@lru_cache(maxsize=128)
def month_states(audience: Audience) -> tuple[MonthState, ...]:
    """Return the state of each covered month, in order; months older than the cube tells of are final.

    A reader of some units is told the state alone: what was learned speaks of the whole organisation.
    """
    session = audience.session
    rows = gate(session.frame(query_text("month_states")), audience.scope)
    known = rows[[field.name for field in fields(MonthState)]].itertuples(index=False, name=None)
    states = {state.month: state for state in (MonthState(*row) for row in known)}
    return tuple(
        states.get(month) or MonthState(month, FINAL) for month in month_run(session.first_month, session.last_month)
    )


def state_of(audience: Audience, month: dt.date) -> MonthState | None:
    """Return the state of `month`, None where the data does not cover it."""
    return next((state for state in month_states(audience) if state.month == month), None)


def last_final_month(audience: Audience, filters: Filters) -> dt.date | None:
    """Return the last final month not after the chosen one, None where there is none."""
    final = [state.month for state in month_states(audience) if state.is_final and state.month <= filters.month]
    return final[-1] if final else None


def provisional_months(audience: Audience, filters: Filters) -> int:
    """Return how many months at the end of a trend are not final; 0 where it ends beyond the data."""
    count = 0
    for month in reversed(filters.months):
        state = state_of(audience, month.first_month)
        if state is None or state.is_final:
            break
        count += 1
    return count


def deliveries(audience: Audience) -> int:
    """Return how many successive deliveries are known, or taught how late registrations arrive."""
    return max((state.deliveries for state in month_states(audience)), default=1)


@lru_cache(maxsize=128)
def late_arrivals(audience: Audience) -> tuple[Arrived, ...]:
    """Return how complete a month is by months after its first delivery; nothing where too few deliveries tell."""
    rows = gate(audience.session.frame(query_text("late_arrivals")), audience.scope)
    return tuple(Arrived(*row) for row in rows.itertuples(index=False, name=None))
