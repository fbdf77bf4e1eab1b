"""Trends: a metric over 36 months with last year's line, alone or above the count it rests on."""

from __future__ import annotations

from barometer.amounts import points_apart
from barometer.answers import NOTHING, Course, Figure, course
from barometer.audience import Audience
from barometer.charts.marks import Line, Monthly, Value
from barometer.charts.monthly import axis_start
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import month_name, period_name
from barometer.figure_words import value_in_words
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.month_states import AT_LEAST, MonthState, provisional_months
from barometer.panels.comparable import comparability_of, doubted
from barometer.panels.expectation import claim, claim_note, expected_band, left_range
from barometer.panels.provisional import about, known_part
from barometer.panels.told import Told, events, not_computable, nothing_here, provenance
from barometer.periods import run_of
from barometer.phrases import bracketed, clauses, listed, sentence
from barometer.reading_answers import Reading, readings_of
from barometer.wording import base_name, change_in_words, counted, direction, is_small, measured_in, number, percent

COUNTED_BY = {"repeat_share": "repeat_items"}  # whether a share rises over the years is told by what it counts


def trend(audience: Audience, filters: Filters, metric_id: str, beneath: str = "", height: int = 0) -> Told:
    """Return the metric by month, with the same months a year before; `beneath` is a count drawn below it."""
    told = course(audience, metric_id, filters)
    title = told.metric.label(current_language())
    if told.missing:
        return not_computable(title, told.missing)
    if told.is_empty:
        return nothing_here(title, audience, filters)
    state = known_part(audience, filters) if metric_id == "registered" else None
    provisional = provisional_months(audience, filters)
    upper = monthly_lines(told, provisional, readings_of(audience, metric_id, filters), state)
    panels = [upper]
    note = claim_note(audience, COUNTED_BY.get(metric_id, metric_id), filters)
    if beneath:
        lower = course(audience, beneath, filters)
        panels.append(monthly_columns(lower, provisional))
    return ChartSpec(
        key=f"trend-{metric_id}",
        metric=metric_id,
        title=_title(audience, told, filters),
        subtitle=subtitle(told, upper, course(audience, beneath, filters) if beneath else None, note),
        panels=tuple(panels),
        provenance=provenance(audience, filters),
        events=events(audience, filters),
        height=height or (380 if beneath else 264),
        further=(beneath,) if beneath else (),
    )


def monthly_lines(
    told: Course, provisional: int, read: tuple[Reading, ...] = (), state: MonthState | None = None
) -> Monthly:
    """Return the panel of a course: this year in ink, the year before thin, the range of what was `read` pale.

    `state` says how much of the last month is reported, where that is known of this metric.
    """
    values, bases = _values(told.monthly, told)
    before, bases_before = _values(told.year_earlier, told)
    lines = [Line(told.metric.label(current_language()), values, "main", end_label(told, provisional, state), bases)]
    if any(value is not None for value in before):
        label = _earlier_label(told.year_earlier[-1], told)
        lines.append(Line(say("a year ago"), before, "earlier", label, bases_before))
    return Monthly(
        months=told.months,
        lines=tuple(lines),
        kind=told.metric.kind,
        measured_in=measured_in(told.metric),
        provisional=provisional if values[-1] is not None else 0,
        starts_at_zero=False,
        band=expected_band(told.months, read),
        marked=left_range(told.months[: len(told.months) - provisional], read),
    )


def monthly_columns(told: Course, provisional: int) -> Monthly:
    """Return the panel of a count as columns that start at 0."""
    values: tuple[Value, ...] = tuple(figure.value for figure in told.monthly)
    label = f"<b>{counted(values[-1], told.metric)}</b>" if values[-1] is not None else ""
    line = Line(told.metric.label(current_language()), values, "main", label)
    return Monthly(
        told.months,
        (line,),
        told.metric.kind,
        measured_in(told.metric),
        is_columns=True,
        provisional=provisional,
    )


def _values(figures: tuple[Figure, ...], told: Course) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    bases = tuple(figure.denominator for figure in figures) if told.metric.kind == "share" else ()
    return tuple(figure.value for figure in figures), bases


def _earlier_label(last: Figure, told: Course) -> str:
    if last.value is None:
        return ""
    return say("a year ago {value}", value=number(last.value, told.metric.kind, last.denominator))


