"""Up to which day the data reaches, when it was published, and what was set aside on the way in."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.completeness import counts_of
from barometer.contract import tables
from barometer.dates_in_words import moment_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.panels.provisional import provisional_list
from barometer.panels.tables import Cell, Table
from barometer.panels.told import (
    source_name,
    units_in_words,
)
from barometer.periods import run_of
from barometer.wording import number


def freshness(audience: Audience, filters: Filters) -> Table:
    """Return up to which day the data reaches, when it was published, and how many rows it holds or set aside."""
    snapshot, session = audience.snapshot, audience.session
    covered = run_of(session.first_month, session.last_month)
    registered = sum(c.items for c in counts_of(audience, "registered", covered, filters.units, "all").values())
    rows: list[tuple[Cell, ...]] = [
        (say("data to"), snapshot.data_as_of.isoformat()),
        (say("first month covered"), f"{session.first_month:%Y-%m}"),
        (say("provisional months"), provisional_list(audience)),
        (say("published"), moment_name(snapshot.published_at)),
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
        caption=say(
            "figures of registrations leave accusations out; by convention a month is final on the 15th of the next, "
            "unless its late registrations can be estimated"
        ),
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
