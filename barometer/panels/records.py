"""Suppliers and buyers in the chosen tenders: how often one bids and wins, how awards spread. No rank by volume."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.filters import Filters
from barometer.flag_answers import MINIMUM, buyer_records, of_procurement, supplier_records
from barometer.language import say
from barometer.panels.flags import flag_names
from barometer.panels.procurement import untold
from barometer.panels.tables import Table
from barometer.panels.told import State
from barometer.phrases import clauses
from barometer.wording import number, percent

SHOWN, MOST_BUYERS = 9, 40


def suppliers(audience: Audience, filters: Filters) -> Table | State:
    """Return the suppliers that flags concern: bids, wins, share of wins, buyers, flags."""
    filters, title = of_procurement(filters), say("Suppliers that flags concern")
    if state := untold(title, audience, filters):
        return state
    found = supplier_records(audience, filters, SHOWN)
    n_all = found[0].n_all if found else 0
    rows = tuple(
        (
            row.supplier_name,
            number(row.bids, "count"),
            number(row.wins, "count"),
            percent(row.wins / row.bids) if row.bids >= MINIMUM else "—",
            number(row.buyers, "count"),
            _flags(row.flags),
        )
        for row in found
        if row.flags
    )
    concerned = say("{n} of {total} suppliers shown, those with most kinds of flags first", n=len(rows), total=n_all)
    return Table(
        key="suppliers",
        title=title,
        caption=clauses([concerned, say("no share below {n} bids", n=MINIMUM)]),
        head=(say("supplier"), say("bids"), say("wins"), say("share of wins"), say("buyers"), say("flags")),
        rows=rows,
        figures=frozenset({1, 2, 3, 4}),
    )


def buyers(audience: Audience, filters: Filters) -> Table | State:
    """Return each buyer in the order of the tree: flagged of judged, single source, the largest supplier's part."""
    filters, title = of_procurement(filters), say("Buyers, in the order of units")
    if state := untold(title, audience, filters):
        return state
    found = {row.unit_id: row for row in buyer_records(audience, filters)}
    tree = audience.session.tree
    known = [unit for unit in tree.units if unit in found]
    ordered = [(unit, found[unit]) for unit in (*known, *sorted(set(found) - set(known)))]
    rows = tuple(
        (
            tree.name_of(unit),
            f"{number(row.flagged, 'count')} / {number(row.computable, 'count')}",
            _part(row.flagged, row.computable),
            _part(row.single_source, row.tenders),
            _part(row.most, row.awards),
            _flags(row.flags),
        )
        for unit, row in ordered[:MOST_BUYERS]
    )
    cut = say("the first {n} of {total}: choose units to see others", n=MOST_BUYERS, total=len(ordered))
    return Table(
        key="buyers",
        title=title,
        caption=clauses(
            [
                say("no share below {n} tenders or awards; not a ranking", n=MINIMUM),
                cut if len(ordered) > MOST_BUYERS else "",
            ]
        ),
        head=(
            say("buyer"),
            say("flagged / judged"),
            say("share"),
            say("single source"),
            say("largest supplier"),
            say("flags"),
        ),
        rows=rows,
        figures=frozenset({1, 2, 3, 4}),
    )


def _part(count: float | None, total: float | None) -> str:
    if not total or total < MINIMUM:
        return "—"
    return percent((count or 0) / total)


def _flags(flags: list[str]) -> str:
    return flag_names(flags) or "—"
