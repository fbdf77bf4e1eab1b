"""办理质效: are those who rated the handling satisfied, and how many have rated it?"""

from __future__ import annotations

from barometer.answers import Course, course
from barometer.audience import Audience
from barometer.charts.marks import Line, Monthly
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import period_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.month_states import provisional_months
from barometer.panels.headline import value_and_change
from barometer.panels.told import State, Told, events, not_computable, nothing_here, provenance
from barometer.panels.trend import axis_note, monthly_lines
from barometer.phrases import clauses
from barometer.reading_answers import readings_of
from barometer.wording import number

METRIC = "satisfied_rate"


def satisfaction(audience: Audience, filters: Filters) -> Told:
    """Return the satisfied share by month above the ratings it rests on; months of few ratings have no point."""
    told = course(audience, METRIC, filters)
    title, least = told.metric.label(current_language()), audience.snapshot.manifest["minimum_ratings"]
    if told.missing:
        return not_computable(title, told.missing)
    if told.is_empty:
        return nothing_here(title, audience, filters)
    if not any(figure.value is not None for figure in told.monthly):
        why = say("No month shown has {n} ratings; a few say little of the others.", n=least)
        return State(title, say("Fewer than {n} ratings, not shown", n=least), why, ":material/visibility_off:")
    provisional = provisional_months(audience, filters)
    upper = monthly_lines(told, provisional, readings_of(audience, METRIC, filters))
    return ChartSpec(
        key="satisfaction",
        metric=METRIC,
        title=_title(audience, told, filters, least),
        subtitle=_subtitle(told, upper, least),
        panels=(upper, _ratings(told, provisional)),
        provenance=provenance(audience, filters),
        events=events(audience, filters),
        height=360,
    )


def _title(audience: Audience, told: Course, filters: Filters, least: int) -> str:
    ratings = say("{n} ratings", n=number(told.now.denominator, "count"))
    if told.now.value is None and told.now.denominator is not None:
        return clauses([ratings, say("fewer than {n}, no share told", n=least)])
    return clauses([value_and_change(audience, told, filters), ratings])


def _subtitle(told: Course, panel: Monthly, least: int) -> str:
    notes = [say("satisfied and mostly satisfied ÷ rated (%), {span}", span=period_name(told.span))]
    notes.append(say("below: ratings; no point under {n}", n=least))
    notes.append(axis_note(panel))
    return " · ".join(note for note in notes if note)


def _ratings(told: Course, provisional: int) -> Monthly:
    values = tuple(figure.denominator for figure in told.monthly)
    label = f"<b>{say('{n} ratings', n=number(values[-1], 'count'))}</b>" if values[-1] is not None else ""
    return Monthly(
        months=told.months,
        lines=(Line(say("ratings"), values, "main", label),),
        kind="count",
        measured_in=say("ratings"),
        is_columns=True,
        provisional=provisional,
    )
