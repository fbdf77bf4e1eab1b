"""Trends: a metric over 36 months with last year's line, alone or above the count it rests on."""

from __future__ import annotations

from barometer.amounts import points_apart
from barometer.answers import Course, Figure, course
from barometer.audience import Audience
from barometer.charts.monthly import axis_start
from barometer.charts.spec import ChartSpec, Line, Monthly, Value
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.panels.told import Told, comparability, events, is_provisional, not_computable, nothing_here, provenance
from barometer.phrases import bracketed, clauses, listed, sentence
from barometer.wording import (
    base_name,
    change_in_words,
    counted,
    direction,
    measured_in,
    month_name,
    number,
    percent,
    period_name,
)


def trend(audience: Audience, filters: Filters, metric_id: str, beneath: str = "", height: int = 0) -> Told:
    """Return the metric by month, with the same months a year before; `beneath` is a count drawn below it."""
    told = course(audience, metric_id, filters)
    title = told.metric.label(current_language())
    if told.missing:
        return not_computable(title, told.missing)
    if told.is_empty:
        return nothing_here(title, audience, filters)
    upper = monthly_lines(told, is_provisional(audience, filters))
    panels = [upper]
    if beneath:
        lower = course(audience, beneath, filters)
        panels.append(monthly_columns(lower, is_provisional(audience, filters)))
    return ChartSpec(
        key=f"trend-{metric_id}",
        metric=metric_id,
        title=clauses([_title(told), say("fewer units reported") if comparability(audience, filters) else ""]),
        subtitle=_subtitle(told, upper, course(audience, beneath, filters) if beneath else None),
        panels=tuple(panels),
        provenance=provenance(audience, filters),
        events=events(audience, filters),
        height=height or (380 if beneath else 264),
        further=(beneath,) if beneath else (),
    )


def monthly_lines(told: Course, provisional: bool) -> Monthly:
    """Return the panel of a course: this year in ink, the year before thin; labels at the ends."""
    values = tuple(figure.value for figure in told.monthly)
    before = tuple(figure.value for figure in told.year_earlier)
    lines = [Line(told.metric.label(current_language()), values, "main", end_label(values, told, provisional))]
    if any(value is not None for value in before):
        lines.append(Line(say("a year ago"), before, "earlier", _earlier_label(before[-1], told)))
    return Monthly(
        months=told.months,
        lines=tuple(lines),
        kind=told.metric.kind,
        measured_in=measured_in(told.metric),
        is_provisional=provisional and values[-1] is not None,
        starts_at_zero=False,
    )


def monthly_columns(told: Course, provisional: bool) -> Monthly:
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
        is_provisional=provisional,
    )


def _earlier_label(value: Value, told: Course) -> str:
    if value is None:
        return ""
    return say("a year ago {value}", value=number(value, told.metric.kind))


def end_label(values: tuple[Value, ...], told: Course, provisional: bool) -> str:
    """Return what stands at the last point: its value, and whether that is provisional."""
    if values[-1] is None:
        return ""
    shown = f"<b>{number(values[-1], told.metric.kind)}</b>"
    return say("{value} provisional", value=shown) if provisional else shown


def _title(told: Course) -> str:
    """Return the answer: counts by their last twelve months, shares by the chosen period."""
    metric = told.metric
    if metric.kind == "share":
        return _share_title(told)
    recent, before = _twelve(told.monthly), _twelve(told.year_earlier)
    if recent is None:
        return _label(told)
    total = say("{n} in 12 months", n=counted(recent, metric))
    peak = max((f.value or 0.0, month) for f, month in zip(told.monthly, told.months, strict=True))
    highest = say("peak {month} ({n})", month=month_name(peak[1]), n=number(peak[0], metric.kind))
    return clauses([sentence(total, change_in_words(recent, before, metric, "year")), highest])


def _share_title(told: Course) -> str:
    """Return the share of the last twelve months against the first twelve of the chart, both from their counts."""
    recent, before = _share(told.monthly[-12:]), _share(told.monthly[:12])
    if recent is None:
        return _label(told)
    subject = say("{label} of 12 months {value}", label=_label(told), value=number(recent, "share"))
    if before is None:
        return subject
    points = f"{abs(points_apart(recent, before)):f}"
    words = {
        1: say("{points} pp above two years before", points=points),
        -1: say("{points} pp below two years before", points=points),
        0: say("the same as two years before"),
    }
    return sentence(subject, words[direction(recent, before, "share")])


def _share(figures: tuple[Figure, ...]) -> float | None:
    known = [f for f in figures if f.numerator is not None and f.denominator is not None]
    total = sum(figure.denominator or 0 for figure in known)
    return sum(figure.numerator or 0 for figure in known) / total if total and len(known) == len(figures) else None


def _label(told: Course) -> str:
    return told.metric.label(current_language())


def _twelve(figures: tuple[Figure, ...]) -> float | None:
    values = [figure.value for figure in figures[-12:] if figure.value is not None]
    return float(sum(values)) if len(values) == 12 else None


def _subtitle(told: Course, panel: Monthly, beneath: Course | None) -> str:
    span = period_name(told.span)
    measured = bracketed(_label(told), panel.measured_in)
    notes = [say("{measured_in}, by month, {span}", measured_in=measured, span=span)]
    if len(panel.lines) > 1:
        notes.append(say("grey line: {base_name}", base_name=base_name("year")))
    notes.append(axis_note(panel))
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
