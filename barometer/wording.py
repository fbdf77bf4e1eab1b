"""Numbers, changes and periods in words: the sentences of charts and cards, by rule."""

from __future__ import annotations

import math
from decimal import Decimal

from barometer.amounts import apart, per_cent, percent_apart, points_apart, rounded
from barometer.language import say, say_count
from barometer.metrics import SMALL_BASE, Metric
from barometer.money_in_words import amount
from barometer.phrases import bracketed

DIFFERENCES = ("days", "density")  # a percentage of a median or a density says little: they change by so many
MINUS = "−"


def is_known(value: float | None) -> bool:
    """Return whether there is a number to show."""
    return value is not None and not math.isnan(value)


def number(value: float | None, kind: str, base: float | None = None) -> str:
    """Return a count as 9,862, a share as 19.0%, days as 23.5天, a density as 28.4, nothing as an em dash.

    A share of a small `base` is told by its counts, 1/4: a percentage would promise more than four items hold.
    """
    if value is None or math.isnan(value):
        return "—"
    if is_share_of_few(kind, base):
        return f"{value * (base or 0):.0f}/{base:.0f}"
    if kind == "days":
        days = rounded(value, 1)
        return say_count("{days} day", "{days} days", float(days), days=f"{days:,f}".removesuffix(".0"))
    if kind == "density":
        return f"{rounded(value, 1):,f}"
    if kind == "amount":
        return amount(value)
    return percent(value) if kind == "share" else f"{value:,.0f}".replace("-", MINUS)


def percent(value: float, places: int = 1) -> str:
    """Return a share as 3.8%, halves rounded up as readers of bulletins expect (3 of 80, not 3.7%)."""
    return f"{per_cent(value, places):f}%"


def part_of(count: float, total: float) -> str:
    """Return a part with its count, as it stands at the end of a bar: 43% (3,709), of few 4/12."""
    if is_small(total):
        return number(count / total, "share", total)
    return bracketed(percent(count / total, 0), number(count, "count"))


def counted(value: float | None, metric: Metric, base: float | None = None) -> str:
    """Return the value with what it counts: 9,862件次, 19.0%, 23天, 28.4件次/千人; of a small `base` 4件次中1件次."""
    if is_known(value) and is_share_of_few(metric.kind, base):
        part, whole = round((value or 0) * (base or 0)), base or 0
        return say("{n} of {total}{unit}", n=part, total=f"{whole:.0f}", unit=unit_of_count(metric.counted_in, whole))
    if metric.kind in ("share", "days", "amount") or not is_known(value):
        return number(value, metric.kind)
    if metric.kind == "density":
        return say("{value} per 1,000 staff", value=number(value, "density"))
    return number(value, metric.kind) + unit_of_count(metric.counted_in, value or 0)


def unit_of_count(counted_in: str, value: float) -> str:
    """Return the word behind a number: 件次, 批次, 人次, 事项; in English with its blank."""
    words = {
        "registrations": say_count(" registration", " registrations", value),
        "items": say_count(" item", " items", value),
        "batches": say_count(" visit", " visits", value),
        "persons": say_count(" person", " persons", value),
        "tenders": say_count(" tender", " tenders", value),
        "matters": say_count(" matter", " matters", value),
    }
    return words[counted_in]


def measured_in(metric: Metric) -> str:
    """Return the unit of measure alone, as it stands in a subtitle or table head."""
    if metric.kind == "days":
        return say("days")
    if metric.kind == "density":
        return say("registrations per 1,000 staff")
    if metric.kind == "amount":
        return say("yuan")
    return "%" if metric.kind == "share" else unit_of_count(metric.counted_in, 2).strip()


def direction(now: float, before: float, kind: str) -> int:
    """Return 1 for more, −1 for less, 0 where nothing is left after rounding as shown."""
    step: float | Decimal
    if kind == "share":
        step = points_apart(now, before)
    elif kind in DIFFERENCES:
        step = apart(now, before)
    else:
        step = round(now - before) if before < SMALL_BASE else percent_apart(now, before)
    return (step > 0) - (step < 0)


