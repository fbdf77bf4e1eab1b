"""How far the chosen month has been reported, in words: by convention, or by what earlier deliveries taught."""

from __future__ import annotations

import datetime as dt

from barometer.audience import Audience
from barometer.dates_in_words import day_name, short_month
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.month_states import AT_LEAST, MonthState, month_states, provisional_months, state_of
from barometer.phrases import bracketed, clauses, listed
from barometer.wording import number, percent


def provisional_note(audience: Audience, filters: Filters) -> str:
    """Return what is provisional at the end of a trend: 末月为初步数，11月15日定稿; "" where nothing is."""
    months, state = provisional_months(audience, filters), state_of(audience, filters.month)
    if not months or state is None:
        return ""
    last = say("last {n} months provisional", n=months) if months > 1 else ""
    if state.share is None:
        return _with_day(last or say("last month provisional"), state)
    return clauses([last, _reported(state, is_whole=not (filters.units or filters.only))])


def known_part(audience: Audience, filters: Filters) -> MonthState | None:
    """Return how far the chosen month's registrations are reported; None where that is not known of what is chosen."""
    state = state_of(audience, filters.month)
    is_whole = not (filters.units or filters.only)
    return state if is_whole and state and not state.is_final and state.share is not None else None


def provisional_list(audience: Audience) -> str:
    """Return every month that is not final, each with the day it will be or the share reported."""
    return listed([_named(state) for state in month_states(audience) if not state.is_final]) or "—"


def about(share: float) -> str:
    """Return a share that is estimated, in whole percent, neither 0 nor 100."""
    return percent(min(max(share, 0.01), 0.99), 0)


def _reported(state: MonthState, is_whole: bool) -> str:
    words = {"month": short_month(state.month), "share": about(state.share or 0.0)}
    if state.state == AT_LEAST:
        told = say("less than half of {month} reported", **words)
        return told if is_whole else say("all units: {told}", told=told)
    if not is_whole or state.lower is None or state.upper is None:
        told = say("about {share} of {month} reported", **words)
        return told if is_whole else say("all units: {told}", told=told)
    words |= {"lower": number(state.lower, "count"), "upper": number(state.upper, "count")}
    return say("about {share} of {month} reported, {lower}–{upper} registrations expected", **words)


def _named(state: MonthState) -> str:
    name = f"{state.month:%Y-%m}"
    if state.share is not None:
        return bracketed(name, say("about {share} reported", share=about(state.share)))
    return bracketed(name, say("final on {day}", day=_day(state))) if state.final_on else name


def _with_day(words: str, state: MonthState) -> str:
    return say("{words}, final on {day}", words=words, day=_day(state)) if state.final_on else words


def _day(state: MonthState) -> str:
    """Return 11月15日, 15 November; with its year where the month lies in another."""
    day: dt.date = state.final_on or state.month
    if day.year != state.month.year:
        return day_name(day)
    return f"{day.month}月{day.day}日" if current_language() == "zh" else f"{day.day} {day:%B}"
