"""Small procurement deliveries for tests: purchases that break no rule until a test changes something."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from deliveries import DATA_AS_OF, Row, write_table

from barometer.flags.evaluation import answer
from barometer.flags.own_profile import PROCUREMENT, evaluate_own, prepare_own, values
from barometer.flags.registry import registry

Purchase = dict[str, list[Row]]
REGULAR: Row = {
    "unit_id": "u1", "area": "engineering", "regime": "bidding", "is_mandatory_scope": True,
    "is_exemption_approved": False, "item_class": "k1", "method": "open", "budget": 5_000_000,
    "ceiling_price": 5_000_000, "status": "awarded", "award_notice_on": "2025-04-20", "award_criteria": "price_only",
    "notice_at": "2025-03-03 01:00", "documents_from": "2025-03-03 02:00", "documents_to": "2025-03-13 08:00",
    "period_start_at": "2025-03-03 02:00", "deadline_at": "2025-04-07 02:00", "opened_at": "2025-04-07 02:30",
    "publicity_from": "2025-04-09 02:00", "publicity_to": "2025-04-15 02:00", "bidder_count": 3,
}  # fmt: skip
THREE = (("s1", 4_000_000), ("s2", 4_110_000), ("s3", 4_150_000))


def purchase(
    tender_id: str = "t1",
    bids: Sequence[tuple[str, Any] | tuple[str, Any, Row]] = THREE,
    winners: Sequence[str] = ("s1",),
    awards: Sequence[Row] | None = None,
    contracts: Sequence[Row] = (),
    changes: Sequence[Any] = (),
    **columns: Any,
) -> Purchase:
    """Return the rows of one purchase by table: a regular tender but for `columns`.

    A bid is (suppliers joined by +, amount, other columns); `winners` share the award, by default of the first bid's
    amount; `awards` take its place. A contract is signed ten days after the award notice; `changes` are amounts added
    to the first one.
    """
    rows: Purchase = {name: [] for name in PROCUREMENT}
    rows["tenders"].append(REGULAR | {"tender_id": tender_id} | columns)
    for n, (suppliers, amount, *others) in enumerate(bids, 1):
        bid = {"bid_id": f"{tender_id}-b{n}", "tender_id": tender_id, "amount": amount, "status": "valid"}
        rows["bids"].append(bid | {"submitted_at": "2025-04-06 02:00"} | (others[0] if others else {}))
        rows["bid_tenderers"] += [{"bid_id": bid["bid_id"], "supplier_id": one} for one in suppliers.split("+") if one]
    if awards is None:
        awards = [{"amount": bids[0][1] if bids else None, "suppliers": "+".join(winners)}] if winners else []
    for n, told in enumerate(awards, 1):
        award = {
            "award_id": f"{tender_id}-a{n}",
            "tender_id": tender_id,
            "status": "active",
            "awarded_on": "2025-04-19",
        }
        rows["awards"].append(award | {key: value for key, value in told.items() if key != "suppliers"})
        named = [one for one in told.get("suppliers", "s1").split("+") if one]
        rows["award_suppliers"] += [{"award_id": award["award_id"], "supplier_id": one} for one in named]
    for n, told in enumerate(contracts, 1):
        signed = {"contract_id": f"{tender_id}-c{n}", "tender_id": tender_id, "signed_on": "2025-04-30"}
        rows["contracts"].append(signed | told)
    for n, amount in enumerate(changes, 1):
        change = {"change_id": f"{tender_id}-h{n}", "contract_id": f"{tender_id}-c1", "changed_on": "2025-06-01"}
        rows["contract_changes"].append(change | {"amount": amount})
    return rows


def founded(**days: str) -> Purchase:
    """Return suppliers with the days they were founded."""
    suppliers = [{"supplier_id": key, "supplier_name": key, "founded_on": day or None} for key, day in days.items()]
    return {"suppliers": suppliers}


def procurement(folder: Path, purchases: Sequence[Purchase], absent: Sequence[str] = ()) -> duckdb.DuckDBPyConnection:
    """Return a database with the tables of some purchases, written to `folder` as a delivery would hold them."""
    connection = duckdb.connect()
    for name in PROCUREMENT:
        if name not in absent:
            rows = [row for one in purchases for row in one.get(name, [])]
            connection.read_parquet(str(write_table(folder, name, rows))).create(name)
    return connection


def answers(folder: Path, flag_id: str, *purchases: Purchase, absent: Sequence[str] = ()) -> list[Row]:
    """Return what a flag answers on some purchases, one dictionary a row."""
    connection = procurement(folder, purchases, absent)
    flag = registry()[flag_id]
    if flag.only_beside:
        table = evaluate_own(connection, DATA_AS_OF, folder)[flag_id]
    else:
        prepare_own(connection, folder)
        table = answer(connection, flag, values(connection, flag, DATA_AS_OF, folder))
    return rows_of(connection, table)


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    """Return the rows of a table as dictionaries."""
    found = connection.execute(f"select * from {table}")
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