def signed(value: float) -> str:
    """Return a difference of counts with its sign: +212, −53, 0."""
    sign = {1: "+", -1: MINUS, 0: ""}[direction(value, 0, "count")]
    return f"{sign}{abs(value):,.0f}"


def change(now: float | None, before: float | None, kind: str) -> str:
    """Return the short change for a card: +4.6%, −1.8 pp, +2.5 days, +3 where the base is below 30, unchanged."""
    if now is None or before is None or not is_known(now) or not is_known(before):
        return "—"
    way = direction(now, before, kind)
    if way == 0:
        return say("unchanged")
    sign = "+" if way > 0 else MINUS
    if kind == "share":
        return say("{sign}{points} pp", sign=sign, points=f"{abs(points_apart(now, before)):f}")
    if kind in DIFFERENCES:
        return sign + number(float(abs(apart(now, before))), kind)
    if before < SMALL_BASE:
        return f"{sign}{abs(now - before):,.0f}"
    return f"{sign}{_grown(now, before)}"


def change_in_words(now: float | None, before: float | None, metric: Metric, against: str) -> str:
    """Return the clause that compares with the base: 同比上升4.6%, up 4.6% y/y.

    Base 0, base below 30, a doubling, and no visible change each have their own wording. `against` is the
    comparison, "year" or "previous". Empty where either value is unknown.
    """
    if now is None or before is None or not is_known(now) or not is_known(before):
        return ""
    words = {
        "base_name": base_name(against),
        "compared": compared_with(against),
        "base": counted(before, metric),
        "now": counted(now, metric),
    }
    way = direction(now, before, metric.kind)
    if way == 0:
        return say("unchanged {compared}", **words)
    if metric.kind == "share":
        words["points"] = f"{abs(points_apart(now, before)):f}"
        return say("up {points} pp {compared}", **words) if way > 0 else say("down {points} pp {compared}", **words)
    if metric.kind in DIFFERENCES:
        words["n"] = counted(float(abs(apart(now, before))), metric)
        return say("up by {n} {compared}", **words) if way > 0 else say("down by {n} {compared}", **words)
    return _count_change(now, before, way, words, metric)


def _count_change(now: float, before: float, way: int, words: dict[str, str], metric: Metric) -> str:
    if before == 0:
        return say("none {base_name}", **words)
    if before < SMALL_BASE:
        words["n"] = counted(abs(now - before), metric)
        return (
            say("{n} more than {base_name} ({base}; small base)", **words)
            if way > 0
            else say("{n} fewer than {base_name} ({base}; small base)", **words)
        )
    if now / before >= 2:
        return say("up from {base} to {now}", **words)
    words["percent"] = _grown(now, before)
    return say("up {percent} {compared}", **words) if way > 0 else say("down {percent} {compared}", **words)


def _grown(now: float, before: float) -> str:
    """Return by how much of the base a count rose or fell; a fall that leaves something stays below 100%."""
    apart = abs(percent_apart(now, before))
    return f"{min(apart, Decimal('99.9')) if 0 < now < before else apart:f}%"


def compared_with(against: str) -> str:
    """Return the short name of a comparison: 同比 or 环比."""
    return say("y/y") if against == "year" else say("on previous")


def against_in_words(against: str) -> str:
    """Return what is compared with, as a choice: 对比上年同期 or 对比上一期."""
    return say("against a year ago") if against == "year" else say("against the previous period")


def base_name(against: str) -> str:
    """Return the name of the base: 上年同期 or 上一期."""
    return say("a year ago") if against == "year" else say("the previous period")


def is_share_of_few(kind: str, base: float | None) -> bool:
    """Return whether a figure is a share of too few for a percentage."""
    return kind == "share" and base is not None and 0 < base < SMALL_BASE


def is_small(base: float) -> bool:
    """Return whether a base is too small for a percentage: such sentences name the counts."""
    return base < SMALL_BASE
