"""Charts and sentences of a pack: the panels of the pages, with their conclusions as papers write them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from barometer.answers import Course, Figure, courses
from barometer.audience import Audience
from barometer.briefing.pack import Cited, Exhibit, Sentence
from barometer.charts.spec import ChartSpec
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import metric_named
from barometer.panels.decks import SLIDES, Slide
from barometer.panels.told import State
from barometer.periods import Period
from barometer.phrases import capital, in_paper

#: Charts whose title does not name what it speaks of: the metric that does.
SUBJECTS = {"registered": "registered", "contributions": "registered", "repeat-topics": "repeat_share"}


def exhibit(audience: Audience, filters: Filters, key: str, build: Slide, chart: str = "") -> Exhibit:
    """Return a panel of a page as an exhibit; where it cannot be drawn, why not, in its own words.

    `chart` is which of the pages' charts it is, where `key` is another name.
    """
    told = build(audience, filters)
    if isinstance(told, ChartSpec) and not _holds_figures(told):
        return Exhibit(key, None, Sentence(in_paper(capital(told.title))), say("No values in this range."))
    if isinstance(told, State):
        missing = say("{reason}. {why}", reason=capital(told.reason), why=capital(told.why))
        return Exhibit(key, None, Sentence(in_paper(capital(told.title))), in_paper(missing))
    return Exhibit(key, told, Sentence(in_paper(capital(_with_subject(chart or key, told.title)))))


def _with_subject(chart: str, title: str) -> str:
    """Return a title that can stand in a text, where no heading above it says what it speaks of."""
    subject = metric_named(SUBJECTS[chart]).label(current_language()) if chart in SUBJECTS else ""
    return say("{subject}: {answer}", subject=subject, answer=title) if subject and subject not in title else title


def _holds_figures(spec: ChartSpec) -> bool:
    """Return whether a chart has anything to draw: months before a history began are all unknown."""
    cells = (cell for panel in spec.panels for row in list(panel.table())[1:] for cell in row[1:])
    return any(isinstance(cell, int | float) and math.isfinite(cell) for cell in cells)


def exhibits(audience: Audience, filters: Filters, charts: Sequence[str]) -> tuple[Exhibit, ...]:
    """Return several charts of the pages as exhibits, by their names."""
    return tuple(exhibit(audience, filters, name, SLIDES[name]) for name in charts)


def paragraph(key: str, text: str, cited: Sequence[Cited] = ()) -> tuple[Sentence, ...]:
    """Return a sentence of a paper with its stop, named text-KEY; nothing where there is nothing to say."""
    if not text:
        return ()
    stop = "。" if current_language() == "zh" else "."
    ended = text if text.endswith(stop) else text + stop
    return (Sentence(in_paper(capital(ended)), key=f"text-{key}", cited=tuple(cited)),)


def cited(audience: Audience, filters: Filters, metric_ids: Sequence[str]) -> tuple[Cited, ...]:
    """Return the figures of metrics in the period and in what it is compared with."""
    base = filters.base(audience.session)
    found = []
    for told in courses(audience, tuple(metric_ids), filters):
        found += [as_cited(told.metric.id, filters.period, told.now)]
        found += [as_cited(told.metric.id, base, told.base, filters.comparison)]
    return tuple(found)


def as_cited(metric_id: str, period: Period, figure: Figure, against: str = "", code: str = "") -> Cited:
    """Return a figure with the metric and period it answers."""
    return Cited(metric_id, period.label, figure.numerator, figure.denominator, figure.value, against, code)


def is_told(told: Course) -> bool:
    """Return whether there is a figure to speak of."""
    return not told.missing and told.now.value is not None
