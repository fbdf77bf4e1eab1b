"""怎么看这些图: one picture for each reading, from the reader's own data, and how to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from barometer.answers import course
from barometer.audience import Audience
from barometer.charts.marks import Monthly
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import month_name
from barometer.filters import Filters
from barometer.language import say
from barometer.panels.expectation import unread
from barometer.panels.lateness import late_curve
from barometer.panels.longest_run import longest_run
from barometer.panels.strongest_signal import strongest_signal
from barometer.panels.told import Told, some
from barometer.panels.trend import subtitle, trend
from barometer.panels.unit_funnel import unit_funnel
from barometer.panels.yearly_course import yearly_course
from barometer.readings.forecast import ALARM
from barometer.wording import percent


def range_lesson(audience: Audience, filters: Filters) -> Told:
    """Return registrations by month inside the range expected of them."""
    title = say("Ups and downs inside the pale range need no explanation")
    words = (
        say(
            "The range follows the season, growth and Spring Festivals of the months before; by chance about {share} "
            "of months lie beyond either end.",
            share=percent(ALARM, 0),
        ),
        say(
            "A month outside is a filled dot with its value: ask for the reason before it is quoted (statistic: "
            "prediction interval of a shrunk harmonic quasi-Poisson forecast)."
        ),
    )
    told = trend(audience, filters, metric_id="registered")
    if not isinstance(told, ChartSpec):
        return replace(told, title=title, notes=words)
    panel = told.panels[0]
    if not isinstance(panel, Monthly) or panel.band is None:
        return replace(unread(title, audience, filters), notes=words)
    drawn = subtitle(course(audience, "registered", filters), panel)
    return replace(told, title=title, subtitle=drawn, notes=(_outside(panel), *words))


def funnel_lesson(audience: Audience, filters: Filters) -> Told:
    """Return the units inside the funnel of what chance gives to their numbers."""
    title = say("Inside the funnel units are not told apart; only outside it is there something to ask")
    words = (
        say("Shares of few items jump about by themselves: so the funnel is wide at the left. No unit is ranked."),
        say(
            "Beyond the dashed line chance still leads now and then, beyond the solid line hardly ever (statistic: "
            "funnel plot of proportions on the arcsine scale, limits widened by the variance between units)."
        ),
    )
    return _reworded(unit_funnel(audience, filters), title, words)


def lateness_lesson(audience: Audience, filters: Filters) -> Told:
    """Return how complete a month is when it is first delivered and after."""
    title = say("A provisional figure still grows: no fall is claimed before the month is complete")
    words = (
        say("A hollow point is a month whose late registrations are still to come; do not call it a fall."),
        say(
            "How many come late is learned from what earlier deliveries brought afterwards (statistic: chain ladder "
            "over successive deliveries)."
        ),
    )
    return _reworded(late_curve(audience, filters), title, words)


LESSONS: tuple[Callable[[Audience, Filters], Told], ...] = (
    range_lesson,
    longest_run,
    funnel_lesson,
    yearly_course,
    strongest_signal,
    lateness_lesson,
)


def _reworded(told: Told, title: str, words: tuple[str, ...]) -> Told:
    """Return a panel of another page as an example: what it says there stands below it, how to read it above."""
    if isinstance(told, ChartSpec):
        return replace(told, title=title, notes=(say("In this picture: {title}.", title=told.title), *words))
    return replace(told, title=title, notes=words)


def _outside(panel: Monthly) -> str:
    """Return how many final months of the picture lie outside their range, and the latest of them."""
    read = sum(value is not None for value in panel.band.expected) if panel.band else 0
    if not panel.marked:
        return say("In this picture: {n} months with a range, none outside.", n=read)
    months = [month_name(panel.months[place]) for place, _ in reversed(panel.marked)]
    return say(
        "In this picture: {n} months with a range, {k} outside: {months}.",
        n=read,
        k=len(months),
        months=some(months),
    )
