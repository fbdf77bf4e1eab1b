"""The work list: which tenders a number stands for, those with most kinds of flags first."""

from __future__ import annotations

from dataclasses import dataclass

from barometer.audience import Audience
from barometer.filters import Filters
from barometer.flag_answers import Selection, flagged_tenders, of_procurement
from barometer.language import say
from barometer.panels.flags import flag_names, kind_title
from barometer.panels.procurement import stage_names, untold
from barometer.panels.told import State, code_names, provenance
from barometer.phrases import clauses
from barometer.tender_rows import FlaggedTender
from barometer.wording import number

SHOWN, ALL = 500, 1_000_000


@dataclass(frozen=True)
class WorkList:
    """Flagged tenders of a selection: sentence, caption, head and rows; the first column holds the tender's id."""

    title: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    provenance: str


def work_list(audience: Audience, filters: Filters, selection: Selection, most: int = SHOWN) -> WorkList | State:
    """Return the flagged tenders that a number stands for, those with most kinds of flags first, then the largest."""
    filters = of_procurement(filters)
    if state := untold(say("Tenders to check"), audience, filters):
        return state
    found = flagged_tenders(audience, filters, selection, most)
    n_all = found[0].n_all if found else 0
    areas = code_names(audience, "area", sorted({row.area for row in found}))
    tree = audience.session.tree
    rows = tuple(
        (
            row.tender_id,
            areas[row.area],
            tree.name_of(row.unit_id),
            row.day,
            row.kinds,
            flag_names(row.flags),
            None if row.amount is None else row.amount / 10_000,
        )
        for row in found
    )
    head = (
        say("tender"),
        say("area"),
        say("unit"),
        say("date"),
        say("kinds of flags"),
        say("flags"),
        say("amount (10,000 yuan)"),
    )
    return WorkList(
        title=_title(audience, selection, found, n_all),
        caption=_caption(n_all, len(found)),
        head=head,
        rows=rows,
        provenance=provenance(audience, filters).line(),
    )


def selection_in_words(audience: Audience, selection: Selection) -> str:
    """Return what a reader opened: 工程建设 · 投标评审; empty for everything."""
    area = "" if selection.area is None else code_names(audience, "area", [selection.area])[selection.area]
    group = ""
    if selection.group == "stage":
        group = stage_names()[selection.code]
    elif selection.group == "flag":
        group = flag_names([selection.code])
    elif selection.group == "kind":
        group = kind_title(selection.code)
    return " · ".join(part for part in (area, group) if part)


def _title(audience: Audience, selection: Selection, found: tuple[FlaggedTender, ...], n_all: int) -> str:
    chosen = selection_in_words(audience, selection)
    if not n_all:
        answer = say("no tender has a flag")
    elif len(found) == n_all and (several := sum(row.kinds >= 3 for row in found)):
        answer = say(
            "{n} tenders to check, {several} of them with three kinds of flags or more", n=n_all, several=several
        )
    else:
        answer = say("{n} tenders to check", n=number(n_all, "count"))
    return say("{chosen}: {answer}", chosen=chosen, answer=answer) if chosen else answer


def _caption(n_all: int, shown: int) -> str:
    order = say("by kinds of flags, then by amount; choose a row for evidence, articles and bids")
    more = say("the first {n} are shown, the file holds all", n=number(shown, "count")) if shown < n_all else ""
    return clauses([order, more])
