"""What a release says, as rows of the procurement tables of the contract: same names, values as they were told."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from barometer.ocds.releases import Release, entries, number, part, text

TABLES = ("tenders", "bids", "bid_tenderers", "awards", "award_suppliers", "tender_items")
Rows = dict[str, list[dict[str, Any]]]
_FULL_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def rows_of(releases: Iterable[tuple[int, Release]]) -> Rows:
    """Return the rows of `releases` by table.

    Keys are made of line and place, so that their order is the file's; amounts are doubles, times UTC, null where the
    source has no full timestamp. A tenderer or supplier without an id keeps its row, with a null supplier_id.
    """
    rows: Rows = defaultdict(list)
    for line, release in releases:
        key = f"{line:010d}"
        rows["tenders"].append(_tender(key, release))
        _add_bids(rows, key, release)
        _add_awards(rows, key, release)
    return rows


def instant(value: str | None) -> dt.datetime | None:
    """Return a full RFC 3339 timestamp as UTC without zone; None for anything else, such as a date alone."""
    if value is None or not _FULL_TIMESTAMP.fullmatch(value):
        return None
    try:
        return dt.datetime.fromisoformat(value.upper()).astimezone(dt.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _tender(key: str, release: Release) -> dict[str, Any]:
    tender = part(release, "tender")
    return {
        "tender_id": key,
        "ocid": release["ocid"],
        "unit_id": text(release, "buyer", "id"),
        "procuring_entity_id": text(tender, "procuringEntity", "id"),
        "ocds_method": text(tender, "procurementMethod"),
        "method_details": text(tender, "procurementMethodDetails"),
        "period_start_at": instant(text(tender, "tenderPeriod", "startDate")),
        "deadline_at": instant(text(tender, "tenderPeriod", "endDate")),
        "status": text(tender, "status"),
        "bidder_count": _count(part(tender, "numberOfTenderers")),
    }


def _count(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return value if is_count else None  # type: ignore[return-value]


def _add_bids(rows: Rows, key: str, release: Release) -> None:
    for place, bid in enumerate(entries(release, "bids", "details")):
        bid_key = f"{key}-{place:06d}"
        rows["bids"].append(
            {
                "bid_id": bid_key,
                "tender_id": key,
                "submitted_at": instant(text(bid, "date")),
                "amount": number(bid, "value", "amount"),
                "currency": text(bid, "value", "currency"),
                "status": text(bid, "status"),
            }
        )
        for tenderer in entries(bid, "tenderers"):
            rows["bid_tenderers"].append({"bid_id": bid_key, "supplier_id": text(tenderer, "id")})


def _add_awards(rows: Rows, key: str, release: Release) -> None:
    for place, award in enumerate(entries(release, "awards")):
        award_key = f"{key}-{place:06d}"
        rows["awards"].append(
            {
                "award_id": award_key,
                "tender_id": key,
                "amount": number(award, "value", "amount"),
                "currency": text(award, "value", "currency"),
                "status": text(award, "status"),
            }
        )
        for supplier in entries(award, "suppliers"):
            rows["award_suppliers"].append({"award_id": award_key, "supplier_id": text(supplier, "id")})
        for item in entries(award, "items"):
            if class_code := text(item, "classification", "id"):
                rows["tender_items"].append({"tender_id": key, "class_code": class_code, "award_id": award_key})
