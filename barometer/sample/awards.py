"""Awards, contracts and their changes, from the winning bids."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from barometer.sample import columns
from barometer.sample.bidding import Bids
from barometer.sample.classes import CLASSES
from barometer.sample.clock import AS_OF, NONE, Days
from barometer.sample.tenders import AWARDED, Tenders

Marks = Mapping[str, np.ndarray]  # flag id → tenders planted for it
CHANGE_KINDS = ("quantity", "price", "scope")


def awards_tables(tenders: Tenders, bids: Bids) -> dict[str, pa.Table]:
    """Return the tables `awards`, `award_suppliers` and `tender_items`."""
    won = np.flatnonzero(tenders.status == AWARDED)
    partner = bids.partner[won, 0]
    joint = partner != NONE
    award = np.concatenate([won, won[joint]])
    supplier = np.concatenate([bids.supplier[won, 0], partner[joint]])
    order = np.argsort(award, kind="stable")
    awards = columns.table(
        "awards",
        award_id=columns.keys("A", won + 1, 5),
        tender_id=columns.keys("T", won + 1, 5),
        amount=columns.money(bids.amount[won, 0]),
        currency=pa.array(["CNY"] * len(won)),
        awarded_on=columns.dates(tenders.noticed_on[won] - 1),
        status=pa.array(["active"] * len(won)),
    )
    suppliers = columns.table(
        "award_suppliers",
        award_id=columns.keys("A", award[order] + 1, 5),
        supplier_id=columns.keys("S", supplier[order] + 1, 5),
    )
    return {"awards": awards, "award_suppliers": suppliers, "tender_items": _items(tenders)}


def contracts_tables(rng: np.random.Generator, tenders: Tenders, bids: Bids, marks: Marks) -> dict[str, pa.Table]:
    """Return the tables `contracts` and `contract_changes`, regular but for the marked tenders."""
    signed = tenders.noticed_on + rng.integers(4, 27, len(tenders.buyer))
    signed[marks["C13"]] = tenders.noticed_on[marks["C13"]] + 45
    held = np.flatnonzero((tenders.status == AWARDED) & (signed <= AS_OF))
    awarded = bids.amount[held, 0]
    amount = np.where(np.isin(held, marks["C25"]), (awarded * 1.06).astype(np.int64), awarded)
    signed, n = signed[held], len(held)
    starts = np.minimum(signed + rng.integers(0, 15, n), AS_OF)
    due = starts + (np.array([300, 75, 200])[tenders.area[held]] * rng.lognormal(0.0, 0.35, n)).astype(np.int64)
    is_overdue = np.isin(held, marks["C28"])
    accepted = np.where(rng.random(n) < 0.975, due - rng.integers(0, 25, n), due + rng.integers(3, 60, n))
    accepted = np.where((accepted > AS_OF) | is_overdue, NONE, accepted)
    due = np.where(is_overdue, np.minimum(due, AS_OF - 60), due)
    progress = np.clip((AS_OF - starts) / np.maximum(due - starts, 1), 0, 1) * 0.8
    paid = np.where(accepted != NONE, rng.uniform(0.93, 1.0, n), np.where(is_overdue, 0.97, progress))
    finished = np.where(accepted == NONE, NONE, accepted + rng.integers(0, 30, n))
    contracts = columns.table(
        "contracts",
        contract_id=columns.keys("C", held + 1, 5),
        award_id=columns.keys("A", held + 1, 5),
        tender_id=columns.keys("T", held + 1, 5),
        signed_on=columns.dates(signed),
        amount=columns.money(amount),
        starts_on=columns.dates(starts),
        accept_due_on=columns.dates(due),
        accepted_on=columns.dates(accepted),
        paid_amount=columns.money((amount * paid).astype(np.int64)),
        finished_on=columns.dates(np.where(finished > AS_OF, NONE, finished)),
    )
    changes = _changes(rng, held, starts, due, amount, np.isin(held, marks["C26"]))
    return {"contracts": contracts, "contract_changes": changes}


def _changes(
    rng: np.random.Generator, held: Days, starts: Days, due: Days, amount: Days, is_marked: np.ndarray
) -> pa.Table:
    """Return one to three changes of every fifth contract, small ones; on marked contracts two large ones."""
    count = np.where(rng.random(len(held)) < 0.2, rng.integers(1, 4, len(held)), 0)
    row = np.repeat(np.arange(len(held)), np.where(is_marked, 2, count))
    span = np.maximum(np.minimum(due, AS_OF) - starts, 1)
    on = starts[row] + (span[row] * rng.random(len(row))).astype(np.int64)
    share = np.where(is_marked[row], rng.uniform(0.08, 0.14, len(row)), rng.normal(0.006, 0.012, len(row)))
    on, row, share = on[on <= AS_OF], row[on <= AS_OF], share[on <= AS_OF]
    return columns.table(
        "contract_changes",
        change_id=columns.keys("H", np.arange(1, len(row) + 1), 5),
        contract_id=columns.keys("C", held[row] + 1, 5),
        changed_on=columns.dates(on),
        amount=columns.money((amount[row] * share).astype(np.int64)),
        kind=columns.codes(rng.integers(0, 3, len(row)), CHANGE_KINDS),
    )


def _items(tenders: Tenders) -> pa.Table:
    """Return the classes bought: one a tender, with its award where there is one."""
    places = np.arange(1, len(tenders.buyer) + 1)
    return columns.table(
        "tender_items",
        tender_id=columns.keys("T", places, 5),
        class_code=columns.codes(tenders.item_class, list(CLASSES)),
        award_id=columns.keys("A", np.where(tenders.status == AWARDED, places, NONE), 5),
    )
