"""本页三句话: the figures of 总览 as three sentences for a paper, by rule."""

from __future__ import annotations

import datetime as dt

from barometer.answers import Course, Figure, courses
from barometer.audience import Audience
from barometer.dates_in_words import day_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.panels.comparable import bare_change, change_told, comparability, doubted, period_told
from barometer.panels.headline import SENTENCES
from barometer.panels.told import last_day
from barometer.phrases import clauses, in_paper, sentence
from barometer.wording import base_name, counted, is_small, number


def three_sentences(audience: Audience, filters: Filters) -> str:
    """Return what was registered, how many came, what was answered in time; each ends with its stop.

    What cannot be computed gives way to the repeat share, or is left out. Empty where the data does not cover the
    period.
    """
    told = dict(zip(SENTENCES, courses(audience, SENTENCES, filters), strict=True))
    if told["registered"].now.value is None:
        return ""
    visits = _visits(told["collective_batch_share"], told["collective_person_share"])
    handled = _handled(told["completed_on_time_rate"], told["overdue_open"], last_day(audience, filters))
    found = [_registered(audience, told["registered"], filters), visits, handled]
    if "" in found:
        found[found.index("")] = _repeats(audience, told["repeat_share"], filters)
    return in_paper((" " if current_language() == "en" else "").join(text for text in found if text))


def _registered(audience: Audience, told: Course, filters: Filters) -> str:
    period, n = period_told(audience, filters), number(told.now.value, "count")
    changed = bare_change(audience, filters, told)
    base = counted(told.base.value, told.metric)
    if changed and told.base.value and base not in changed:
        before = base_name(filters.comparison)
        changed = say("{changed} ({base_name} {base})", changed=changed, base_name=before, base=base)
    changed = doubted(changed, bool(comparability(audience, filters)))
    return _ended(sentence(say("{period}: {n} petitions registered in all", period=period, n=n), changed))


def _visits(batches: Course, persons: Course) -> str:
    counts = (batches.now.denominator, persons.now.denominator, batches.now.numerator, persons.now.numerator)
    if batches.missing or persons.missing or None in counts:
        return ""
    b, r, b1, r1 = (number(count, "count") for count in counts)
    return _ended(say("{b} visits by {r} persons, {b1} of them collective ({r1} persons)", b=b, r=r, b1=b1, r1=r1))


def _handled(on_time: Course, overdue: Course, day: dt.date) -> str:
    if on_time.missing or on_time.now.value is None:
        return ""
    in_time = _in_time(on_time.now, day)
    if overdue.missing or overdue.now.value is None:
        return _ended(in_time)
    return _ended(clauses([in_time, say("{n} are overdue and open", n=number(overdue.now.value, "count"))]))


def _in_time(due: Figure, day: dt.date) -> str:
    """Return how many of the items due were answered in time, and the rate unless they are few."""
    words = {
        "day": day_name(day),
        "due": number(due.denominator, "count"),
        "answered": number(due.numerator, "count"),
        "rate": number(due.value, "share"),
    }
    if is_small(due.denominator or 0):
        return say("By {day}, {due} were due, {answered} were answered in time", **words)
    return say("By {day}, {due} were due, {answered} were answered in time, a rate of {rate}", **words)


def _repeats(audience: Audience, told: Course, filters: Filters) -> str:
    if told.missing or told.now.value is None:
        return ""
    n, all_ = number(told.now.numerator, "count"), number(told.now.denominator, "count")
    if is_small(told.now.denominator or 0):
        share = say("{n} of {all} were repeats", n=n, all=all_)
    else:
        share = say("{n} were repeats, {share} of all", n=n, share=number(told.now.value, "share"))
    return _ended(sentence(share, change_told(audience, filters, told)))


def _ended(text: str) -> str:
    return text + ("。" if current_language() == "zh" else ".")
