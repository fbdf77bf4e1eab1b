"""能信吗: sums that must agree, and those that rightly do not, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from barometer.audience import Audience
from barometer.completeness import (
    Counts,
    counts_of,
    registered_by_itself,
    registered_by_unit,
    units_one_level_down,
)
from barometer.dates_in_words import period_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import metric_named, missing_needs
from barometer.panels.tables import Table
from barometer.panels.told import State, nothing_here, units_in_words, what_is_missing
from barometer.phrases import listed
from barometer.wording import number, percent, signed

ONE_CODE = ("channel", "category", "area")  # a registration has one code of each, or none
SEVERAL_CODES = ("category", "area")  # the registrations of one visit may differ in these


@dataclass(frozen=True)
class Check:
    """Two counts that are compared, None where they cannot be.

    `excuse` is why they may rightly differ, or why they are not compared; empty where nothing excuses it.
    """

    name: str
    left: int | None
    right: int | None
    is_alike: bool
    excuse: str = ""

    @property
    def verdict(self) -> str:
        """Return whether the two agree, differ as they may, or were not compared."""
        if self.left is None or self.right is None:
            return say("not compared")
        if self.is_alike:
            return say("agree")
        return say("differ, as expected") if self.excuse else say("do not agree")

    @property
    def difference(self) -> str:
        """Return by how much the right one is larger, with its sign."""
        if self.left is None or self.right is None:
            return "—"
        return signed(self.right - self.left)


def sum_checks(audience: Audience, filters: Filters) -> Table | State:
    """Return the checks of the chosen period and units: both counts, their difference, and what it means."""
    title = say("Sums that must agree")
    if not audience.session.covers(filters.period):
        return nothing_here(title, audience, filters)
    found = [*_registrations(audience, filters), *_visits(audience, filters), *_flags(audience, filters)]
    return Table(
        key="checks",
        title=_title(found),
        caption=say(
            "{period}, {units}, without accusations",
            period=period_name(filters.period),
            units=units_in_words(audience, filters),
        ),
        head=(say("check"), say("left"), say("right"), say("difference"), say("result"), say("explanation")),
        rows=tuple(
            (
                check.name,
                number(check.left, "count"),
                number(check.right, "count"),
                check.difference,
                check.verdict,
                check.excuse or "—",
            )
            for check in found
        ),
        figures=frozenset({1, 2, 3}),
    )


def _title(found: list[Check]) -> str:
    """Return how many sums agree, and how many of the others stand in the rows below."""
    compared = [check for check in found if check.left is not None]
    alike = sum(check.is_alike for check in compared)
    wrong = sum(not check.is_alike and not check.excuse for check in compared)
    excused, rest = len(compared) - alike - wrong, len(found) - len(compared)
    if wrong:
        return say("{n} of {total} sums do not agree", n=wrong, total=len(compared))
    return listed(
        [
            say("{n} sums agree", n=alike),
            *([say("{n} differ, as expected", n=excused)] if excused else []),
            *([say("{n} not compared", n=rest)] if rest else []),
        ]
    )


def _registrations(audience: Audience, filters: Filters) -> Iterator[Check]:
    total = _sum(counts_of(audience, "registered", filters.period, filters.units, "all")).items
    for breakdown in ONE_CODE:
        parts = _sum(counts_of(audience, "registered", filters.period, filters.units, breakdown))
        yield _summed(
            say("registrations = sum over {codes}", codes=_list_name(audience, breakdown)), total, parts.items
        )
    yield from _units(audience, filters, total)


def _units(audience: Audience, filters: Filters, total: int) -> Iterator[Check]:
    """Yield the whole against its parts: the units one level down, and what the unit above registered itself."""
    parts = units_one_level_down(audience, filters.units)
    tops = audience.session.tree.topmost(filters.units) if filters.units else audience.session.tree.roots
    if parts == tops and len(tops) == 1:
        return
    own = registered_by_itself(audience, filters.period, tops[0]) if parts != tops else 0
    below = sum(registered_by_unit(audience, filters.period, parts).values())
    name = (
        say("registrations = sum over {n} units one level down and the unit itself", n=len(parts))
        if parts != tops
        else say("registrations = sum over {n} units", n=len(parts))
    )
    moved = audience.session.rows("select count(*) > count(distinct unit_id) from units")[0][0]
    excuse = say("A unit that moved counts, day by day, where it stood then.") if moved else ""
    yield _summed(name, total, below + own, excuse)


def _visits(audience: Audience, filters: Filters) -> Iterator[Check]:
    if missing := missing_needs(metric_named("collective_batches").needs, audience.snapshot):
        yield Check(say("visits and collective visits = their parts"), None, None, True, what_is_missing(missing))
        return
    visits = _sum(counts_of(audience, "visited", filters.period, filters.units, "all"))
    for breakdown in SEVERAL_CODES:
        parts = _sum(counts_of(audience, "visited", filters.period, filters.units, breakdown)).batches
        excuse = (
            say("A visit whose registrations differ in this counts once in each.") if parts > visits.batches else ""
        )
        name = say("visits = sum over {codes}", codes=_list_name(audience, breakdown))
        yield _summed(name, visits.batches, parts, excuse)
    collective = _sum(counts_of(audience, "collective", filters.period, filters.units, "all"))
    sizes = _sum(counts_of(audience, "collective", filters.period, filters.units, "size_class"))
    yield _summed(say("collective visits = sum over size classes"), collective.batches, sizes.batches)
    yield _summed(say("persons in collective visits = sum over size classes"), collective.persons, sizes.persons)


def _flags(audience: Audience, filters: Filters) -> Iterator[Check]:
    """Yield the source's repeat flag against what the matters say, where both are known."""
    counts = counts_of(audience, "flag_compared", filters.period, filters.units, "repeat_flag")
    name = say("repeats by the source's flag = repeats by matter")
    if not (total := _sum(counts).items):
        yield Check(name, None, None, True, say("The source sets no flag, or the history is too short."))
        return
    both, by_flag, by_matter = (counts.get(c, Counts()).items for c in ("both", "source_only", "derived_only"))
    excuse = say(
        "{n} of {total} registrations differ ({share}): {a} by the flag only, {b} by matter only; the flag holds",
        n=number(by_flag + by_matter, "count"),
        total=number(total, "count"),
        share=percent((by_flag + by_matter) / total, 2),
        a=number(by_flag, "count"),
        b=number(by_matter, "count"),
    )
    yield Check(name, both + by_flag, both + by_matter, by_flag + by_matter == 0, excuse)


def _summed(name: str, total: int, parts: int, excuse: str = "") -> Check:
    return Check(name, total, parts, total == parts, excuse if total != parts else "")


def _sum(parts: dict[str, Counts]) -> Counts:
    counts = parts.values()
    return Counts(sum(c.items for c in counts), sum(c.batches for c in counts), sum(c.persons for c in counts))


def _list_name(audience: Audience, breakdown: str) -> str:
    name = audience.session.labels("list", current_language())[breakdown]
    return name if current_language() == "zh" else name.lower()
