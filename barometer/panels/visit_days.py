"""On which days collective visits come: weekdays down, weeks across."""

from __future__ import annotations

import datetime as dt

from barometer.audience import Audience
from barometer.charts.marks import Heat, Value
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import period_name, short_month
from barometer.event_counts import collective_days
from barometer.filters import Filters, Pick
from barometer.language import current_language, say
from barometer.metrics import metric_named, missing_needs
from barometer.panels.told import Told, not_computable, nothing_here, provenance
from barometer.periods import add_months, run_of
from barometer.wording import number

METRIC = "collective_batches"
WEEKS = 53


def visit_calendar(audience: Audience, filters: Filters) -> Told:
    """Return collective visits by day over twelve months: weekdays down, weeks across."""
    title = say("Days with collective visits")
    if missing := missing_needs(metric_named(METRIC).needs, audience.snapshot):
        return not_computable(title, missing)
    last = min(add_months(filters.month, 1) - dt.timedelta(days=1), audience.snapshot.data_as_of)
    first = max(add_months(filters.month, -11), audience.session.first_month)
    by_day = collective_days(audience, first, last, filters)
    if not by_day:
        return nothing_here(title, audience, filters)
    newest = last - dt.timedelta(days=last.weekday())
    weeks = [newest - dt.timedelta(weeks=week) for week in reversed(range(WEEKS))]
    return ChartSpec(
        key="calendar",
        metric=METRIC,
        title=_title(by_day),
        subtitle=say(
            "visits a day, {span}; none where no number stands", span=period_name(run_of(first, filters.month))
        ),
        panels=(
            Heat(
                rows=_weekdays(),
                columns=tuple(_week_name(week, last) for week in weeks),
                values=tuple(_weekday_values(weekday, weeks, by_day, first, last) for weekday in range(7)),
                kind="count",
                measured_in=say("visits"),
                has_zeros=False,
                picks=tuple(tuple(_pick(audience, week, weekday, last) for week in weeks) for weekday in range(7)),
                column_heads=tuple(week.isoformat() for week in weeks),
            ),
        ),
        provenance=provenance(audience, filters),
        height=230,
        queries=("collective_visit_days",),
    )


def _title(by_day: dict[dt.date, int]) -> str:
    """Return on how many days visits came and on which one most; of equal days only how many."""
    most = max(by_day.values())
    busiest = [day for day in by_day if by_day[day] == most]
    words = {"days": len(by_day), "n": number(most, "count"), "equal": len(busiest), "busiest": _day(busiest[0])}
    if len(busiest) == len(by_day) > 1:
        return say("Collective visits on {days} days, {n} on each", **words)
    if len(busiest) > 1:
        return say("Collective visits on {days} days, at most {n} on one, so on {equal} days", **words)
    return say("Collective visits on {days} days, at most {n} on one: {busiest}", **words)


def _weekdays() -> tuple[str, ...]:
    return (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))


def _weekday_values(
    weekday: int, weeks: list[dt.date], by_day: dict[dt.date, int], first: dt.date, last: dt.date
) -> tuple[Value, ...]:
    days = [week + dt.timedelta(days=weekday) for week in weeks]
    return tuple(float(by_day.get(day, 0)) if first <= day <= last else float("nan") for day in days)


def _pick(audience: Audience, week: dt.date, weekday: int, last: dt.date) -> Pick:
    """Return the statistics month that holds a day."""
    day = min(week + dt.timedelta(days=weekday), last)
    ended = [row["month"] for row in audience.session.months if row["first_day"] and row["first_day"] <= day]
    return Pick(month=ended[-1] if ended else None)


def _week_name(week: dt.date, last: dt.date) -> str:
    """Return the month's name above the week that holds its first day, nothing above the others."""
    sunday = week + dt.timedelta(days=6)
    return short_month(sunday) if sunday.day <= 7 and sunday <= last else ""


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日" if current_language() == "zh" else f"{day.day} {day:%B}"
