"""The sentence of each page, its caption, the table of further figures."""

from __future__ import annotations

from dataclasses import dataclass

from barometer.answers import Course, course, courses
from barometer.audience import Audience
from barometer.dates_in_words import period_name, short_month
from barometer.figure_words import value_in_words
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.month_states import AT_LEAST, last_final_month
from barometer.panels.comparable import (
    change_told,
    comparability,
    period_told,
    short_change_told,
)
from barometer.panels.provisional import known_part, provisional_note
from barometer.panels.told import filters_in_words
from barometer.phrases import clauses, in_sentence, sentence
from barometer.reading_answers import readings_of
from barometer.wording import number

CARDS = ("registered", "repeat_share", "collective_batches", "completed_on_time_rate", "overdue_open")
COLLECTIVE = ("collective_batch_share", "collective_person_share", "collective_batches", "collective_persons")
SENTENCES = (
    "registered",
    "collective_batch_share",
    "collective_person_share",
    "completed_on_time_rate",
    "overdue_open",
    "repeat_share",
)
FURTHER = (
    "backlog",
    "online_share",
    "repeat_matter_share",
    "collective_batch_share",
    "skip_level_batches",
    "outside_designated",
)


@dataclass(frozen=True)
class Headline:
    """The answer of a page in one sentence, and what it rests on."""

    sentence: str
    caption: str


def overview_headline(audience: Audience, filters: Filters) -> Headline:
    """Return how many petitions came, against the base, and how many were answered in time."""
    courses(audience, (*CARDS, *FURTHER, *SENTENCES), filters)  # the whole page in one query
    registered = course(audience, "registered", filters)
    on_time = course(audience, "completed_on_time_rate", filters)
    parts = [_registered(audience, registered, filters)]
    if on_time.now.value is not None:
        parts.append(value_and_change(audience, on_time, filters))
    return Headline(clauses(parts), caption(audience, filters))


def repeat_headline(audience: Audience, filters: Filters) -> Headline:
    """Return the repeat share and its change, and its two counts."""
    told, _ = courses(audience, ("repeat_share", "repeat_items"), filters)
    period, answer = period_told(audience, filters), value_and_change(audience, told, filters)
    counts = say(
        "{repeats} repeat registrations ÷ {all} registrations",
        repeats=number(told.now.numerator, "count"),
        all=number(told.now.denominator, "count"),
    )
    answer = say("{period}: {answer}", period=period, answer=answer)
    return Headline(answer, " · ".join([counts, *_origin(audience), caption(audience, filters)]))


def collective_headline(audience: Audience, filters: Filters) -> Headline:
    """Return visits and persons, and how many of them came collectively, in the field's own words."""
    batches, persons, told, _ = courses(audience, COLLECTIVE, filters)
    if told.missing:
        label = told.metric.label(current_language())
        return Headline(say("{label}: not computable from this data", label=label), caption(audience, filters))
    if told.now.value is None:
        uncovered = say("The data does not cover {period}", period=period_name(filters.period))
        return Headline(uncovered, caption(audience, filters))
    visits = say(
        "{period}: {b} visits by {r} persons, {b1} collective ({r1} persons)",
        period=period_told(audience, filters),
        b=number(batches.now.denominator, "count"),
        r=number(persons.now.denominator, "count"),
        b1=number(batches.now.numerator, "count"),
        r1=number(persons.now.numerator, "count"),
    )
    compared = change_told(audience, filters, told)
    threshold = say("collective: visits of {n} persons or more", n=audience.snapshot.manifest["group_threshold"])
    return Headline(
        clauses([visits, say("collective {change}", change=compared) if compared else ""]),
        f"{threshold} · {caption(audience, filters)}",
    )


def further_figures(audience: Audience, filters: Filters) -> tuple[tuple[str, str, str], ...]:
    """Return name, value and change of the figures that have no card."""
    return figure_rows(audience, filters, FURTHER)


def figure_rows(audience: Audience, filters: Filters, metric_ids: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """Return name, value and change of each metric; what cannot be computed says so."""
    rows = []
    for metric_id in metric_ids:
        told = course(audience, metric_id, filters)
        label = told.metric.label(current_language())
        if told.missing:
            rows.append((label, "—", say("not computable")))
        else:
            changed = short_change_told(audience, filters, told)
            rows.append((label, value_in_words(told.now, told.metric), changed))
    return tuple(rows)


def _registered(audience: Audience, told: Course, filters: Filters) -> str:
    if told.now.value is None:
        return say("The data does not cover {period}", period=period_name(filters.period))
    words = {"period": period_told(audience, filters), "n": number(told.now.value, "count")}
    if filters.period.length == 1 and _is_fraction(audience, filters):
        return say("{period}: at least {n} petitions", **words)
    return sentence(say("{period}: {n} petitions", **words), change_told(audience, filters, told))


def _is_fraction(audience: Audience, filters: Filters) -> bool:
    """Return whether so little of the chosen month is reported that neither its number nor its change says much."""
    state = known_part(audience, filters)
    return state is not None and state.state == AT_LEAST


def value_and_change(audience: Audience, told: Course, filters: Filters) -> str:
    """Return name, value and change as one clause, or why there is no value."""
    label = in_sentence(told.metric.label(current_language()))
    if told.missing:
        return say("{label}: not computable from this data", label=label)
    if told.now.value is None:
        if told.now.denominator:
            return say("{label}: the data does not reach back far enough", label=label)
        return say("{label}: no figure", label=label)
    subject = say("{label} {value}", label=label, value=value_in_words(told.now, told.metric))
    return sentence(subject, change_told(audience, filters, told))


def caption(audience: Audience, filters: Filters) -> str:
    """Return what a page's sentence rests on: filters, and what keeps it from being the last word."""
    notes = [filters_in_words(audience, filters)]
    notes += [provisional_note(audience, filters), _read_to(audience, filters), comparability(audience, filters)]
    return " · ".join(note for note in notes if note)


def _read_to(audience: Audience, filters: Filters) -> str:
    """Return which month the readings of a page speak of, where it is not the chosen one."""
    month = last_final_month(audience, filters)
    is_read = readings_of(audience, "registered", filters)
    return say("readings of {month}", month=short_month(month)) if is_read and month and month < filters.month else ""


def _origin(audience: Audience) -> list[str]:
    """Return the note that repeats are derived, where the source has no flag of its own."""
    if not audience.snapshot.lacks("petitions", "is_repeat"):
        return []
    months = audience.snapshot.manifest["repeat_window_months"]
    return [say("repeats derived from the matter within {months} months", months=months)]
