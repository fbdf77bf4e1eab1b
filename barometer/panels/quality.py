"""能信吗，到哪天: how fresh the data is, who delivered, and what it leaves empty."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from barometer.audience import Audience
from barometer.charts.marks import Bars, Heat, Line, Monthly, Value
from barometer.charts.spec import ChartSpec, Provenance
from barometer.completeness import units_one_level_down
from barometer.contract import tables
from barometer.dates_in_words import month_name, period_name, short_month
from barometer.definitions import emptiness
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.month_states import provisional_months
from barometer.panels.told import (
    Told,
    nothing_here,
    provenance,
    units_in_words,
)
from barometer.periods import Period, monthly, run_of
from barometer.phrases import clauses
from barometer.reporting import FEWEST_MISSED, Reporting, reporting_over
from barometer.wording import number, percent

HEAT_MONTHS, HEAT_ROWS = 12, 40


def units_reporting(audience: Audience, filters: Filters) -> Told:
    """Return units reporting ÷ expected over 36 months."""
    title = say("Units reporting")
    told = reporting_over(audience, tuple(filters.months), filters.units)
    covered = [(month, one) for month, one in zip(filters.months, told, strict=True) if audience.session.covers(month)]
    if not covered or not told[0].expected:
        return nothing_here(title, audience, _all_days(audience, filters))
    shares = {month: one.reported / one.expected for month, one in covered}
    last, bases = told[-1], tuple(one.expected for one in told)
    panel = Monthly(
        months=tuple(month.first_month for month in filters.months),
        lines=(Line(title, tuple(map(shares.get, filters.months)), "main", _end_label(shares, last, filters), bases),),
        kind="share",
        measured_in="%",
        provisional=provisional_months(audience, filters),
    )
    return ChartSpec(
        key="reporting",
        metric="",
        queries=("units_delivering",),
        title=_reporting_title(last, filters, dict(covered)),
        subtitle=say(
            "units with a registration ÷ units expected to report by today's directory (%), by month, {span}",
            span=period_name(run_of(filters.months[0].first_month, filters.month)),
        ),
        panels=(panel,),
        provenance=_provenance(audience, replace(filters, first=filters.months[0].first_month)),
        height=240,
    )


def _reporting_title(last: Reporting, filters: Filters, covered: dict[Period, Reporting]) -> str:
    """Return how many units have a registration in the chosen month, how many seem missing, and the weakest month."""
    fewest = min(one.reported for one in covered.values())
    worst = [month for month, one in covered.items() if one.reported == fewest]
    words = {"reported": last.reported, "expected": last.expected, "month": month_name(filters.month)}
    return clauses(
        [
            say("{reported} of {expected} units with a registration in {month}", **words),
            say("{n} seem not to have reported in full", n=last.missing) if last.missing else "",
            say("fewest {n} in {worst}", n=fewest, worst=month_name(worst[0].first_month)) if len(worst) == 1 else "",
        ]
    )


def _provenance(audience: Audience, filters: Filters) -> Provenance:
    """Return source and filters of a card from month `first` on: no code narrows it, nothing is compared."""
    return provenance(audience, replace(filters, mode="range", only=()), is_compared=False)


def _all_days(audience: Audience, filters: Filters) -> Filters:
    """Return the chosen units over all months covered."""
    first, last = audience.session.first_month, audience.session.last_month
    return Filters(last, "range", units=filters.units, first=first)


def _end_label(shares: dict[Period, float], last: Reporting, filters: Filters) -> str:
    value = shares.get(filters.months[-1])
    return f"<b>{number(value, 'share', last.expected)}</b>" if value is not None else ""


def completeness(audience: Audience, filters: Filters) -> Told:
    """Return, for each unit one level down and each of twelve months, the share of units that do not seem missing."""
    title = say("Completeness by month and unit")
    months = tuple(monthly(filters.months[-HEAT_MONTHS].first_month, filters.month))
    units = units_one_level_down(audience, filters.units)
    shown = units[:HEAT_ROWS]
    told = {unit: reporting_over(audience, months, (unit,)) for unit in shown}
    values = {unit: tuple(_share(audience, *pair) for pair in zip(months, told[unit], strict=True)) for unit in shown}
    known = [value for row in values.values() for value in row if value is not None and value == value]
    if not known:
        return nothing_here(title, audience, _all_days(audience, filters))
    gaps = sum(value < 1 for value in known)
    return ChartSpec(
        key="completeness",
        metric="",
        queries=("units_delivering",),
        title=say("{n} of {total} unit months seem not reported in full", n=gaps, total=len(known))
        if gaps
        else say("No unit month seems to be missing"),
        subtitle=_heat_subtitle(len(shown), len(units)),
        panels=(
            Heat(
                rows=tuple(audience.session.tree.units[unit].name for unit in shown),
                columns=tuple(_column_name(month.first_month, place) for place, month in enumerate(months)),
                values=tuple(values.values()),
                kind="share",
                measured_in=say("of the units expected below"),
                top=1.0,
                bases=tuple(told[unit][0].expected for unit in shown),
                shades_gaps=True,
            ),
        ),
        provenance=_provenance(audience, replace(filters, first=months[0].first_month)),
        height=60 + 28 * max(3, len(shown)),
    )


def _share(audience: Audience, month: Period, told: Reporting) -> Value:
    """Return the share that is not missing; None where nobody is expected, not a number outside the data."""
    if not audience.session.covers(month):
        return float("nan")
    return 1 - told.missing / told.expected if told.expected else None


def _heat_subtitle(shown: int, total: int) -> str:
    words = say(
        "units not missing ÷ units expected in each (%), order of the directory; — where none is expected; missing is "
        "who has no registration where {n} or more are usual",
        n=f"{FEWEST_MISSED:.0f}",
    )
    rest = say("the first {n} of {total} units: choose one to see those below it", n=shown, total=total)
    return f"{words} · {rest}" if shown < total else words


def _column_name(month: dt.date, place: int) -> str:
    if month.month == 1 or (place == 0 and month.month < 12):  # neighbours with a year would touch
        return f"{month.year}年{month.month}月" if current_language() == "zh" else f"{month:%b %Y}"
    return short_month(month)


def empty_columns(audience: Audience, filters: Filters) -> Told:
    """Return how often each column of the register is empty, in the order of the contract."""
    title = say("Columns left empty")
    found = emptiness(audience, filters.units)
    columns = [column for column in tables()["petitions"].columns.values() if ("petitions", column.name) in found]
    if not columns:
        return nothing_here(title, audience, _all_days(audience, filters))
    shares = [found["petitions", column.name].share or 0.0 for column in columns]
    full, empty = sum(share == 0 for share in shares), sum(share == 1 for share in shares)
    return ChartSpec(
        key="nulls",
        metric="",
        queries=("empty_columns",),
        title=say("Of {n} columns {full} are always filled, {empty} never", n=len(columns), full=full, empty=empty),
        subtitle=say(
            "empty ÷ registrations of {units}, all days covered, accusations left out (%); an empty place may be "
            "right: no extension, no day of one",
            units=units_in_words(audience, filters),
        ),
        panels=(
            Bars(
                names=tuple(column.label(current_language()) for column in columns),
                values=tuple(shares),
                labels=tuple(percent(share) for share in shares),
                kind="share",
                measured_in="%",
            ),
        ),
        provenance=_provenance(audience, _all_days(audience, filters)),
        height=60 + 22 * len(columns),
    )
