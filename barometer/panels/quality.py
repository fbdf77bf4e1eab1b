"""能信吗，到哪天: how fresh the data is, who delivered, and what it leaves empty."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from barometer.audience import Audience
from barometer.charts.spec import Bars, ChartSpec, Heat, Line, Monthly, Value
from barometer.completeness import counts_of, units_one_level_down
from barometer.contract import tables
from barometer.definitions import emptiness
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.panels.tables import Cell, Table
from barometer.panels.told import (
    Told,
    is_provisional,
    nothing_here,
    provenance,
    published_at,
    source_name,
    units_in_words,
)
from barometer.periods import Period, monthly, run_of
from barometer.reporting import Reporting, reporting_over
from barometer.wording import month_name, number, percent, period_name, short_month

HEAT_MONTHS, HEAT_ROWS = 12, 40


def freshness(audience: Audience, filters: Filters) -> Table:
    """Return up to which day the data reaches, when it was published, and how many rows it holds or set aside."""
    snapshot, session = audience.snapshot, audience.session
    covered = run_of(session.first_month, session.last_month)
    registered = sum(c.items for c in counts_of(audience, "registered", covered, filters.units, "all").values())
    rows: list[tuple[Cell, ...]] = [
        (say("data to"), snapshot.data_as_of.isoformat()),
        (say("first month covered"), f"{session.first_month:%Y-%m}"),
        (say("published"), published_at(audience)),
        (say("snapshot"), snapshot.label),
        (say("source"), source_name(audience)),
        (say("registrations of {units}", units=units_in_words(audience, filters)), number(registered, "count")),
        (say("units in the directory"), number(len(session.tree.units), "count")),
    ]
    if audience.scope.is_whole:  # these speak of the whole delivery
        rows.append(
            (say("registrations outside the days covered"), number(snapshot.manifest["outside_period"], "count"))
        )
        rows += _set_aside(snapshot.manifest.get("intake", {}))
    return Table(
        key="freshness",
        title=say("Freshness and coverage"),
        caption=say("figures of registrations leave accusations out"),
        head=(say("item"), say("value")),
        rows=tuple(rows),
        figures=frozenset({1}),
    )


def _set_aside(intake: dict[str, dict[str, int]]) -> list[tuple[Cell, ...]]:
    """Return the rows that intake refused, of the tables every reader may see."""
    language = current_language()
    return [
        (
            say("rows of {table} set aside at intake", table=tables()[name].label(language)),
            number(counts["quarantined"], "count"),
        )
        for name, counts in intake.items()
        if name in tables() and not tables()[name].is_restricted and "quarantined" in counts
    ]


def units_reporting(audience: Audience, filters: Filters) -> Told:
    """Return units reporting ÷ expected over 36 months."""
    title = say("Units reporting")
    told = reporting_over(audience, tuple(filters.months), filters.units)
    covered = [(month, one) for month, one in zip(filters.months, told, strict=True) if audience.session.covers(month)]
    if not covered or not told[0].expected:
        return nothing_here(title, audience, filters)
    shares = {month: one.reported / one.expected for month, one in covered}
    worst, fewest = min(covered, key=lambda entry: (entry[1].reported, entry[0].first_month))
    last = told[-1]
    panel = Monthly(
        months=tuple(month.first_month for month in filters.months),
        lines=(Line(title, tuple(shares.get(month) for month in filters.months), "main", _end_label(shares, filters)),),
        kind="share",
        measured_in="%",
        is_provisional=is_provisional(audience, filters),
    )
    return ChartSpec(
        key="reporting",
        metric="",
        queries=("units_delivering",),
        title=say(
            "{reported} of {expected} units delivered in {month}; fewest {n} in {worst}",
            reported=last.reported,
            expected=last.expected,
            month=month_name(filters.month),
            n=fewest.reported,
            worst=month_name(worst.first_month),
        ),
        subtitle=say(
            "units with a registration ÷ units expected to report by today's directory (%), by month, {span}",
            span=period_name(run_of(filters.months[0].first_month, filters.month)),
        ),
        panels=(panel,),
        provenance=provenance(audience, filters),
        height=240,
    )


def _end_label(shares: dict[Period, float], filters: Filters) -> str:
    value = shares.get(filters.months[-1])
    return f"<b>{percent(value)}</b>" if value is not None else ""


def completeness(audience: Audience, filters: Filters) -> Told:
    """Return, for each unit one level down and each of twelve months, the share of reporting units that delivered."""
    title = say("Completeness by month and unit")
    months = tuple(monthly(filters.months[-HEAT_MONTHS].first_month, filters.month))
    units = units_one_level_down(audience, filters.units)
    shown = units[:HEAT_ROWS]
    told = {unit: reporting_over(audience, months, (unit,)) for unit in shown}
    values = {unit: tuple(_share(audience, *pair) for pair in zip(months, told[unit], strict=True)) for unit in shown}
    known = [value for row in values.values() for value in row if value is not None and value == value]
    if not known:
        return nothing_here(title, audience, filters)
    gaps = sum(value < 1 for value in known)
    return ChartSpec(
        key="completeness",
        metric="",
        queries=("units_delivering",),
        title=say("{n} of {total} unit months incomplete", n=gaps, total=len(known))
        if gaps
        else say("All unit months complete"),
        subtitle=_heat_subtitle(len(shown), len(units)),
        panels=(
            Heat(
                rows=tuple(audience.session.tree.units[unit].name for unit in shown),
                columns=tuple(_column_name(month.first_month, place) for place, month in enumerate(months)),
                values=tuple(values.values()),
                kind="share",
                measured_in=say("of the units expected below"),
                top=1.0,
                shades_gaps=True,
            ),
        ),
        provenance=provenance(audience, filters),
        height=60 + 28 * max(3, len(shown)),
    )


def _share(audience: Audience, month: Period, told: Reporting) -> Value:
    """Return delivered ÷ expected; None where nobody is expected, not a number outside the data."""
    if not audience.session.covers(month):
        return float("nan")
    return told.reported / told.expected if told.expected else None


def _heat_subtitle(shown: int, total: int) -> str:
    words = say("units that delivered ÷ units expected in each (%), order of the directory; — where none is expected")
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
        return nothing_here(title, audience, replace(filters, mode="month"))
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
        provenance=provenance(audience, filters),
        height=60 + 22 * len(columns),
    )
