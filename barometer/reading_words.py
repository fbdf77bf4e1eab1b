"""Readings in words: plain ones first, the statistics behind them for whoever asks."""

from __future__ import annotations

from barometer.dates_in_words import month_name
from barometer.language import current_language, say
from barometer.metrics import metric_named
from barometer.reading_answers import (
    ABOVE,
    BELOW,
    FALLING,
    NO_CASE,
    NOT_WHOLE,
    RISING,
    RUN_ABOVE,
    RUN_BELOW,
    USUAL,
    AnnualChange,
    Reading,
)
from barometer.readings.forecast import ALARM, WEAK_ALARM
from barometer.wording import MINUS, counted, number, percent, unit_of_count

COLOURS = {"worse": "red", "better": "blue", "neutral": "gray", "": "gray"}


def state_in_words(reading: Reading) -> str:
    """Return the reading of a month in two to six words: 正常波动, 明显偏高, 连续7个月偏低."""
    words = {"run": abs(reading.run), "climb": abs(reading.climb) + 1}
    states = {
        USUAL: say("usual"),
        NO_CASE: say("perhaps not reported"),
        NOT_WHOLE: say("not all units reported"),
        ABOVE: say("clearly high"),
        BELOW: say("clearly low"),
        RUN_ABOVE: say("high for {run} months", **words),
        RUN_BELOW: say("low for {run} months", **words),
        RISING: say("rising {climb} months against the expectation", **words),
        FALLING: say("falling {climb} months against the expectation", **words),
    }
    return states[reading.state]


def icon_of(reading: Reading) -> str:
    """Return the icon that says the state without colour."""
    if reading.state in (USUAL, NO_CASE, NOT_WHOLE):
        return ":material/ssid_chart:" if reading.state == USUAL else ":material/database:"
    is_up = reading.state in (ABOVE, RUN_ABOVE, RISING)
    return ":material/trending_up:" if is_up else ":material/trending_down:"


def badge(reading: Reading) -> str:
    """Return the badge of a card: icon and state; its colour says worse or better, grey neither."""
    return f":{COLOURS[reading.verdict]}-badge[{icon_of(reading)} {state_in_words(reading)}]"


def value_read(reading: Reading) -> str:
    """Return the value with its unit; a share of a few by its counts."""
    metric = metric_named(reading.metric)
    if metric.kind == "share":
        return number(reading.value, metric.kind, reading.base)
    return counted(reading.value, metric)


def expected_range(reading: Reading) -> str:
    """Return what was expected: 2–18件次; only the limit that can be passed where the other says nothing."""
    metric = metric_named(reading.metric)
    low, high = (number(limit, metric.kind, reading.base) for limit in (reading.lower, reading.upper))
    is_named = metric.kind == "count" and current_language() == "zh"  # a word too long for an English range
    unit = unit_of_count(metric.counted_in, reading.upper) if is_named else ""
    if _is_open(reading):
        return say("at most {limit}", limit=high + unit) if reading.lower <= 0 else say("at least {limit}", limit=low)
    return low + unit if low == high else f"{low}–{high}{unit}"


def against_range(reading: Reading) -> str:
    """Return the value against what was expected: 91.6%，低于预期的93.4%–97.3%."""
    words = {"value": value_read(reading), "range": expected_range(reading)}
    if _is_open(reading):
        return say("{value}, expected {range}", **words)
    is_up = reading.value > reading.expected
    return (
        say("{value}, above the expected {range}", **words)
        if is_up
        else say("{value}, below the expected {range}", **words)
    )


def _is_open(reading: Reading) -> bool:
    """Return whether one limit says nothing: none or fewer, all or more."""
    return reading.lower <= 0 or (metric_named(reading.metric).kind == "share" and reading.upper >= 1)


def explained(reading: Reading) -> str:
    """Return the reading as sentences: what it means, what was expected, and what that rests on."""
    words = {
        "month": month_name(reading.month),
        "value": value_read(reading),
        "range": expected_range(reading),
        "told": against_range(reading),
        "run": abs(reading.run),
        "climb": abs(reading.climb) + 1,
    }
    meaning = {
        USUAL: say("This is usual variation: {month} {value}, expected {range}.", **words),
        NOT_WHOLE: say("Not all units reported, so nothing is concluded: {month} {told}.", **words),
        NO_CASE: say("No case in {month}, expected {range}: ask first whether all was reported.", **words),
        ABOVE: say("Hardly chance: {month} {told}.", **words),
        BELOW: say("Hardly chance: {month} {told}.", **words),
        RUN_ABOVE: say("{run} months in a row above the expectation, the last {value}, expected {range}.", **words),
        RUN_BELOW: say("{run} months in a row below the expectation, the last {value}, expected {range}.", **words),
        RISING: say("{climb} months each higher against the expectation than the one before.", **words),
        FALLING: say("{climb} months each lower against the expectation than the one before.", **words),
    }[reading.state]
    basis = say(
        "The expectation rests on the season, growth and Spring Festivals of the {n} months before; by chance about "
        "{share} of months lie beyond either end of the range.",
        n=reading.history,
        share=percent(WEAK_ALARM if reading.is_weak else ALARM, 0),
    )
    weak = say("The history is short: a hint, no more.") if reading.is_weak else ""
    return " ".join(part for part in (meaning, basis, weak) if part)


def change_a_year(told: AnnualChange) -> str:
    """Return the change over three years with its interval as a clause, or that no direction can be told."""
    words = {
        "change": percent(abs(told.ratio - 1)),
        "low": _signed(told.low - 1),
        "high": _signed(told.high - 1),
    }
    if told.direction == "rising":
        return say("over 3 years up {change} a year ({low} to {high})", **words)
    if told.direction == "falling":
        return say("over 3 years down {change} a year ({low} to {high})", **words)
    return say("over 3 years no clear direction ({low} to {high} a year)", **words)


def factor_a_year(ratio: float) -> str:
    """Return a yearly factor as the change it means: +3.1%, −2.0%."""
    return _signed(ratio - 1)


def _signed(share: float) -> str:
    shown = percent(abs(share))
    return shown if shown == percent(0) else f"{'+' if share > 0 else MINUS}{shown}"
