"""Suppliers and their bids. Bids stand in a table of tenders by eight slots; slot 0 holds the winner's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from barometer.sample import clock, columns
from barometer.sample.clock import NONE, Days
from barometer.sample.names import name_suppliers
from barometer.sample.tenders import AREAS, AWARDED, CANCELLED, DAY, FAILED, OPEN, SINGLE_SOURCE, Tenders
from barometer.sample.tree import Units

SLOTS = 8
ACTORS = 16  # suppliers that play a planted part and are never drawn by chance
BID_STATUSES = ("pending", "valid", "disqualified", "withdrawn")
PENDING, VALID, DISQUALIFIED, WITHDRAWN = range(4)
_ELECTRONIC_FROM = clock.day("2022-01-01")  # earlier bids came on paper: no device is known


@dataclass
class Suppliers:
    """One place a supplier; the last ones are actors, then the young ones."""

    area: Days
    founded: Days
    n_chance: int

    def actor(self, nth: int) -> int:
        """Return the place of the nth supplier that is never drawn by chance."""
        return self.n_chance + nth


@dataclass
class Bids:
    """Tenders by slots; a slot without a supplier is NONE throughout. Plantings change it."""

    supplier: Days
    partner: Days  # second member of a consortium
    amount: Days
    status: Days
    submitted: Days
    device: Days
    account: Days
    representative: Days


def draw_suppliers(rng: np.random.Generator, n_tenders: int, n_young: int) -> Suppliers:
    """Return suppliers in proportion to the tenders, each of one trade."""
    n_chance = max(30, n_tenders // 7)
    n = n_chance + ACTORS + n_young
    founded = rng.integers(clock.day("1995-01-01"), clock.day("2018-12-31"), n)
    return Suppliers(area=np.arange(n) % 3, founded=founded, n_chance=n_chance)


def draw_bids(rng: np.random.Generator, units: Units, suppliers: Suppliers, tenders: Tenders) -> Bids:
    """Return regular bids and publish their number on the tenders."""
    n = len(tenders.buyer)
    count = _counts(rng, tenders)
    supplier = _bidders(rng, suppliers, tenders, units.branch)
    is_bid = np.arange(SLOTS)[None, :] < count[:, None]
    tenders.bidders[:] = count
    supplier = np.where(is_bid, supplier, NONE)
    amount = _amounts(rng, tenders)
    swap = np.where((tenders.criteria == 1) & (count >= 3), rng.integers(0, 3, n), 0)
    rows = np.arange(n)
    amount[rows, 0], amount[rows, swap] = amount[rows, swap], amount[rows, 0]
    status = np.where(rng.random((n, SLOTS)) < 0.03, DISQUALIFIED, VALID)
    status = np.where(rng.random((n, SLOTS)) < 0.005, WITHDRAWN, status)
    status = np.where((amount <= amount[:, :1]) | (tenders.status == FAILED)[:, None], VALID, status)
    status = np.where((tenders.status == 0)[:, None], PENDING, status)
    before = np.floor(rng.exponential(700.0, (n, SLOTS))).astype(np.int64) % (4 * DAY)
    consorts = is_bid & (rng.random((n, SLOTS)) < 0.02) & (tenders.area == 0)[:, None]
    partner = np.where(consorts & (count < SLOTS)[:, None], _partners(rng, suppliers, supplier), NONE)
    device = supplier * 2 + (rng.random((n, SLOTS)) < 0.3)
    known = is_bid & (tenders.deadline // DAY >= _ELECTRONIC_FROM)[:, None]
    return Bids(
        supplier=supplier,
        partner=partner,
        amount=np.where(is_bid, amount, NONE),
        status=status,
        submitted=tenders.deadline[:, None] - 5 - before,
        device=np.where(known, device, NONE),
        account=np.where(known, supplier, NONE),
        representative=np.where(known, supplier, NONE),
    )


def keep_first(tenders: Tenders, bids: Bids, places: np.ndarray, n: int) -> None:
    """Leave only the first `n` bids of some tenders."""
    bids.supplier[places, n:] = NONE
    tenders.bidders[places] = (bids.supplier[places] != NONE).sum(axis=1)


def bids_tables(tenders: Tenders, bids: Bids) -> dict[str, pa.Table]:
    """Return `bids` and `bid_tenderers`; within a tender numbers follow the moment of submission."""
    tender, slot = np.nonzero(bids.supplier != NONE)
    order = np.lexsort((bids.submitted[tender, slot], tender))
    tender, slot = tender[order], slot[order]
    numbers = np.arange(1, len(tender) + 1)
    status = bids.status[tender, slot]
    partner = bids.partner[tender, slot]
    led = np.flatnonzero(partner != NONE)
    member = np.concatenate([numbers, numbers[led]])
    supplier = np.concatenate([bids.supplier[tender, slot], partner[led]])
    by_bid = np.argsort(member, kind="stable")
    table = columns.table(
        "bids",
        bid_id=columns.keys("B", numbers, 6),
        tender_id=columns.keys("T", tender + 1, 5),
        submitted_at=columns.stamps(bids.submitted[tender, slot]),
        amount=columns.money(bids.amount[tender, slot]),
        currency=pa.array(["CNY"] * len(tender)),
        status=columns.codes(status, BID_STATUSES),
        rank=columns.integers(_ranks(tenders, bids)[tender, slot]),
        device_hash=_hashed("device", bids.device[tender, slot]),
        deposit_account_hash=_hashed("account", bids.account[tender, slot]),
        legal_rep_hash=_hashed("representative", bids.representative[tender, slot]),
    )
    tenderers = columns.table(
        "bid_tenderers",
        bid_id=columns.keys("B", member[by_bid], 6),
        supplier_id=columns.keys("S", supplier[by_bid] + 1, 5),
    )
    return {"bids": table, "bid_tenderers": tenderers}


def suppliers_table(suppliers: Suppliers) -> pa.Table:
    """Return the contract's `suppliers` table."""
    names = name_suppliers([AREAS[area] for area in suppliers.area])
    return columns.table(
        "suppliers",
        supplier_id=columns.keys("S", np.arange(1, len(names) + 1), 5),
        supplier_name=pa.array(names),
        founded_on=columns.dates(suppliers.founded),
    )


