"""What pages are told about procurement beside metrics: work list, cover of flags, one tender, suppliers, buyers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.filters import Filters
from barometer.flags.registry import Flag, registry
from barometer.query_files import query_text

KEPT = 128
AREAS = ("engineering", "goods", "services")
GROUPS = ("all", "stage", "kind", "flag")


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
    flags = [flag for flag in registry().values() if flag.subject == "tender"]
    codes = {
        "all": {""},
        "stage": {flag.stage for flag in flags},
        "kind": {"statutory", "statistical"},
        "flag": {flag.id for flag in flags},
    }
    return chosen.area in (None, *AREAS, "personnel", "other") and chosen.code in codes.get(chosen.group, set())


def of_procurement(filters: Filters) -> Filters:
    """Return the filters that mean something for tenders: channel and topic are of petitions only."""
    return replace(filters, only=tuple((column, codes) for column, codes in filters.only if column == "area"))


def flag_named(flag_id: str) -> Flag:
    """Return the flag of the registry; one of an older snapshot that is gone raises KeyError."""
    return registry()[flag_id]


@lru_cache(maxsize=KEPT)
def flagged_tenders(audience: Audience, filters: Filters, selection: Selection, most: int) -> pd.DataFrame:
    """Return the flagged tenders of a selection: tender_id, area, unit_id, day, amount, kinds, flags, n_all."""
    asked = {"breakdown": selection.group, "code": selection.code, "most": most}
    return _asked(audience, "flagged_tenders", filters, selection.area, asked)


@lru_cache(maxsize=KEPT)
def flag_cover(audience: Audience, filters: Filters) -> pd.DataFrame:
    """Return flag, tenders it applies to, computable and flagged for the chosen period and units."""
    return _asked(audience, "flag_cover", filters, None)


@lru_cache(maxsize=KEPT)
def supplier_records(audience: Audience, filters: Filters, most: int) -> pd.DataFrame:
    """Return supplier_id, supplier_name, bids, wins, buyers, flags, n_all for the chosen period and units."""
    return _asked(audience, "supplier_records", filters, None, {"most": most})


@lru_cache(maxsize=KEPT)
def buyer_records(audience: Audience, filters: Filters) -> pd.DataFrame:
    """Return unit_id, tenders, computable, flagged, single_source, awards, most, flags of each buyer."""
    return _asked(audience, "buyer_records", filters, None)


@lru_cache(maxsize=KEPT)
def tender(audience: Audience, tender_id: str) -> dict[str, Any] | None:
    """Return what is known of a tender, None where the scope does not hold it."""
    rows = gate(audience.session.frame(query_text("tender_facts"), {"tender": tender_id}), audience.scope)
    return rows.to_dict("records")[0] if len(rows) else None


@lru_cache(maxsize=KEPT)
def evidence(audience: Audience, tender_id: str) -> pd.DataFrame:
    """Return flag, state, measured, limit_value, missing of a tender."""
    return gate(audience.session.frame(query_text("tender_evidence"), {"tender": tender_id}), audience.scope)


@lru_cache(maxsize=KEPT)
def offers(audience: Audience, tender_id: str) -> pd.DataFrame:
    """Return suppliers, status, amount, currency, rank, submitted_at, is_winner of each bid of a tender."""
    return gate(audience.session.frame(query_text("tender_offers"), {"tender": tender_id}), audience.scope)


def _asked(
    audience: Audience, query: str, filters: Filters, area: str | None, more: dict[str, Any] | None = None
) -> pd.DataFrame:
    session, period = audience.session, filters.period
    values = {
        "node": session.node_of(filters.units, of_procurement(filters).only),
        "first_month": period.first_month,
        "last_month": period.last_month,
        "area": area,
        **(more or {}),
    }
    return gate(session.frame(query_text(query), values), audience.scope)
