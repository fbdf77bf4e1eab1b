"""What every panel shares: who asks, the words of the foot, and the states a card can be in instead of a chart."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from barometer.audience import Audience
from barometer.charts.spec import ChartSpec, Event, Provenance
from barometer.contract import tables
from barometer.dates_in_words import day_name, month_name, period_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.month_states import state_of
from barometer.periods import add_months, period_ending
from barometer.phrases import listed, shortened
from barometer.reference import read_reference, reference_file
from barometer.wording import against_in_words, base_name

FEW, WIDEST = 3, 40  # names in a caption
BANDS = ("spring_festival", "two_sessions")  # a week of October moves a month far less than either


@dataclass(frozen=True)
class State:
    """A card without a chart: what is the matter, why, an icon that says so, and what helps.

    `remedy` is "widen", "all codes", "all units", "latest", "retry" or "quality"; empty where nothing does. `notes`
    stand below as they would below the chart.
    """

    title: str
    reason: str
    why: str
    icon: str
    remedy: str = ""
    notes: tuple[str, ...] = ()


Told = ChartSpec | State


def not_computable(title: str, missing: tuple[str, ...]) -> State:
    """Return the state of a card whose columns the data does not bring."""
    return State(title, say("Not computable"), what_is_missing(missing), ":material/rule:", "quality")


def what_is_missing(needs: tuple[str, ...]) -> str:
    """Return the sentence that names the columns the data does not bring, by their labels."""
    named = [need.split(" | ")[0].split(".") for need in needs]
    labels = [tables()[table].columns[column].label(current_language()) for table, column in named]
    marks = "“”" if current_language() == "zh" else '""'  # curly ones are wide where a Chinese font draws them
    columns = listed([f"{marks[0]}{label}{marks[1]}" for label in labels])
    return say("The data brings no {columns}; nothing is guessed.", columns=columns)


def too_slow() -> State:
    """Return the state of what was interrupted at the time limit."""
    return State(
        say("This chart took too long"),
        say("The query was interrupted"),
        say("Choose a shorter period or fewer units."),
        ":material/timer_off:",
        "retry",
    )


def no_comparison(title: str, filters: Filters) -> State:
    """Return the state of a card that shows changes only, where the data does not reach back to the base."""
    why = say("The data does not reach back to {base_name}.", base_name=base_name(filters.comparison))
    return State(title, say("nothing to compare with"), why, ":material/event_busy:", "latest")


def not_known_yet(title: str, audience: Audience, further: int = 0) -> State:
    """Return the state of a card about repeats while the window that makes a repeat, and `further` months, last."""
    months = int(audience.snapshot.manifest["repeat_window_months"]) + further
    why = say("The first {n} months of the data do not tell repeats apart; nothing is guessed.", n=months)
    return State(title, say("The data does not reach back far enough"), why, ":material/hourglass_empty:", "latest")


def nothing_here(title: str, audience: Audience, filters: Filters) -> State:
    """Return the state of a card whose filters leave no record, or reach beyond the data: unknown is not zero."""
    session = audience.session
    if not session.covers(filters.period):
        why = say(
            "The data runs from {first} to {last}. Choose a period inside it.",
            first=month_name(session.first_month),
            last=month_name(session.last_month),
        )
        reason = say("The data does not cover {period}", period=period_name(filters.period))
        return State(title, reason, why, ":material/event_busy:", "latest")
    why = say("{filters}: 0 records.", filters=filters_in_words(audience, filters, is_compared=False))
    return State(title, say("No records in this range"), why, ":material/filter_alt_off:", _wider(audience, filters))


def _wider(audience: Audience, filters: Filters) -> str:
    """Return what would let more records in: a longer period, where there is one, else all codes or all units."""
    year = period_ending(filters.month, "rolling")
    if filters.period.length < year.length and audience.session.covers(year):
        return "widen"
    return "all codes" if filters.only else "all units" if filters.units else ""


def provenance(audience: Audience, filters: Filters, is_compared: bool = True) -> Provenance:
    """Return source, day of the data, filters and snapshot in the reader's words."""
    snapshot = audience.snapshot
    return Provenance(
        source=say("Source: {source}", source=source_name(audience)),
        data_as_of=say("Data to {day}", day=day_name(snapshot.data_as_of)),
        filters=say("Filters: {filters}", filters=filters_in_words(audience, filters, True, is_compared)),
        snapshot=snapshot.label,
    )


