"""What months were expected to bring, as charts and sentences need it."""

from __future__ import annotations

import datetime as dt

from barometer.audience import Audience
from barometer.charts.marks import Band
from barometer.dates_in_words import short_month
from barometer.filters import Filters
from barometer.language import say
from barometer.panels.comparable import comparability_of
from barometer.panels.told import State
from barometer.periods import period_ending
from barometer.reading_answers import ABOVE, BELOW, AnnualChange, Reading, annual_changes
from barometer.reading_words import change_a_year
from barometer.signal_answers import has_readings


def expected_band(months: tuple[dt.date, ...], read: tuple[Reading, ...]) -> Band | None:
    """Return the range expected of each month; None where no month was read."""
    known = {reading.month: (reading.lower, reading.upper, reading.expected) for reading in read}
    if not known.keys() & set(months):
        return None
    lower, upper, expected = zip(*(known.get(month, (None, None, None)) for month in months), strict=True)
    return Band(lower, upper, expected)


def left_range(months: tuple[dt.date, ...], read: tuple[Reading, ...]) -> tuple[tuple[int, str], ...]:
    """Return the places of final months outside the range, and whether that is worse, better or neither."""
    known = {reading.month: reading for reading in read if reading.state in (ABOVE, BELOW)}
    return tuple((place, known[month].verdict) for place, month in enumerate(months) if month in known)


def claim(audience: Audience, metric_id: str, filters: Filters) -> str:
    """Return the change over three years of a count with its interval, or that it has no direction.

    Nothing is claimed where it was not read, or where units seem to be missing at either end.
    """
    told = _claimed(audience, metric_id, filters)
    return change_a_year(told) if told else ""


def claim_note(audience: Audience, metric_id: str, filters: Filters) -> str:
    """Return up to which month a claim reaches and how sure its interval is; "" where there is no claim."""
    told = _claimed(audience, metric_id, filters)
    return say("3 years to {month}, 95%", month=short_month(told.last_month)) if told else ""


def unread(title: str, audience: Audience, filters: Filters) -> State:
    """Return the state of a card about readings where what is chosen has none."""
    if audience.session.published_node(filters.units, filters.only) is None:
        remedy = "all codes" if filters.only else "all units" if filters.units and audience.scope.is_whole else ""
        return State(title, say("Not read for this choice"), choose_one(audience), ":material/rule:", remedy)
    if not has_readings(audience):
        why = say("This snapshot was published before months were read.")
        return State(title, say("Available after the next publish"), why, ":material/update:")
    why = say("Not read: the history before this month is too short or has gaps.")
    return State(title, say("The history is too short"), why, ":material/hourglass_empty:", later(audience, filters))


def choose_one(audience: Audience) -> str:
    """Return what to choose so that there are readings: one unit, or all where the reader may see the whole."""
    if audience.scope.is_whole or len(audience.session.tree.roots) == 1:
        return say("Readings are made unit by unit, over all channels, topics and areas: choose one unit or all.")
    return say("Readings are made unit by unit, over all channels, topics and areas: choose one unit.")


def later(audience: Audience, filters: Filters) -> str:
    """Return the remedy of a history that is too short: the latest month, unless that is what is chosen."""
    return "latest" if filters.month < audience.session.last_month else ""


def _claimed(audience: Audience, metric_id: str, filters: Filters) -> AnnualChange | None:
    told = annual_changes(audience, filters).get(metric_id)
    if told is None:
        return None
    newest = period_ending(told.last_month, "rolling")
    is_doubted = comparability_of(audience, newest, newest.shifted(-24), filters.units, "year")
    return None if is_doubted else told
