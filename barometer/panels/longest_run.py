"""怎么看这些图: for how many months in a row a figure stood on one side of what was expected of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from barometer.audience import Audience
from barometer.charts.marks import Line, Monthly
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import period_name
from barometer.filters import Filters
from barometer.language import current_language, say, say_count
from barometer.metrics import registry
from barometer.month_states import last_final_month
from barometer.panels.expectation import unread
from barometer.panels.told import State, Told, events, provenance
from barometer.panels.trend import axis_note
from barometer.periods import Period, add_months, month_run, run_of
from barometer.reading_answers import Reading, readings_of
from barometer.readings.xmr import RUN
from barometer.wording import percent

HEIGHT = 264


def longest_run(audience: Audience, filters: Filters) -> Told:
    """Return the metric with the longest run of final months on one side, each month divided by its expectation."""
    read = _longest(audience, filters)
    title = say("Only {n} months in a row on one side of the expectation count as a run", n=RUN)
    if not read:
        return replace(unread(title, audience, filters), notes=run_in_words())
    last = max(read, key=lambda one: (abs(one.run), one.month))
    if not last.run:
        why = say("So few are expected in a month that one more or less would decide on which side it lies.")
        reason, remedy = say("Too few to count months in a row"), "all units" if filters.units else ""
        return State(title, reason, why, ":material/hourglass_empty:", remedy, run_in_words())
    panel = _panel(last, tuple(month_run(filters.months[0].first_month, read[-1].month)), read)
    return ChartSpec(
        key="longest-run",
        metric=last.metric,
        title=title,
        subtitle=_subtitle(last, panel),
        panels=(panel,),
        provenance=provenance(audience, filters, is_compared=False),
        events=events(audience, filters),
        height=HEIGHT,
        notes=(_found(last), *_near_the_line(last, read), *run_in_words()),
    )


def run_in_words() -> tuple[str, ...]:
    """Return how a run is to be read."""
    return (
        say("100% means as much as expected; season, growth and Spring Festivals are already taken out."),
        say(
            "Each month alone may lie inside its range; many in a row on one side are hardly chance (statistic: rule "
            "of {n} points of an individuals control chart, as the NHS applies it, on observed ÷ expected).",
            n=RUN,
        ),
    )


def months_of_run(last: Reading) -> Period:
    """Return the months of the run that ends with `last`."""
    return run_of(add_months(last.month, 1 - abs(last.run)), last.month)


def _longest(audience: Audience, filters: Filters) -> tuple[Reading, ...]:
    """Return the readings of final months of the metric with the longest run; of equals the first of the registry."""
    final = last_final_month(audience, filters)
    every = [readings_of(audience, metric.id, filters) for metric in registry().values() if metric.is_read]
    kept = [tuple(one for one in read if final and one.month <= final) for read in every]
    return max(kept, key=lambda read: max((abs(one.run) for one in read), default=-1), default=())


def _panel(last: Reading, months: tuple[dt.date, ...], read: tuple[Reading, ...]) -> Monthly:
    """Return value ÷ expectation by month around the line of 100 %; the months of the run are dots."""
    known = {one.month: one.value / one.expected for one in read if one.expected}
    run, verdict = months_of_run(last), _verdict(last)
    covered = [place for place, month in enumerate(months) if run.first_month <= month <= run.last_month]
    values = tuple(known.get(month) for month in months)
    label = f"<b>{percent(values[-1])}</b>" if values[-1] is not None else ""
    as_expected = tuple(1.0 for _ in months)
    return Monthly(
        months=months,
        lines=(
            Line(say("observed ÷ expected"), values, "main", label),
            Line(say("as expected"), as_expected, "beside", say("as expected {value}", value=percent(1.0, 0))),
        ),
        kind="share",
        measured_in="%",
        starts_at_zero=False,
        marked_as=_side(last),
        marked=tuple((place, verdict) for place in covered if values[place] is not None),
    )


def _verdict(last: Reading) -> str:
    """Return whether the run is worse or better by the metric; a run that is too short to count is neither."""
    better = {metric.id: metric.better for metric in registry().values()}[last.metric]
    if better == "neutral" or abs(last.run) < RUN:
        return "neutral"
    return "better" if (last.run > 0) == (better == "higher") else "worse"


def _subtitle(last: Reading, panel: Monthly) -> str:
    label = registry()[last.metric].label(current_language())
    span = period_name(run_of(panel.months[0], panel.months[-1]))
    words = say("{label}: observed ÷ expected (%), by month, {span}", label=label, span=span)
    return " · ".join(note for note in (words, axis_note(panel)) if note)


def _found(last: Reading) -> str:
    """Return the longest run of the picture in words, and whether it counts."""
    words = {"span": period_name(months_of_run(last)), "side": _side(last), "least": RUN}
    if abs(last.run) < RUN:
        return say("The longest run here: {span}, {side}. Below {least} months that is usual variation.", **words)
    return say("The longest run here: {span}, {side}. From {least} months on that is told.", **words)


def _side(last: Reading) -> str:
    """Return how long the run is and on which side."""
    n = abs(last.run)
    if last.run > 0:
        return say_count("{n} month above the expectation", "{n} months in a row above the expectation", n, n=n)
    return say_count("{n} month below the expectation", "{n} months in a row below the expectation", n, n=n)


def _near_the_line(last: Reading, read: tuple[Reading, ...]) -> tuple[str, ...]:
    """Return why a month of the run may lie on the other side of the line, where one does."""
    run = months_of_run(last)
    covered = [one for one in read if run.first_month <= one.month <= run.last_month]
    if all((one.value - one.expected) * last.run >= 0 for one in covered):
        return ()
    return (say("Beside the line a month is high or low by the middle of its possible values, not by their mean."),)
