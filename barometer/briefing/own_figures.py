"""Marks for the figures of any metric: {{registered.ytd.sentence}}, worked out only where a document asks for them."""

from __future__ import annotations

from dataclasses import replace

from barometer.answers import Course, course
from barometer.audience import Audience
from barometer.figure_words import value_in_words
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import registry
from barometer.panels.comparable import change_told, period_told
from barometer.panels.headline import value_and_change
from barometer.phrases import capital, in_paper, sentence

SPANS = ("month", "quarter", "year", "ytd", "rolling")
PARTS = ("sentence", "value", "base", "change", "label")


def figure_told(audience: Audience, filters: Filters, name: str) -> str | None:
    """Return the words of a mark METRIC.SPAN.PART, the span ending with the month of `filters`.

    The parts are the whole sentence, the value, what it is compared with, the change, and the name of the metric. None
    where the mark is none of these.
    """
    metric_id, span, part = (*name.split("."), "", "")[:3] if name.count(".") == 2 else ("", "", "")
    if metric_id not in registry() or span not in SPANS or part not in PARTS:
        return None
    chosen = replace(filters, mode=span, first=None)
    told = course(audience, metric_id, chosen)
    if part == "label":
        return told.metric.label(current_language())
    if told.missing or told.now.value is None:
        return say("not computable") if told.missing else "—"
    return in_paper(_part(audience, chosen, told, part))


def _part(audience: Audience, filters: Filters, told: Course, part: str) -> str:
    if part == "value":
        return value_in_words(told.now, told.metric)
    if part == "base":
        return value_in_words(told.base, told.metric)
    if part == "change":
        return change_told(audience, filters, told) or "—"
    return capital(sentence(period_told(audience, filters), value_and_change(audience, told, filters)))
