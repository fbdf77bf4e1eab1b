"""办理质效: were items accepted and answered on time, and how many days did an answer take?"""

from __future__ import annotations

from barometer.answers import Course, courses
from barometer.audience import Audience
from barometer.charts.marks import Line, Monthly
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import period_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.month_states import provisional_months
from barometer.panels.comparable import change_told
from barometer.panels.headline import value_and_change
from barometer.panels.told import Told, events, not_computable, nothing_here, provenance
from barometer.panels.trend import axis_note, end_label, monthly_lines
from barometer.phrases import bracketed, clauses, sentence
from barometer.reading_answers import readings_of
from barometer.wording import base_name, measured_in, number

RATES = ("completed_on_time_rate", "accepted_on_time_rate")
DAYS = ("days_to_answer_p50", "days_to_answer_p90")


def on_time_rates(audience: Audience, filters: Filters) -> Told:
    """Return the rates answered and accepted on time by month, one above the other, each with the year before."""
    told = courses(audience, RATES, filters)
    title = say("On time")
    shown = [one for one in told if not one.missing and not one.is_empty]
    if all(one.missing for one in told):
        return not_computable(title, told[0].missing)
    if not shown:
        return nothing_here(title, audience, filters)
    provisional = provisional_months(audience, filters)
    panels = tuple(monthly_lines(one, provisional, readings_of(audience, one.metric.id, filters)) for one in shown)
    return ChartSpec(
        key="on-time",
        metric=shown[0].metric.id,
        further=tuple(one.metric.id for one in shown[1:]),
        title=clauses([value_and_change(audience, one, filters) for one in shown]),
        subtitle=_rates_subtitle(shown, panels),
        panels=panels,
        provenance=provenance(audience, filters),
        events=events(audience, filters),
        height=340,
    )


def answer_days(audience: Audience, filters: Filters) -> Told:
    """Return within how many days half and nine in ten of the items were answered, by month."""
    half, most = courses(audience, DAYS, filters)
    title = say("Days to answer")
    if half.missing:
        return not_computable(title, half.missing)
    if half.is_empty:
        return nothing_here(title, audience, filters)
    return ChartSpec(
        key="answer-days",
        metric=half.metric.id,
        further=("days_to_answer_p90",),
        title=_days_title(audience, half, most, filters),
        subtitle=say(
            "days from acceptance to answer, by month, {span}; thick line: half of the items, thin: nine in ten",
            span=period_name(half.span),
        ),
        panels=(_day_lines(half, most, provisional_months(audience, filters)),),
        provenance=provenance(audience, filters),
        events=events(audience, filters),
        height=320,
    )


def _rates_subtitle(shown: list[Course], panels: tuple[Monthly, ...]) -> str:
    labels = [one.metric.label(current_language()) for one in shown]
    names = say("above: {above}, below: {below}", above=labels[0], below=labels[1]) if len(labels) > 1 else labels[0]
    notes = [say("{measured_in}, by month, {span}", measured_in=bracketed(names, "%"), span=period_name(shown[0].span))]
    if any(len(panel.lines) > 1 for panel in panels):
        notes.append(say("grey line: {base_name}", base_name=base_name("year")))
    notes.append(axis_note(*panels))
    return " · ".join(note for note in notes if note)


def _days_title(audience: Audience, half: Course, most: Course, filters: Filters) -> str:
    if half.now.value is None:
        return say("Days to answer")
    subject = say("Half of the items were answered within {n}", n=number(half.now.value, "days"))
    changed = change_told(audience, filters, half)
    return clauses([sentence(subject, changed), say("nine in ten within {n}", n=number(most.now.value, "days"))])


def _day_lines(half: Course, most: Course, provisional: int) -> Monthly:
    values, longest = (tuple(figure.value for figure in one.monthly) for one in (half, most))
    items = tuple(figure.denominator for figure in half.monthly)
    beside = say("P90 {value}", value=number(longest[-1], "days")) if longest[-1] is not None else ""
    return Monthly(
        months=half.months,
        lines=(
            Line(half.metric.label(current_language()), values, "main", end_label(half, provisional), (), items),
            Line(most.metric.label(current_language()), longest, "beside", beside, (), items),
        ),
        kind="days",
        measured_in=measured_in(half.metric),
        provisional=provisional if values[-1] is not None else 0,
    )