def source_name(audience: Audience) -> str:
    """Return the system the data comes from."""
    snapshot = audience.snapshot
    return say("synthetic sample data") if snapshot.is_sample else str(snapshot.manifest["system"]) or say("own data")


def filters_in_words(audience: Audience, filters: Filters, in_full: bool = False, is_compared: bool = True) -> str:
    """Return period, units, codes and comparison: 2026年1—10月 · 全部单位 · 领域：工程建设 · 对比上年同期.

    A caption names a few and cuts long names; `in_full`, as files need it, does neither. What is not compared
    (`is_compared` false) names no comparison.
    """
    codes = [
        say("{column}: {names}", column=column_name(column), names=_named(code_names(audience, column, codes), in_full))
        for column, codes in filters.only
    ]
    against = [against_in_words(filters.comparison)] if is_compared else []
    return " · ".join([period_name(filters.period), units_in_words(audience, filters, in_full), *codes, *against])


def units_in_words(audience: Audience, filters: Filters, in_full: bool = False) -> str:
    """Return the chosen units by name, or all."""
    tree = audience.session.tree
    return _named({unit: tree.units[unit].name for unit in filters.units}, in_full) or say("all units")


def _named(names: dict[str, str], in_full: bool) -> str:
    if in_full:
        return listed(list(names.values()))
    few = [shortened(name, WIDEST) for name in list(names.values())[:FEW]]
    return say("{names} and {n} others", names=listed(few), n=len(names) - FEW) if len(names) > FEW else listed(few)


def column_name(column: str) -> str:
    """Return the reader's word for a column of petitions whose codes can be chosen."""
    return tables()["petitions"].columns[column].label(current_language())


def code_names(audience: Audience, code_list: str, codes: Iterable[str]) -> dict[str, str]:
    """Return the reader's word for each code; the empty code is 未分类, one without a label stands for itself."""
    labels = audience.session.labels(code_list, current_language())
    return {code: labels.get(code, code) or say("unclassified") for code in codes}


def leading(values: Mapping[str, float]) -> tuple[str, float]:
    """Return the name with the largest value and that value; of equals the first, and that there are more."""
    most = max(values.values())
    first, *others = [shortened(name, WIDEST) for name, value in values.items() if value == most]
    return (say("{name} and {n} more equal", name=first, n=len(others)) if others else first), most


def some(names: Sequence[str]) -> str:
    """Return the first two names, and how many there are where that is not all."""
    two = listed([shortened(name, WIDEST) for name in names[:2]])
    return two if len(names) <= 2 else say("{names} and {n} more", names=two, n=len(names) - 2)


def is_provisional(audience: Audience, filters: Filters) -> bool:
    """Return whether late registrations of the chosen month are still to come."""
    state = state_of(audience, filters.month)
    return state is not None and not state.is_final


def last_day(audience: Audience, filters: Filters) -> dt.date:
    """Return the last day of the chosen period that the data covers, as the statistical calendar has it."""
    days = {row["month"]: row["last_day"] for row in audience.session.months}
    return days.get(filters.period.last_month) or audience.snapshot.data_as_of


def events(audience: Audience, filters: Filters) -> tuple[Event, ...]:
    """Return the named runs of days that touch the months of a trend."""
    first = filters.months[0].first_month
    after = add_months(filters.month, 1)
    rows = read_reference(reference_file("events", audience.snapshot.folder.parent.parent))
    named = "name_en" if current_language() == "en" else "name_zh"
    found = [Event(row[named], row["kind"], _day(row["first_day"]), _day(row["last_day"])) for row in rows]
    return tuple(e for e in found if e.kind in BANDS and e.first_day < after and e.last_day >= first)


def secrecy_notice() -> str:
    """Return the line that stands at every foot: the site's own (`BAROMETER_NOTICE`, empty for none) or the usual."""
    return os.environ.get("BAROMETER_NOTICE", say("No state secrets may be entered without approval"))


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
