"""What pages are told about procurement beside metrics: work list, cover of flags, one tender, suppliers, buyers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.filters import Filters
from barometer.flags.registry import KINDS, STAGES, tender_flags
from barometer.query_files import query_text
from barometer.tender_rows import BuyerRecord, Cover, Evidence, FlaggedTender, Offer, SupplierRecord, Tender

KEPT = 128
MINIMUM = 5  # tenders, bids or awards below which no share is told
AREAS = ("engineering", "goods", "services")
SHARE, AMOUNT = "flagged_share", "flagged_amount"
Row = TypeVar("Row")


@dataclass(frozen=True)
class Selection:
    """Which flagged tenders a reader opened: an area (None: all of them) and a group of flags with its code."""

    area: str | None = None
    group: str = "all"
    code: str = ""

    def written(self) -> str:
        """Return the selection as the address holds it: area/group/code, empty for everything."""
        parts = (self.area or "", *(() if self.group == "all" else (self.group, self.code)))
        return "/".join(parts) if self != Selection() else ""


def read_selection(written: str | None) -> Selection | None:
    """Return the selection an address holds, all for none; None where it names what there is not."""
    if not written:
        return Selection()
    area, *group = written.split("/")
    chosen = Selection(area or None, *group) if len(group) in (0, 2) else None
    return chosen if chosen and _is_known(chosen) else None


def _is_known(chosen: Selection) -> bool:
    codes = {"all": ("",), "stage": STAGES, "kind": KINDS, "flag": tuple(tender_flags())}
    return chosen.area in (None, *AREAS, "personnel", "other") and chosen.code in codes.get(chosen.group, ())


def of_procurement(filters: Filters) -> Filters:
    """Return the filters that mean something for tenders: channel and topic are of petitions only."""
    return replace(filters, only=tuple((column, codes) for column, codes in filters.only if column == "area"))


@lru_cache(maxsize=KEPT)
def flagged_tenders(audience: Audience, filters: Filters, selection: Selection, most: int) -> tuple[FlaggedTender, ...]:
    """Return the flagged tenders of a selection: those with most kinds of flags first, then the largest."""
    asked = {"breakdown": selection.group, "code": selection.code, "most": most}
    return _chosen(audience, "flagged_tenders", FlaggedTender, filters, asked, selection.area)


@lru_cache(maxsize=KEPT)
def flag_cover(audience: Audience, filters: Filters) -> tuple[Cover, ...]:
    """Return the cover of each flag of tenders in the chosen period and units, in the order of the registry."""
    return _chosen(audience, "flag_cover", Cover, filters)


@lru_cache(maxsize=KEPT)
def supplier_records(audience: Audience, filters: Filters, most: int) -> tuple[SupplierRecord, ...]:
    """Return the suppliers of the chosen tenders, those that most flags concern first."""
    return _chosen(audience, "supplier_records", SupplierRecord, filters, {"most": most})


@lru_cache(maxsize=KEPT)
def buyer_records(audience: Audience, filters: Filters) -> tuple[BuyerRecord, ...]:
    """Return the buyers of the chosen tenders, in no order."""
    return _chosen(audience, "buyer_records", BuyerRecord, filters)


@lru_cache(maxsize=KEPT)
def tender(audience: Audience, tender_id: str) -> Tender | None:
    """Return what is known of a tender, None where the scope does not hold it."""
    return next(iter(_asked(audience, "tender_facts", Tender, {"tender": tender_id})), None)


@lru_cache(maxsize=KEPT)
def evidence(audience: Audience, tender_id: str) -> tuple[Evidence, ...]:
    """Return what each flag that applies to a tender measured."""
    return _asked(audience, "tender_evidence", Evidence, {"tender": tender_id})


@lru_cache(maxsize=KEPT)
def offers(audience: Audience, tender_id: str) -> tuple[Offer, ...]:
    """Return the bids of a tender, lowest first."""
    return _asked(audience, "tender_offers", Offer, {"tender": tender_id})


def _chosen(
    audience: Audience,
    query: str,
    row: Callable[..., Row],
    filters: Filters,
    more: Mapping[str, Any] | None = None,
    area: str | None = None,
) -> tuple[Row, ...]:
    """Ask about the tenders of the chosen period, units and areas; `area` is one that a reader opened."""
    months = {"first_month": filters.period.first_month, "last_month": filters.period.last_month}
    with audience.session.nodes_of([filters.units], of_procurement(filters).only) as (node,):
        return _asked(audience, query, row, {"node": node, **months, "area": area, **(more or {})})


def _asked(audience: Audience, query: str, row: Callable[..., Row], values: dict[str, Any]) -> tuple[Row, ...]:
    rows = gate(audience.session.frame(query_text(query), values), audience.scope)
    return tuple(row(*values) for values in rows.itertuples(index=False, name=None))
