"""需关注 on 总览: the few things to look at first, strongest first, and questions to the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from barometer.audience import Audience
from barometer.dates_in_words import short_month
from barometer.filters import Filters
from barometer.language import say
from barometer.panels.signal_words import (
    QUESTION,
    Target,
    about,
    fall_told,
    icon_of,
    place_name,
    since_told,
    target_of,
    title_of,
    tone_of,
    unreadable,
)
from barometer.panels.told import State
from barometer.phrases import clauses, sentence
from barometer.reading_answers import Reading
from barometer.reading_words import against_range
from barometer.readings.signals import IS_ALARM, IS_FALL
from barometer.session import WHOLE
from barometer.signal_answers import Signals, signals

MOST = 5


@dataclass(frozen=True)
class Row:
    """One thing to look at: `tone` is "worse", "better", "neutral" or "question", the colour of its icon."""

    icon: str
    tone: str
    title: str
    caption: str
    target: Target


@dataclass(frozen=True)
class Attention:
    """The card: its title, what was tested, the rows and where all of them stand."""

    title: str
    caption: str
    rows: tuple[Row, ...]
    everything: Target


def attention(audience: Audience, filters: Filters) -> Attention | State:
    """Return at most five rows: alarms by strength, then falls to zero, which always have one."""
    told = signals(audience, filters)
    title = say("Worth a look")
    if state := unreadable(audience, title, told, filters):
        return state
    listed = [one.reading for one in told.listed]
    rows = tuple(_row(audience, one, listed, filters) for one in worth_a_look(audience, listed))
    everything = Target("signals", filters)
    if not rows:
        return Attention(title, _within(told), (), everything)
    return Attention(say("{n} worth a look", n=len(rows)), _tested(told, filters), rows, everything)


def worth_a_look(audience: Audience, found: Sequence[Reading]) -> list[Reading]:
    """Return at most five of the signs of a month, each case once: alarms, then falls, of which one has its place."""
    falls = apart(audience, [one for one in found if one.kind == IS_FALL], by_metric=False)
    alarms = apart(audience, [one for one in found if one.kind == IS_ALARM])[: MOST - bool(falls)]
    return [*alarms, *falls[: MOST - len(alarms)]]


def apart(audience: Audience, found: Iterable[Reading], by_metric: bool = True) -> list[Reading]:
    """Return the readings without those of a unit above or below one before them, of the same metric or of any."""
    kept: list[Reading] = []
    for one in found:
        rivals = [other for other in kept if other.metric == one.metric or not by_metric]
        if not any(_are_one_chain(audience, one.node, other.node) for other in rivals):
            kept.append(one)
    return kept


def _are_one_chain(audience: Audience, one: str, other: str) -> bool:
    tree = audience.session.tree
    if one == other or WHOLE in (one, other):
        return True
    return one in tree.above(other) or other in tree.above(one)


def _row(audience: Audience, reading: Reading, listed: Sequence[Reading], filters: Filters) -> Row:
    words = fall_told(reading)
    if tone_of(reading) != QUESTION:
        words = sentence(against_range(reading), since_told(reading, in_full=False))
        words = clauses([words, _mostly_at(audience, reading, listed)])
    return Row(icon_of(reading), tone_of(reading), title_of(audience, reading), words, target_of(reading, filters))


def _mostly_at(audience: Audience, reading: Reading, listed: Sequence[Reading]) -> str:
    """Return the unit below that stands out by most cases, so that a row of many units says where to look."""
    below = [
        one
        for one in listed
        if one.metric == reading.metric and one.kind == IS_ALARM and _is_above(audience, reading.node, one.node)
    ]
    most = max(below, key=_cases_beyond, default=None)
    return say("most of all {unit}", unit=place_name(audience, most.node)) if most else ""


def _is_above(audience: Audience, upper: str, node: str) -> bool:
    return node not in (WHOLE, upper) and (upper == WHOLE or upper in audience.session.tree.above(node))


def _cases_beyond(reading: Reading) -> float:
    return abs(reading.value - reading.expected) * (reading.base or 1)


def _tested(told: Signals, filters: Filters) -> str:
    words = {"month": short_month(told.month), "n": told.tested, "chance": about(told.expected_false)}
    tested = say("{month}: {n} series tested, about {chance} expected by chance alone", **words)
    return say("{tested}; not narrowed by channel, topic or area", tested=tested) if filters.only else tested


def _within(told: Signals) -> str:
    return say("{month}: {n} series tested", month=short_month(told.month), n=told.tested)
