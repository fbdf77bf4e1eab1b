"""The tables of a paper: metrics × the period, what it is compared with, and the change."""

from __future__ import annotations

from dataclasses import replace

from barometer.answers import Course, courses
from barometer.audience import Audience
from barometer.briefing.exhibits import as_cited
from barometer.briefing.pack import Cited, FigureTable
from barometer.figure_words import change_in_short, value_in_words
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.phrases import capital, in_paper
from barometer.wording import base_name, compared_with

BASIC = (
    "registered",
    "repeat_items",
    "repeat_share",
    "collective_batches",
    "collective_persons",
    "online_share",
    "skip_level_batches",
    "completed_on_time_rate",
    "overdue_open",
    "backlog",
)
HANDLING = (
    "accepted_on_time_rate",
    "completed_on_time_rate",
    "extended_rate",
    "overdue_open",
    "extended_open",
    "days_to_answer_p50",
    "days_to_answer_p90",
    "rated_share",
    "satisfied_rate",
    "first_time_resolution",
)


def figure_table(
    audience: Audience, filters: Filters, title: str, metric_ids: tuple[str, ...], comparisons: tuple[str, ...]
) -> FigureTable:
    """Return metrics with their value, each base and the change against it; what cannot be computed says so."""
    against = {one: courses(audience, metric_ids, replace(filters, comparison=one)) for one in comparisons}
    now = next(iter(against.values()))
    rows = tuple(_row(told, [bases[place] for bases in against.values()]) for place, told in enumerate(now))
    head = (
        say("figure"),
        say("this period"),
        *(base_name(one) for one in comparisons),
        *(compared_with(one) for one in comparisons),
    )
    return FigureTable(
        title=title,
        head=tuple(map(capital, head)),
        rows=tuple(tuple(map(in_paper, row)) for row in rows),
        figures=frozenset(range(1, len(head))),
        cited=tuple(one for place in range(len(now)) for one in _cited(audience, filters, against, place)),
    )


def _row(told: Course, based: list[Course]) -> tuple[str, ...]:
    label = told.metric.label(current_language())
    if told.missing:
        return (label, say("not computable"), *["—"] * (2 * len(based)))
    bases = [value_in_words(one.base, one.metric) for one in based]
    changes = [change_in_short(one.now, one.base, one.metric.kind) for one in based]
    return (label, value_in_words(told.now, told.metric), *bases, *changes)


def _cited(
    audience: Audience, filters: Filters, against: dict[str, tuple[Course, ...]], place: int
) -> tuple[Cited, ...]:
    first = next(iter(against.values()))[place]
    bases = [
        as_cited(told[place].metric.id, replace(filters, comparison=one).base(audience.session), told[place].base, one)
        for one, told in against.items()
    ]
    return (as_cited(first.metric.id, filters.period, first.now), *bases)
