"""趋势研判与预警: which rule fired in the last final month, how strongly, and how many would fire by chance alone."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.briefing.exhibits import paragraph
from barometer.briefing.pack import Cited, FigureTable, Section, Sentence
from barometer.dates_in_words import month_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import metric_named, registry
from barometer.panels.expectation import claim
from barometer.panels.headline import CARDS
from barometer.panels.signal_words import (
    about,
    counts_told,
    rule_in_words,
    since_told,
    title_of,
    unreadable,
)
from barometer.panels.told import State, units_in_words
from barometer.phrases import capital, clauses, in_paper, sentence
from barometer.reading_answers import Reading, last_reading
from barometer.reading_words import expected_range, state_in_words, value_read
from barometer.readings.signals import IS_ALARM
from barometer.signal_answers import Signal, back_test, signals
from barometer.wording import number

MOST = 10


def outlook_section(audience: Audience, filters: Filters) -> Section:
    """Return how the last final month reads, the three-year courses, and the early signs by strength."""
    told = signals(audience, filters)
    state = unreadable(audience, say("Early signs"), told, filters)
    return Section(
        say("Trends and early signs"),
        paragraphs=(*_readings(audience, filters), *_courses(audience, filters), *_warning(audience, filters, state)),
        tables=() if state or not told.listed else (_table(audience, told.listed, filters),),
    )


def sign_section(audience: Audience, filters: Filters) -> Section:
    """Return the early signs alone, as a meeting looks at them."""
    told = signals(audience, filters)
    state = unreadable(audience, say("Early signs"), told, filters)
    return Section(
        say("Early signs"),
        paragraphs=_warning(audience, filters, state),
        tables=() if state or not told.listed else (_table(audience, told.listed, filters),),
    )


def _readings(audience: Audience, filters: Filters) -> tuple[Sentence, ...]:
    """Return how the key figures of the last final month stand against what was expected."""
    read = [one for metric_id in CARDS if (one := last_reading(audience, metric_id, filters))]
    if not read:
        return ()
    told = clauses([_read(one) for one in read])
    text = say("readings of {month}: {readings}", month=month_name(read[0].month), readings=told)
    return paragraph("readings", text, [_cited(one) for one in read])


def _read(one: Reading) -> str:
    words = {"label": metric_named(one.metric).label(current_language()), "value": value_read(one)}
    return say(
        "{label} {value}, {state} (expected {range})", **words, state=state_in_words(one), range=expected_range(one)
    )


def _courses(audience: Audience, filters: Filters) -> tuple[Sentence, ...]:
    found = [
        say("{label} {claim}", label=metric.label(current_language()), claim=told)
        for metric in registry().values()
        if metric.has_trend and (told := claim(audience, metric.id, filters))
    ]
    return paragraph("courses", clauses(found))


def _warning(audience: Audience, filters: Filters, state: State | None) -> tuple[Sentence, ...]:
    """Return how many series were tested and raised, what chance alone gives, and how often the rule held before."""
    if state:
        return paragraph("signs", say("{title}: {reason}", title=state.title, reason=state.reason))
    told = signals(audience, filters)
    words = sentence(units_in_words(audience, filters), counts_told(told, month_name(told.month)))
    tested = [one for one in back_test(audience, filters) if one.kind == IS_ALARM and one.tested]
    raised, again = sum(one.raised for one in tested), sum(one.confirmed for one in tested)
    before = say(
        "over {months} final months before, {n} alarms in {tested} tests (by chance about {chance}); {again} were "
        "raised again a month later",
        months=max((one.months for one in tested), default=0),
        n=number(raised, "count"),
        tested=number(sum(one.tested for one in tested), "count"),
        chance=about(sum(one.expected or 0 for one in tested)),
        again=number(again, "count"),
    )
    meaning = say("An early sign is a hint to look, not a finding and not a ranking.")
    return (
        *paragraph("signs", words),
        *paragraph("signs-before", before if raised else ""),
        *paragraph("signs-meaning", meaning),
    )


def _table(audience: Audience, listed_signs: tuple[Signal, ...], filters: Filters) -> FigureTable:
    shown = listed_signs[:MOST]
    title = say("Early signs, strongest first")
    if len(listed_signs) > MOST:
        title = say("Early signs, the strongest {n} of {total}", n=MOST, total=len(listed_signs))
    head = (
        say("figure · unit"),
        say("rule"),
        say("value"),
        say("expected"),
        say("lasting"),
        say("strength (z)"),
        say("share of chance (q)"),
    )
    return FigureTable(
        title=title,
        head=tuple(map(capital, head)),
        rows=tuple(tuple(map(in_paper, _row(audience, one))) for one in shown),
        figures=frozenset({2, 3, 5, 6}),
        cited=tuple(_cited(one.reading) for one in shown),
    )


def _row(audience: Audience, sign: Signal) -> tuple[str, ...]:
    one = sign.reading
    q = "—" if sign.q is None else f"{sign.q:.3f}"
    strength = "—" if sign.q is None else f"{one.strength:.1f}"
    words = (title_of(audience, one), rule_in_words(one), value_read(one), expected_range(one), since_told(one))
    return (*words, strength, q)


def _cited(one: Reading) -> Cited:
    return Cited(one.metric, f"{one.month:%Y-%m}", one.counted, one.base, one.value, code=f"unit={one.node}")
