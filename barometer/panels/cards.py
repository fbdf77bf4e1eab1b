"""The five key figures of 总览: value, change, how the last final month reads, 36 months with their expected range."""

from __future__ import annotations

from dataclasses import dataclass

from barometer.answers import Course, course
from barometer.audience import Audience
from barometer.charts.marks import Band
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.month_states import provisional_months
from barometer.panels.comparable import short_change_against
from barometer.panels.expectation import choose_one, expected_band
from barometer.panels.headline import CARDS
from barometer.reading_answers import Reading, last_reading, readings_of
from barometer.reading_words import badge, explained
from barometer.wording import base_name, is_share_of_few, number, unit_of_count


@dataclass(frozen=True)
class Card:
    """One key figure: name, value, what it counts, change in words, 36 months, definition.

    `badge` tells the last final month: usual, or what left the range that was expected, which is the `band`; `verdict`
    is worse, better, neutral or empty.
    """

    metric_id: str
    label: str
    value: str
    counted_in: str
    change: str
    values: tuple[float | None, ...]
    help: str
    badge: str = ""
    band: Band | None = None
    verdict: str = ""


def cards(audience: Audience, filters: Filters) -> tuple[Card, ...]:
    """Return the five key figures of 总览, in fixed order."""
    return tuple(_card(audience, course(audience, metric_id, filters), filters) for metric_id in CARDS)


def _card(audience: Audience, told: Course, filters: Filters) -> Card:
    metric = told.metric
    is_counted = told.now.value is not None and (
        metric.kind == "count" or is_share_of_few(metric.kind, told.now.denominator)
    )
    count = told.now.denominator if metric.kind == "share" else told.now.value
    reading = last_reading(audience, metric.id, filters)
    final = len(told.months) - provisional_months(audience, filters)  # the badge speaks of the month the line ends with
    return Card(
        metric_id=metric.id,
        label=metric.short_en if current_language() == "en" and metric.short_en else metric.label(current_language()),
        value=number(told.now.value, metric.kind, told.now.denominator),
        counted_in=unit_of_count(metric.counted_in, count or 0).strip() if is_counted else "",
        change=_card_change(audience, told, filters),
        values=tuple(figure.value for figure in told.monthly[:final]),
        help=f"{metric.formula(current_language())}\n\n{_how_read(audience, told, filters, reading)}".strip(),
        badge=badge(reading) if reading else "",
        band=expected_band(told.months[:final], readings_of(audience, metric.id, filters)),
        verdict=reading.verdict if reading else "",
    )


def _how_read(audience: Audience, told: Course, filters: Filters, reading: Reading | None) -> str:
    """Return how the last final month reads, or why it is not read."""
    if reading:
        return explained(reading)
    if told.metric.is_stock:
        return say("A stock is not read month by month: its months hang together.")
    if told.missing or not told.metric.is_read:
        return ""
    if audience.session.published_node(filters.units, filters.only) is None:
        return choose_one(audience)
    return say("Not read: the history before this month is too short or has gaps.")


def _card_change(audience: Audience, told: Course, filters: Filters) -> str:
    if told.missing:
        return say("not computable")
    if told.now.value is None:
        return say("nothing to divide by") if told.now.denominator == 0 else say("no data")
    if told.base.value is None:
        return say("no figure {base_name}", base_name=base_name(filters.comparison))
    return short_change_against(audience, filters, told)
