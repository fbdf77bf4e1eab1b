"""能信吗: which share of a month is known when it is first delivered, and how long the rest takes to arrive."""

from __future__ import annotations

from barometer.arrivals import FEWEST_DELIVERIES
from barometer.audience import Audience
from barometer.charts.marks import Bars
from barometer.charts.spec import ChartSpec
from barometer.filters import Filters
from barometer.language import say, say_count
from barometer.month_states import Arrived, deliveries, late_arrivals
from barometer.panels.told import State, Told, provenance
from barometer.phrases import clauses
from barometer.wording import percent


def late_curve(audience: Audience, filters: Filters) -> Told:
    """Return the share of a month's registrations known at its first delivery and in the months after, of all units."""
    found = late_arrivals(audience)
    if not found:
        return _unknown(audience)
    session = audience.session
    everything = Filters(session.last_month, "range", filters.comparison, first=session.first_month)
    return ChartSpec(
        key="lateness",
        metric="",
        queries=("late_arrivals",),
        title=_title(found),
        subtitle=say(
            "registrations known ÷ expected in the end (%), by time after the month's first delivery, all units, "
            "learned from {n} successive deliveries; the last is taken as whole",
            n=deliveries(audience),
        ),
        panels=(
            Bars(
                names=tuple(_delay_name(one.delay) for one in found),
                values=tuple(one.share for one in found),
                labels=tuple(percent(one.share) for one in found),
                kind="share",
                measured_in="%",
            ),
        ),
        provenance=provenance(audience, everything, is_compared=False),
        height=60 + 26 * max(3, len(found)),
    )


def _title(found: tuple[Arrived, ...]) -> str:
    """Return what is known at the first delivery, and after how long a month is final."""
    first, final = found[0], next((one for one in found if one.is_final), None)
    known = say("first delivered, a month is {share} complete", share=percent(first.share))
    if final is None or final.delay == first.delay:
        return known
    words = {"n": final.delay, "share": percent(final.share)}
    return clauses([known, say_count("after {n} month {share}", "after {n} months {share}", final.delay, **words)])


def _delay_name(delay: int) -> str:
    if delay == 0:
        return say("first delivery")
    return say_count("{n} month later", "{n} months later", delay, n=delay)


def _unknown(audience: Audience) -> State:
    """Return the state that says how many deliveries are needed, and what holds until then."""
    title, icon, known = say("Late registrations"), ":material/hourglass_empty:", deliveries(audience)
    if not audience.scope.is_whole:
        why = say("It is told of the whole organisation only.")
        return State(title, say("Not told of single units"), why, icon)
    if known >= FEWEST_DELIVERIES:
        why = say("The deliveries tell nothing of lateness. By convention a month is final on the 15th of the next.")
        return State(title, say("Not computable"), why, icon)
    why = say(
        "At least {n} successive deliveries of one system are needed; so far: {known}. Until then a month is final, "
        "by convention, on the 15th of the next.",
        n=FEWEST_DELIVERIES,
        known=known,
    )
    return State(title, say("Too few deliveries to estimate"), why, icon)