def end_label(told: Course, provisional: int, state: MonthState | None = None) -> str:
    """Return what stands at the last point: its value, whether that is provisional, and how much of all it is."""
    last = told.monthly[-1]
    if last.value is None:
        return ""
    shown = f"<b>{number(last.value, told.metric.kind, last.denominator)}</b>"
    if not provisional or state is None or state.share is None:
        return say("{value} provisional", value=shown) if provisional else shown
    if state.state == AT_LEAST:
        return say("at least {value}", value=shown)
    return say("{value}, about {share}", value=shown, share=about(state.share))


def _title(audience: Audience, told: Course, filters: Filters) -> str:
    """Return the answer about the last twelve months, and where it is read, whether three years rise or fall."""
    metric = told.metric
    if metric.kind == "share":
        return _share_title(audience, told, filters)
    recent, before = _twelve(told.monthly), _twelve(told.year_earlier)
    if recent is None:
        return _label(told)
    total = say("{n} in 12 months", n=counted(recent, metric))
    changed = change_in_words(recent, before, metric, "year")
    answer = sentence(total, doubted(changed, _is_incomplete(audience, told, filters, -12)))
    return clauses([answer, claim(audience, metric.id, filters) or _highest(told)])


def _highest(told: Course) -> str:
    """Return the highest of the last twelve months; nothing where several are equal."""
    values = [figure.value or 0.0 for figure in told.monthly[-12:]]
    if values.count(highest := max(values)) > 1:
        return ""
    month = month_name(told.months[-12:][values.index(highest)])
    return say("peak {month} ({n})", month=month, n=number(highest, told.metric.kind))


def _share_title(audience: Audience, told: Course, filters: Filters) -> str:
    """Return the share of the last twelve months against the first twelve of the chart, both from their counts."""
    recent, before = _pooled(told.monthly[-12:]), _pooled(told.monthly[:12])
    if recent.value is None:
        return _label(told)
    subject = say("{label} of 12 months {value}", label=_label(told), value=value_in_words(recent, told.metric))
    if counts_claimed := claim(audience, COUNTED_BY.get(told.metric.id, ""), filters):
        return clauses([subject, say("repeat registrations {claim}", claim=counts_claimed)])
    if before.value is None or is_small(recent.denominator or 0) or is_small(before.denominator or 0):
        return subject
    points = f"{abs(points_apart(recent.value, before.value)):f}"
    words = {
        1: say("{points} pp above two years before", points=points),
        -1: say("{points} pp below two years before", points=points),
        0: say("the same as two years before"),
    }
    changed = words[direction(recent.value, before.value, "share")]
    return sentence(subject, doubted(changed, _is_incomplete(audience, told, filters, -24)))


def _is_incomplete(audience: Audience, told: Course, filters: Filters, months_back: int) -> bool:
    """Return whether units are missing in the last twelve months or those so many months before."""
    year = run_of(told.months[-12], told.months[-1])
    return bool(comparability_of(audience, year, year.shifted(months_back), filters.units, "year"))


def _pooled(figures: tuple[Figure, ...]) -> Figure:
    """Return the share of several months taken together; nothing where one of them is not known."""
    parts, wholes = [f.numerator for f in figures], [f.denominator for f in figures]
    if None in parts or None in wholes or not sum(whole or 0 for whole in wholes):
        return NOTHING
    part, whole = sum(part or 0 for part in parts), sum(whole or 0 for whole in wholes)
    return Figure(part, whole, part / whole)


def _label(told: Course) -> str:
    return told.metric.label(current_language())


def _twelve(figures: tuple[Figure, ...]) -> float | None:
    values = [figure.value for figure in figures[-12:] if figure.value is not None]
    return float(sum(values)) if len(values) == 12 else None


def subtitle(told: Course, panel: Monthly, beneath: Course | None = None, note: str = "") -> str:
    """Return what is drawn: measure, span, the grey line, where the axis starts, a `note`, and what stands beneath."""
    span = period_name(told.span)
    measured = bracketed(_label(told), panel.measured_in)
    notes = [say("{measured_in}, by month, {span}", measured_in=measured, span=span)]
    if len(panel.lines) > 1:
        notes.append(say("grey line: {base_name}", base_name=base_name("year")))
    notes.append(axis_note(panel))
    notes.append(note)
    if beneath:
        notes.append(say("below: {label}", label=beneath.metric.label(current_language())))
    return " · ".join(note for note in notes if note)


def axis_note(*panels: Monthly) -> str:
    """Return where the axes of the panels start, from top to bottom, as their lowest ticks say; "" where all at 0."""
    starts = [(axis_start(panel), panel.kind) for panel in panels]
    if not any(start for start, _ in starts):
        return ""
    told = [percent(start, 0) if kind == "share" else number(start, "count") for start, kind in starts]
    return say("axis starts at {start}", start=listed(told))
