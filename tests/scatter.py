"""160 petitions scattered over two years, units, matters, visits, limits and codes: nothing lines up by design."""

from __future__ import annotations

import datetime as dt

from deliveries import Row
from worked_examples import letter

CODES = {"channel": ["letter", "visit", "online"], "category": ["wages", "land"], "area": ["goods", "other"]}


def scattered() -> list[Row]:
    """Return 160 petitions over two years and all units, with matters, visits and limits across units."""
    rows: list[Row] = []
    for n in range(160):
        on = dt.date(2025, 1, 3) + dt.timedelta(days=(n * 37) % 640)
        limit = on + dt.timedelta(days=60)
        row = letter(on.isoformat(), unit_id=("north-1", "north-2", "south", "all")[n % 4], matter_id=f"m{n * 7 % 45}")
        row |= {key: codes[n % len(codes)] for key, codes in CODES.items()} | {"persons": n % 11 + 1}
        row |= {"limit_on": limit, "reception_level": ("above", None, "next")[n % 5 % 3]}
        row |= {"is_outside_designated": n % 4 == 1}
        if n % 3:
            row["answered_on"] = on + dt.timedelta(days=(n * 13) % 150)
            row |= {"accepted_on": on + dt.timedelta(days=n % 20), "closed_on": row["answered_on"]}
            row |= {"is_in_rating_scope": n % 7 > 1, "rating": ("satisfied", None, "dissatisfied")[n % 3]}
        if n % 4 == 1:
            row["extended_to"] = limit + dt.timedelta(days=20)
        if row["channel"] == "visit" and n % 5:
            row["visit_id"] = f"v{n % 9}"
        rows.append(row)
    return [row for row in rows if not row.get("answered_on") or row["answered_on"] <= dt.date(2026, 10, 31)]


def scattered_tenders() -> list[Row]:
    """Return 160 tenders over two years and all units: some periods short, some with one bidder, some hard to judge."""
    rows: list[Row] = []
    for n in range(160):
        opened = dt.datetime(2025, 1, 3, 2, 30) + dt.timedelta(days=(n * 37) % 640)
        row: Row = {"tender_id": f"t{n}", "unit_id": ("north-1", "north-2", "south", "all")[n % 4], "opened_at": opened}
        row |= {"area": CODES["area"][n % 2], "budget": 1000 * n, "ocds_method": "open", "status": "awarded"}
        if n % 3:
            row |= {"period_start_at": opened - dt.timedelta(days=5 + n % 20), "deadline_at": opened}
        if n % 5:
            row["bidder_count"] = n % 4
        rows.append(row)
    return rows
