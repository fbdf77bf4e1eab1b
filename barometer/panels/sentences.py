"""本页三句话: the figures of 总览 as three sentences for a paper, by rule."""

from __future__ import annotations

import datetime as dt
import re

from barometer.answers import Course, courses
from barometer.audience import Audience
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.panels.headline import SENTENCES
from barometer.panels.told import last_day
from barometer.phrases import clauses, sentence
from barometer.wording import base_name, change_in_words, counted, day_name, number, period_name

_SEPARATORS = re.compile(r"(?<=\d),(?=\d{3})")


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
    found = [_registered(told["registered"], filters), visits, handled]
    if "" in found:
        found[found.index("")] = _repeats(told["repeat_share"], filters)
    return _in_paper((" " if current_language() == "en" else "").join(text for text in found if text))


def _registered(told: Course, filters: Filters) -> str:
    period, n = period_name(filters.period), number(told.now.value, "count")
    changed = change_in_words(told.now.value, told.base.value, told.metric, filters.comparison)
    base = counted(told.base.value, told.metric)
    if changed and told.base.value and base not in changed:
        before = base_name(filters.comparison)
        changed = say("{changed} ({base_name} {base})", changed=changed, base_name=before, base=base)
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
    in_time = say(
        "By {day}, {due} were due, {answered} were answered in time, a rate of {rate}",
        day=day_name(day),
        due=number(on_time.now.denominator, "count"),
        answered=number(on_time.now.numerator, "count"),
        rate=number(on_time.now.value, "share"),
    )
    if overdue.missing or overdue.now.value is None:
        return _ended(in_time)
    return _ended(clauses([in_time, say("{n} are overdue and open", n=number(overdue.now.value, "count"))]))


def _repeats(told: Course, filters: Filters) -> str:
    if told.missing or told.now.value is None:
        return ""
    share = say(
        "{n} were repeats, {share} of all",
        n=number(told.now.numerator, "count"),
        share=number(told.now.value, "share"),
    )
    return _ended(sentence(share, change_in_words(told.now.value, told.base.value, told.metric, filters.comparison)))


def _ended(text: str) -> str:
    return text + ("。" if current_language() == "zh" else ".")


def _in_paper(text: str) -> str:
    """Return the text as official papers write numbers: in Chinese without separators of thousands."""
    return _SEPARATORS.sub("", text) if current_language() == "zh" else text
