"""What every panel shares: who asks, the words of the foot, and the states a card can be in instead of a chart."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import dataclass

from barometer.audience import Audience
from barometer.charts.spec import ChartSpec, Event, Provenance
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.periods import Period, add_months, period_ending
from barometer.reference import read_reference, reference_file
from barometer.reporting import reporting_over
from barometer.wording import base_name, day_name, listed, month_name, period_name

BANDS = ("spring_festival", "two_sessions")  # a week of October moves a month far less than either


@dataclass(frozen=True)
class State:
    """A card without a chart: what is the matter, why, an icon that says so, and what helps.

    `remedy` is "widen", "all units", "latest", "retry" or "quality"; empty where nothing does.
    """

    title: str
    reason: str
    why: str
    icon: str
    remedy: str = ""


Told = ChartSpec | State


def not_computable(title: str, missing: tuple[str, ...]) -> State:
    """Return the state of a card whose columns the data does not bring."""
    columns = listed([need.split(" | ")[0].split(".")[1] for need in missing])
    why = say("The data brings no {columns}; nothing is guessed.", columns=columns)
    return State(title, say("Not computable"), why, ":material/rule:", "quality")


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
    why = say(
        "{filters}: 0 records. Choose a longer period or more units.", filters=filters_in_words(audience, filters)
    )
    remedy = "widen" if filters.mode != "rolling" else "all units" if filters.units else ""
    return State(title, say("No records in this range"), why, ":material/filter_alt_off:", remedy)


def provenance(audience: Audience, filters: Filters) -> Provenance:
    """Return source, day of the data, filters and snapshot in the reader's words."""
    snapshot = audience.snapshot
    source = say("synthetic sample data") if snapshot.is_sample else str(snapshot.manifest["system"]) or say("own data")
    return Provenance(
        source=say("Source: {source}", source=source),
        data_as_of=say("Data to {day}", day=day_name(snapshot.data_as_of)),
        filters=say("Filters: {filters}", filters=filters_in_words(audience, filters)),
        snapshot=snapshot.label,
    )


def filters_in_words(audience: Audience, filters: Filters) -> str:
    """Return period, units and comparison: 2026年1—10月，全部单位，同比."""
    against = say("against a year ago") if filters.comparison == "year" else say("against the previous period")
    return " · ".join([period_name(filters.period), units_in_words(audience, filters), against])


def units_in_words(audience: Audience, filters: Filters) -> str:
    """Return the chosen units by name, or all."""
    tree = audience.session.tree
    return listed([tree.units[unit].name for unit in filters.units]) or say("all units")


def code_names(audience: Audience, code_list: str, codes: Iterable[str]) -> dict[str, str]:
    """Return the reader's word for each code; the empty code is 未分类, one without a label stands for itself."""
    labels = audience.session.labels(code_list, current_language())
    return {code: labels.get(code, code) or say("unclassified") for code in codes}


def is_provisional(audience: Audience, filters: Filters) -> bool:
    """Return whether the chosen month is the last of the data, whose late registrations are still to come."""
    return filters.month == audience.session.last_month


def events(audience: Audience, filters: Filters) -> tuple[Event, ...]:
    """Return the named runs of days that touch the months of a trend."""
    first = filters.months[0].first_month
    after = add_months(filters.month, 1)
    rows = read_reference(reference_file("events", audience.snapshot.folder.parent.parent))
    named = "name_en" if current_language() == "en" else "name_zh"
    found = [Event(row[named], row["kind"], _day(row["first_day"]), _day(row["last_day"])) for row in rows]
    return tuple(e for e in found if e.kind in BANDS and e.first_day < after and e.last_day >= first)


def comparability(audience: Audience, filters: Filters) -> str:
    """Return a warning where so many fewer units reported than in the base that a fall means nothing, else ""."""
    now, before = reporting_over(audience, _reporting_periods(audience, filters), filters.units)[:2]
    if not before.reported or now.reported >= 0.8 * before.reported:
        return ""
    return say(
        "only {now} of {expected} units reported, {before} {base_name}: a fall here is not an improvement",
        now=now.reported,
        expected=now.expected,
        before=before.reported,
        base_name=base_name(filters.comparison),
    )


def secrecy_notice() -> str:
    """Return the line that stands at every foot: the site's own (`BAROMETER_NOTICE`, empty for none) or the usual."""
    return os.environ.get("BAROMETER_NOTICE", say("No state secrets may be entered without approval"))


def reporting_notes(audience: Audience, filters: Filters) -> tuple[str, ...]:
    """Return how many of the reporting units delivered, in the chosen period and in the full year before it."""
    periods = _reporting_periods(audience, filters)
    told = dict(zip(periods, reporting_over(audience, periods, filters.units), strict=True))
    return tuple(
        say(
            "{reported} of {expected} reporting units delivered in {period}",
            reported=told[period].reported,
            expected=told[period].expected,
            period=period_name(period),
        )
        for period in (periods[0], *periods[2:])
        if told[period].expected
    )


def _reporting_periods(audience: Audience, filters: Filters) -> tuple[Period, ...]:
    """Return the chosen period, its base and, where the data covers it, the full year before the chosen month."""
    year_before = period_ending(filters.month.replace(year=filters.month.year - 1, month=12), "ytd")
    covered = (year_before,) if audience.session.covers(year_before) else ()
    return (filters.period, filters.base(audience.session), *covered)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
