"""What may be compared: who delivered, whether the newest month is over, and the clause that says the change."""

from __future__ import annotations

import datetime as dt

from barometer.answers import Course
from barometer.audience import Audience
from barometer.dates_in_words import period_name
from barometer.figure_words import change_in_short, compared_in_words, rest_on_few
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.periods import Period
from barometer.reporting import reporting_over
from barometer.wording import base_name, compared_with


def change_told(audience: Audience, filters: Filters, told: Course) -> str:
    """Return the clause that compares a figure with its base, and what keeps it from being a finding."""
    return doubted(bare_change(audience, filters, told), bool(comparability(audience, filters)))


def bare_change(audience: Audience, filters: Filters, told: Course) -> str:
    """Return the clause alone, empty where either is not known."""
    return compared_in_words(told.now, told.base, told.metric, filters.comparison)


def short_change_told(audience: Audience, filters: Filters, told: Course) -> str:
    """Return the change for a card or table, or why there is none."""
    return change_in_short(told.now, told.base, told.metric.kind)


def short_change_against(audience: Audience, filters: Filters, told: Course) -> str:
    """Return the short change with the name of its comparison, and whether units are missing."""
    words = change_in_short(told.now, told.base, told.metric.kind)
    if not rest_on_few(told.now, told.base, told.metric.kind):
        words = say("{change} {compared}", change=words, compared=compared_with(filters.comparison))
    return doubted(words, bool(comparability(audience, filters)))


def doubted(changed: str, is_incomplete: bool) -> str:
    """Return a clause about a change, with the note that units are missing."""
    return say("{changed}, not all units reported", changed=changed) if changed and is_incomplete else changed


def comparability(audience: Audience, filters: Filters) -> str:
    """Return a warning where too many units seem not to have delivered for a change to mean anything, else ""."""
    return comparability_of(audience, filters.period, filters.base(audience.session), filters.units, filters.comparison)


def comparability_of(audience: Audience, period: Period, base: Period, units: tuple[str, ...], against: str) -> str:
    """Return the warning about two periods; a base outside the data is not looked at."""
    now, before = reporting_over(audience, (period, base), units)
    is_based = audience.session.covers(base)
    if now.is_enough and (before.is_enough or not is_based):
        return ""
    words = {
        "now": now.missing,
        "expected": now.expected,
        "before": before.missing,
        "base_name": base_name(against),
    }
    if not is_based:
        return say("{now} of {expected} units seem not to have reported in full", **words)
    return say(
        "{now} of {expected} units seem not to have reported in full, {before} {base_name}: rise and fall mean little",
        **words,
    )


def is_unfinished(audience: Audience, period: Period) -> bool:
    """Return whether the period reaches into the newest month while that is not over."""
    session = audience.session
    return period.last_month == session.last_month and any(month["cut_on"] for month in session.months)


def period_told(audience: Audience, filters: Filters) -> str:
    """Return the name of the period; where its last month is not over, up to which day."""
    period, day = filters.period, audience.snapshot.data_as_of
    if not is_unfinished(audience, period):
        return period_name(period)
    return say("{period} (to {day})", period=period_name(period), day=_day(day))


def reporting_notes(audience: Audience, filters: Filters) -> tuple[str, ...]:
    """Return how many of the reporting units have a registration, in the chosen period and in its base."""
    periods = (filters.period, filters.base(audience.session))
    return tuple(
        say(
            "{reported} of {expected} reporting units with a registration in {period}",
            reported=told.reported,
            expected=told.expected,
            period=period_name(period),
        )
        for period, told in zip(periods, reporting_over(audience, periods, filters.units), strict=True)
        if told.expected and audience.session.covers(period)
    )


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日" if current_language() == "zh" else f"{day.day} {day:%B}"
