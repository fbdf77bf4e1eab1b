"""How far an early sign can be trusted: what the rules said before, and how exact they are where the truth is known."""

from __future__ import annotations

import datetime as dt

from barometer.audience import Audience
from barometer.dates_in_words import day_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import registry
from barometer.panels.signal_words import about, unreadable
from barometer.panels.tables import Cell, Code, Table, without_rows
from barometer.readings.signals import IS_ALARM, IS_FALL
from barometer.reference import read_reference, reference_file
from barometer.signal_answers import BackTest, back_test, signals
from barometer.wording import number


def back_test_table(audience: Audience, filters: Filters) -> Table:
    """Return what each rule said of each metric over two years, against chance, and how often it held a month on."""
    if state := unreadable(audience, say("What the rules said before"), signals(audience, filters), filters):
        return without_rows("back-test", state.title, state.reason)
    told = [one for one in back_test(audience, filters) if one.tested and not _is_never(one)]
    alarms = [one for one in told if one.kind == IS_ALARM]
    return Table(
        key="back-test",
        title=say(
            "{months} months back: {n} alarms in {tested} tests, by chance about {chance}",
            months=max((one.months for one in told), default=0),
            n=number(sum(one.raised for one in alarms), "count"),
            tested=number(sum(one.tested for one in alarms), "count"),
            chance=about(sum(one.expected or 0 for one in alarms)),
        ),
        caption=say(
            "today's data judged again, month by month, each from the months before it; raised again: of those whose "
            "next month could be tested; what chance alone raises is rarely raised again"
        ),
        head=(say("metric"), say("rule"), say("tests"), say("raised"), say("by chance about"), say("raised again")),
        rows=tuple(_row(one) for one in told),
        figures=frozenset({2, 3, 4, 5}),
    )


def quality_table(audience: Audience, filters: Filters) -> Table:
    """Return how often the rule errs and finds on simulated series, the lowest and highest of all runs."""
    rows = read_reference(reference_file("signal_quality", audience.data))
    kinds = dict.fromkeys(row["id"] for row in rows)
    days = sorted({dt.date.fromisoformat(row["measured_on"]) for row in rows})
    return Table(
        key="signal-quality",
        title=say("How exact the rule is"),
        caption=say("on simulated series whose unusual months are known; measured on {day}", day=day_name(days[-1])),
        head=(say("case"), say("share"), say("command")),
        rows=tuple(_measured([row for row in rows if row["id"] == kind]) for kind in kinds),
        figures=frozenset({1}),
    )


def _row(one: BackTest) -> tuple[Cell, ...]:
    rules = {IS_ALARM: say("outside the expected range"), IS_FALL: say("fell to zero")}
    again = f"{one.confirmed}/{one.followed}" if one.followed else "—"
    return (
        registry()[one.metric].label(current_language()),
        rules.get(one.kind, say("at least near the limit")),
        number(one.tested, "count"),
        number(one.raised, "count"),
        "—" if one.expected is None else about(one.expected),
        again,
    )


def _is_never(one: BackTest) -> bool:
    """Return whether the rule does not apply: a share falls to zero where a count would."""
    return one.kind == IS_FALL and registry()[one.metric].kind != "count"


def _measured(rows: list[dict[str, str]]) -> tuple[Cell, ...]:
    row, values = rows[0], sorted((row["value"] for row in rows), key=float)
    ends = [value + row["measured_in"] for value in (values[0], values[-1])]
    command, seeds = row["command"].rpartition(" ")[0], "|".join(row["command"].rpartition(" ")[2] for row in rows)
    label = row["label_en"] if current_language() == "en" else row["label_zh"]
    return (label, "–".join(dict.fromkeys(ends)), (Code(f"{command} {seeds}"),))
