"""怎么看这些图: the strongest early sign of the month, and how many false ones are to be expected beside it."""

from __future__ import annotations

from dataclasses import replace

from barometer.audience import Audience
from barometer.charts.marks import Line, Monthly
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import month_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.panels.expectation import expected_band, left_range
from barometer.panels.signal_words import about, counts_told, metric_of, title_of, unreadable
from barometer.panels.told import State, Told, events, provenance
from barometer.panels.trend import axis_note
from barometer.reading_answers import Reading
from barometer.reading_words import expected_range, value_read
from barometer.session import WHOLE
from barometer.signal_answers import Signals, series_read, signals
from barometer.wording import measured_in, number

HEIGHT = 264


def strongest_signal(audience: Audience, filters: Filters) -> Told:
    """Return the series of the strongest early sign of the last final month, with the range expected of it."""
    found = signals(audience, filters)
    title = say("An early sign asks for a look; it is no finding")
    if state := unreadable(audience, title, found, filters):
        return replace(state, notes=sign_in_words())
    if not found.listed:
        why = counts_told(found, month_name(found.month))
        return State(title, say("No early sign this month"), why, ":material/task_alt:", notes=sign_in_words())
    sign = found.listed[0].reading
    narrowed = Filters(found.month, "month", filters.comparison, () if sign.node == WHOLE else (sign.node,))
    read = series_read(audience, found.listed[:1])[sign.node, sign.metric]
    panel = _panel(narrowed, sign, read)
    return ChartSpec(
        key="strongest-signal",
        metric=sign.metric,
        title=title,
        subtitle=_subtitle(audience, sign, panel),
        panels=(panel,),
        provenance=provenance(audience, narrowed, is_compared=False),
        events=events(audience, narrowed),
        height=HEIGHT,
        notes=(_false_ones(found), *sign_in_words()),
    )


def sign_in_words() -> tuple[str, ...]:
    """Return how an early sign is to be read."""
    return (
        say("Ask first whether the data is complete, then look at the unit's own past; units are not ranked."),
        say(
            "Whoever wants no false sign at all would miss the true ones (statistic: one-sided limit of a shrunk "
            "harmonic quasi-Poisson forecast, ordered by its normal score)."
        ),
    )


def _false_ones(found: Signals) -> str:
    """Return how many series were tested, and how many of them chance alone takes out of their range."""
    return say(
        "{month}: {n} series tested; chance alone takes about {chance} of them out of their range (false signs), and "
        "more the more are tested.",
        month=month_name(found.month),
        n=number(found.tested, "count"),
        chance=about(found.expected_false),
    )


def _panel(filters: Filters, sign: Reading, read: tuple[Reading, ...]) -> Monthly:
    metric, known = metric_of(sign), {one.month: one for one in read}
    months = tuple(month.first_month for month in filters.months)
    values = tuple(known[month].value if month in known else None for month in months)
    bases = tuple(known[month].base if month in known else None for month in months) if sign.base is not None else ()
    label = f"<b>{number(sign.value, metric.kind, sign.base)}</b>"
    return Monthly(
        months=months,
        lines=(Line(metric.label(current_language()), values, "main", label, bases),),
        kind=metric.kind,
        measured_in=measured_in(metric),
        starts_at_zero=False,
        band=expected_band(months, read),
        marked=left_range(months, read),
    )


def _subtitle(audience: Audience, sign: Reading, panel: Monthly) -> str:
    told = {"month": month_name(sign.month), "value": value_read(sign), "range": expected_range(sign)}
    words = [title_of(audience, sign), say("{month} {value}, expected {range}", **told), axis_note(panel)]
    return " · ".join(word for word in words if word)
