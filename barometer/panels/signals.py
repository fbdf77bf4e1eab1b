"""苗头提示: the signs of a month by strength, questions to the data, how the rule did before and how exact it is."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.charts.marks import Band
from barometer.dates_in_words import month_name
from barometer.filters import Filters
from barometer.language import say, say_count
from barometer.panels.headline import Headline
from barometer.panels.signal_words import (
    counts_told,
    fall_told,
    icon_of,
    missing_told,
    place_name,
    rule_in_words,
    since_told,
    target_of,
    title_of,
    tone_of,
    unreadable,
)
from barometer.panels.tables import Cell, Icon, Note, Sparkline, Table, ToPage, without_rows
from barometer.panels.told import State, units_in_words
from barometer.periods import month_run, run_of
from barometer.phrases import listed
from barometer.reading_answers import Reading
from barometer.reading_words import expected_range, value_read
from barometer.reporting import reporting_over
from barometer.session import WHOLE
from barometer.signal_answers import Signal, series_read, signals
from barometer.wording import number, percent

MOST = 30


def signals_headline(audience: Audience, filters: Filters) -> Headline | State:
    """Return how many series were tested and how many left their range, and what such a sign is and is not."""
    told = signals(audience, filters)
    if state := unreadable(audience, say("Early signs"), told, filters):
        return state
    explained = say(
        "An early sign: a figure of a unit left the range that its own past lets expect. A hint to look, not a finding "
        "and not a ranking; figures of units only, never of persons"
    )
    notes = [explained, units_in_words(audience, filters), missing_told(audience, told, filters)]
    return Headline(counts_told(told, month_name(told.month)), " · ".join(note for note in notes if note))


def signal_list(audience: Audience, filters: Filters) -> Table:
    """Return alarms and what is to be watched, strongest first, a row each."""
    told, key = signals(audience, filters), "signals"
    if state := unreadable(audience, say("Early signs by strength"), told, filters):
        return without_rows(key, state.title, state.reason)
    found = [one for one in told.listed if one.q is not None]
    if not found:
        within = say("{month}: none calls for a look", month=month_name(told.month))
        return without_rows(key, within, say("{n} series tested", n=told.tested))
    shown = found[:MOST]
    read = series_read(audience, tuple(shown))
    return Table(
        key=key,
        title=say("{n} early signs, strongest first", n=len(found)),
        caption=_list_caption(len(found) - len(shown)),
        head=(say("figure · unit"), say("value"), say("expected"), say("36 months, expected range"), say("reporting")),
        rows=tuple(_row(audience, one, found, read, filters) for one in shown),
        figures=frozenset({1, 2}),
    )


def question_list(audience: Audience, filters: Filters) -> Table:
    """Return the falls to zero of the month: questions to the data."""
    told, key = signals(audience, filters), "questions"
    if state := unreadable(audience, say("Questions to the data"), told, filters):
        return without_rows(key, state.title, state.reason)
    falls = [one for one in told.listed if one.q is None]
    if not falls:
        none = say("{month}: no unit fell to zero", month=month_name(told.month))
        return without_rows(key, none, say("asked wherever nearly every month holds some"))
    read = series_read(audience, tuple(falls[:MOST]))
    return Table(
        key=key,
        title=say("Questions to the data: {n}", n=len(falls)),
        caption=say("a month without any case where there nearly always are some: mostly not reported, not good news"),
        head=(say("figure · unit"), say("question"), say("36 months, expected range"), say("reporting")),
        rows=tuple(_question(audience, one, read, filters) for one in falls[:MOST]),
    )


def statistics(audience: Audience, filters: Filters) -> Table:
    """Return the numbers behind the list: normal score, chance, share of false ones, months of history."""
    shown = [one for one in signals(audience, filters).listed if one.q is not None][:MOST]
    return Table(
        key="statistics",
        title="",
        caption="",
        head=(say("figure · unit"), say("score z"), say("chance mid-p"), say("share q"), say("months before")),
        rows=tuple(
            (
                title_of(audience, one.reading),
                f"{one.reading.strength:.2f}",
                f"{one.reading.chance:.4f}",
                f"{one.q:.2f}",
                number(one.reading.history, "count"),
            )
            for one in shown
        ),
        figures=frozenset({1, 2, 3, 4}),
    )


Read = dict[tuple[str, str], tuple[Reading, ...]]


def _row(audience: Audience, signal: Signal, found: list[Signal], read: Read, filters: Filters) -> tuple[Cell, ...]:
    reading = signal.reading
    chance = say("about {share} of signs as strong are chance", share=percent(signal.q or 0, 0))
    words = [Note(f"{rule_in_words(reading)} · {since_told(reading)} · {chance}")]
    if above := _listed_above(audience, reading, found):
        words.append(Note(say("also above: {units}", units=listed(above))))
    return (
        (*_name(audience, reading, filters), *words),
        value_read(reading),
        expected_range(reading),
        (_course(audience, reading, read),),
        _reported(audience, reading),
    )


def _question(audience: Audience, signal: Signal, read: Read, filters: Filters) -> tuple[Cell, ...]:
    reading = signal.reading
    course = (_course(audience, reading, read),)
    return (_name(audience, reading, filters), fall_told(reading), course, _reported(audience, reading))


def _name(audience: Audience, reading: Reading, filters: Filters) -> tuple[Icon, ToPage]:
    target = target_of(reading, filters)
    return (Icon(icon_of(reading), tone_of(reading)), ToPage(title_of(audience, reading), target.page, target.filters))


def _listed_above(audience: Audience, reading: Reading, found: list[Signal]) -> list[str]:
    """Return the names of the units above, nearest first, whose figure is on the list as well."""
    if reading.node == WHOLE:
        return []
    nodes = {one.reading.node for one in found if one.reading.metric == reading.metric}
    return [place_name(audience, unit) for unit in (*audience.session.tree.above(reading.node), WHOLE) if unit in nodes]


def _reported(audience: Audience, reading: Reading) -> str:
    """Return whether the units that stand behind a figure have reported in its month."""
    units = () if reading.node == WHOLE else (reading.node,)
    told = reporting_over(audience, (run_of(reading.month, reading.month),), units)[0]
    if not told.expected:
        return say("not expected to report")
    if told.missing:
        return say_count(
            "{n} unit seems not to have reported",
            "{n} units seem not to have reported",
            told.missing,
            n=told.missing,
        )
    return say("complete")


def _course(audience: Audience, reading: Reading, read: Read) -> Sparkline:
    known = {one.month: one for one in read[reading.node, reading.metric]}
    run = [known.get(month) for month in month_run(min(known), reading.month)]
    limits = [(one.lower, one.upper, one.expected) if one else (None, None, None) for one in run]
    lower, upper, expected = zip(*limits, strict=True)
    return Sparkline(
        values=tuple(one.value if one else None for one in run),
        band=Band(lower, upper, expected),
        verdict=tone_of(reading),
        alt=say("{title}, by month to {month}", title=title_of(audience, reading), month=month_name(reading.month)),
    )


def _list_caption(left_out: int) -> str:
    words = say("coloured where worse than expected; a name opens the figure of the unit")
    return say("{words}; {n} weaker ones are left out", words=words, n=left_out) if left_out else words
