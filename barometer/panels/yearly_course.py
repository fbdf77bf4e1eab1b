"""怎么看这些图: a count over three years with the one yearly factor that was read from it, and its interval."""

from __future__ import annotations

from dataclasses import replace

from barometer.answers import course
from barometer.audience import Audience
from barometer.charts.marks import Band, Line, Monthly
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import period_name
from barometer.filters import SERIES_MONTHS, Filters
from barometer.language import current_language, say
from barometer.metrics import Metric, registry
from barometer.panels.expectation import later, unread
from barometer.panels.told import State, Told, events, provenance
from barometer.panels.trend import axis_note, end_label
from barometer.periods import months_apart, run_of
from barometer.phrases import bracketed
from barometer.reading_answers import AnnualChange, annual_changes, readings_of
from barometer.reading_words import change_a_year, factor_a_year
from barometer.readings.expected import RARE
from barometer.readings.rank_tests import LEVEL
from barometer.wording import measured_in, percent

HEIGHT = 264


def yearly_course(audience: Audience, filters: Filters) -> Told:
    """Return the months of a count with the line of its yearly factor; of the counts read, the registry's first."""
    read = annual_changes(audience, filters)
    metric = next((one for one in registry().values() if one.id in read), None)
    if metric is None:
        return _unread(audience, filters)
    told = read[metric.id]
    ended = replace(filters, month=told.last_month, mode="month", first=None)
    panel = _panel(audience, metric, told, ended)
    return ChartSpec(
        key="yearly-course",
        metric=metric.id,
        title=_title(metric, told),
        subtitle=_subtitle(metric, told, panel),
        panels=(panel,),
        provenance=provenance(audience, ended, is_compared=False),
        events=events(audience, ended),
        height=HEIGHT,
        notes=course_in_words(),
    )


def course_in_words() -> tuple[str, ...]:
    """Return how a change over three years is to be read."""
    level = percent(LEVEL, 0)
    return (
        say("Where the interval holds 0, rise and fall are both possible: no direction is claimed."),
        say(
            "The grey line changes by one factor a year; the pale band is its {level} interval and says nothing of "
            "single months.",
            level=level,
        ),
        say(
            "Only three full years are read, without the last month of the data (statistic: quasi-Poisson regression "
            "on the month of the year and time)."
        ),
    )


def factor_line(told: AnnualChange, factor: float) -> tuple[float, ...]:
    """Return a line that changes by `factor` a year through the middle of the months, on the level of their counts."""
    months = months_apart(told.first_month, told.last_month) + 1
    years = [(place - (months - 1) / 2) / 12 for place in range(months)]
    level = told.items / sum(told.ratio**year for year in years)
    return tuple(level * factor**year for year in years)


def _panel(audience: Audience, metric: Metric, told: AnnualChange, filters: Filters) -> Monthly:
    found = course(audience, metric.id, filters)
    ends = [factor_line(told, factor) for factor in (told.low, told.high)]
    lower, upper = (tuple(map(choose, *ends)) for choose in (min, max))
    line = factor_line(told, told.ratio)
    return Monthly(
        months=found.months,
        lines=(
            Line(
                metric.label(current_language()),
                tuple(figure.value for figure in found.monthly),
                "main",
                end_label(found, provisional=False),
            ),
            Line(say("by the yearly change"), line, "beside", say("{change} a year", change=factor_a_year(told.ratio))),
        ),
        kind=metric.kind,
        measured_in=measured_in(metric),
        starts_at_zero=False,
        band=Band(lower, upper, line, say("{level} interval", level=percent(LEVEL, 0))),
    )


def _title(metric: Metric, told: AnnualChange) -> str:
    words = {"label": metric.label(current_language()), "change": change_a_year(told)}
    if told.low <= 1 <= told.high:
        return say("The interval holds 0, no direction is claimed: {label}, {change}", **words)
    return say("The interval leaves out 0, so there is a direction: {label}, {change}", **words)


def _subtitle(metric: Metric, told: AnnualChange, panel: Monthly) -> str:
    measured = bracketed(metric.label(current_language()), panel.measured_in)
    span = period_name(run_of(told.first_month, told.last_month))
    words = say("{measured_in}, by month, {span}", measured_in=measured, span=span)
    return " · ".join(note for note in (words, axis_note(panel)) if note)


def _unread(audience: Audience, filters: Filters) -> State:
    """Return why no yearly change was read."""
    title = say("An interval that holds 0 has no direction")
    if not any(readings_of(audience, metric.id, filters) for metric in registry().values() if metric.has_trend):
        return replace(unread(title, audience, filters), notes=course_in_words())
    why = say(
        "A change over three years needs {n} months up to the one before the last of the data, with {least} a month "
        "or more.",
        n=SERIES_MONTHS,
        least=f"{RARE:.0f}",
    )
    reason = say("No change over three years was read here")
    return State(title, reason, why, ":material/hourglass_empty:", later(audience, filters), course_in_words())