def _counts(rng: np.random.Generator, tenders: Tenders) -> Days:
    n = len(tenders.buyer)
    count = np.where(tenders.method == OPEN, rng.choice([3, 4, 5, 6, 7, 8], n, p=[0.2, 0.26, 0.22, 0.15, 0.1, 0.07]), 3)
    count = np.where((tenders.method > OPEN) & (rng.random(n) < 0.35), 4, count)
    count = np.where(tenders.method >= SINGLE_SOURCE, 1, count)
    count = np.where(tenders.status == FAILED, rng.integers(1, 3, n), count)
    return np.where(tenders.status == CANCELLED, 0, count)


def _bidders(rng: np.random.Generator, suppliers: Suppliers, tenders: Tenders, branch: Days) -> Days:
    """Return eight different suppliers of the trade for each tender, the known and near more often."""
    chosen = np.zeros((len(tenders.buyer), SLOTS), dtype=np.int64)
    places = np.arange(suppliers.n_chance)
    known = rng.normal(0.0, 0.5, len(places))
    for area in range(3):
        pool = places[suppliers.area[: len(places)] == area]
        rows = np.flatnonzero(tenders.area == area)
        near = (pool[None, :] // 3 % 4) == (branch[tenders.buyer[rows]] % 4)[:, None]
        score = known[pool][None, :] + near * 0.8 + rng.gumbel(size=(len(rows), len(pool)))
        # The best scores of the row, shuffled: the best known must not always win.
        best = np.argpartition(-score, SLOTS, axis=1)[:, :SLOTS]
        chosen[rows] = rng.permuted(pool[best], axis=1)
    return chosen


def _amounts(rng: np.random.Generator, tenders: Tenders) -> Days:
    """Return prices below the ceiling, the lowest first; a fifth of the tenders lie close to it."""
    n = len(tenders.buyer)
    lowest = np.where(rng.random(n) < 0.2, rng.uniform(0.008, 0.02, n), rng.uniform(0.03, 0.15, n))
    below = (lowest - 0.006)[:, None] * np.sort(rng.random((n, SLOTS)), axis=1)[:, ::-1]
    below[:, 0] = lowest
    ceiling = np.where(tenders.ceiling == NONE, tenders.budget, tenders.ceiling)
    return (ceiling[:, None] * (1 - below)).astype(np.int64)


def _partners(rng: np.random.Generator, suppliers: Suppliers, supplier: Days) -> Days:
    """Return another supplier for each bid, of another trade, so that none bids twice."""
    return (supplier + 1 + 3 * rng.integers(0, 5, supplier.shape)) % (suppliers.n_chance // 3 * 3)


def _ranks(tenders: Tenders, bids: Bids) -> Days:
    """Return the rank of each valid bid of decided tenders: the winner first, the others by price."""
    counts = (bids.supplier != NONE) & (bids.status == VALID) & (tenders.status == AWARDED)[:, None]
    price = np.where(counts, bids.amount, np.iinfo(np.int64).max).astype(np.float64)
    price[:, 0] = np.where(counts[:, 0], -1.0, price[:, 0])
    rank = np.argsort(np.argsort(price, axis=1, kind="stable"), axis=1, kind="stable") + 1
    return np.where(counts, rank, NONE)


def _hashed(kind: str, places: Days) -> pa.Array:
    labels = [hashlib.sha256(f"sample {kind} {n}".encode()).hexdigest() for n in range(int(places.max(initial=0)) + 1)]
    return columns.codes(places, labels)
